package org.albatross.supervisor.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.albatross.api.RunObserver;
import org.albatross.core.History;
import org.albatross.core.Input;
import org.albatross.core.RunId;
import org.albatross.model.CpuId;
import org.albatross.model.Exit;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.RunningUnikernel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunRelaysTest {
    private static final Name A = Name.parse("a");
    private static final Name B = Name.parse("b");

    private final RunRelays relays = new RunRelays(16);
    private final RecordingObserver observer = new RecordingObserver();

    @AfterEach
    void stop() {
        relays.stop();
    }

    private static RunningUnikernel run(Name name, long runId) {
        return new RunningUnikernel(
                name,
                runId,
                4711,
                1,
                Instant.EPOCH,
                Optional.empty(),
                List.of(new CpuId(0)),
                new Megabytes(32),
                List.of());
    }

    private void takeOver(RunningUnikernel... alive) {
        List<Input.Found> found = new ArrayList<>();
        for (RunningUnikernel run : alive) {
            found.add(new Input.Found.Alive(run, true, false, History.NONE));
        }
        found.add(new Input.Found.Absent(Name.parse("absent"), new RunId(3), History.NONE));
        relays.tell(new Input.TakenOver(found));
    }

    private void begin(RunningUnikernel run) {
        relays.tell(new Input.Started(run));
    }

    private void end(Name name, long runId) {
        relays.tell(new Input.Ended(name, new RunId(runId), new Exit.Code(0)));
    }

    @Test
    void tellsWhatRunsWhenItWasFoundAndThenEachChange() throws Exception {
        relays.add(observer);
        takeOver(run(B, 7), run(A, 3));
        begin(run(A, 4));
        end(B, 7);

        assertThat(observer.next()).isEqualTo(List.of(run(A, 3), run(B, 7)));
        assertThat(observer.next()).isEqualTo(run(A, 4));
        assertThat(observer.next()).isEqualTo(new RecordingObserver.Ended(B, 7));
    }

    @Test
    void tellsAnObserverThatComesLaterWhatRunsThen() throws Exception {
        takeOver(run(A, 3), run(B, 7));
        end(A, 3);
        begin(run(A, 4));

        relays.add(observer);
        end(A, 4);

        assertThat(observer.next()).isEqualTo(List.of(run(A, 4), run(B, 7)));
        assertThat(observer.next()).isEqualTo(new RecordingObserver.Ended(A, 4));
    }

    @Test
    void tellsWhatWasNotClearAtFirstAsAChange() throws Exception {
        relays.add(observer);
        takeOver();
        takeOver(run(A, 3));

        assertThat(observer.next()).isEqualTo(List.of());
        assertThat(observer.next()).isEqualTo(run(A, 3));
    }

    @Test
    void tellsNothingOfTheEndOfAnotherRun() throws Exception {
        relays.add(observer);
        takeOver(run(A, 3));
        end(A, 2);
        end(B, 3);
        end(A, 3);

        assertThat(observer.next()).isEqualTo(List.of(run(A, 3)));
        assertThat(observer.next()).isEqualTo(new RecordingObserver.Ended(A, 3));
        assertThat(observer.hasMore()).isFalse();
    }

    @Test
    void tellsASlowObserverEverythingAnewInPlaceOfWhatItHasMissed() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        RunObserver slow = new RunObserver() {
            @Override
            public void running(List<RunningUnikernel> all) {
                busy.countDown();
                try {
                    free.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                observer.running(all);
            }

            @Override
            public void began(RunningUnikernel unikernel) {
                observer.began(unikernel);
            }

            @Override
            public void ended(Name name, long runId) {
                observer.ended(name, runId);
            }
        };
        relays.add(slow);
        takeOver(run(B, 7));
        busy.await();
        for (long round = 1; round <= 20; round++) {
            begin(run(A, round));
            end(A, round);
        }
        begin(run(A, 21));
        end(B, 7);
        free.countDown();

        assertThat(observer.next()).isEqualTo(List.of(run(B, 7)));
        List<Name> known = new ArrayList<>();
        while (!known.equals(List.of(A))) {
            Object told = observer.next();
            if (told instanceof RunningUnikernel begun) {
                known.add(begun.name());
            } else if (told instanceof RecordingObserver.Ended ended) {
                known.remove(ended.name());
            } else {
                known = new ArrayList<>(((List<?>) told)
                        .stream().map(each -> ((RunningUnikernel) each).name()).toList());
            }
        }
        assertThat(observer.hasMore()).isFalse();
    }

    @Test
    void survivesAnObserverThatFails() throws Exception {
        relays.add(new RunObserver() {
            @Override
            public void running(List<RunningUnikernel> all) {
                throw new IllegalStateException("a test's mistake");
            }

            @Override
            public void began(RunningUnikernel unikernel) {
                observer.began(unikernel);
            }

            @Override
            public void ended(Name name, long runId) {}
        });
        takeOver();
        begin(run(A, 1));

        assertThat(observer.next()).isEqualTo(run(A, 1));
    }

    @Test
    void forgetsAnObserverThatHasGone() throws Exception {
        RecordingObserver gone = new RecordingObserver();
        relays.add(gone);
        relays.remove(gone);
        relays.add(observer);
        takeOver();

        assertThat(observer.next()).isEqualTo(List.of());
        assertThat(gone.hasMore()).isFalse();
    }
}
