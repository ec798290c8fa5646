package org.albatross.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UpgradesTest {
    private static final UpgradePlan NOTHING = new UpgradePlan(List.of(), false, List.of());

    private final CountDownLatch goOn = new CountDownLatch(1);
    private final BlockingQueue<List<String>> outcomes = new LinkedBlockingQueue<>();
    private final List<String> log = new ArrayList<>();
    private final Upgrades upgrades = new Upgrades(
            new Upgrades.Work() {
                @Override
                public UpgradePlan plan(String path) throws IOException {
                    throw new IOException(path + " is nothing");
                }

                @Override
                public UpgradePlan perform(String path, Consumer<UpgradePlan> planned, Consumer<String> say)
                        throws IOException, InterruptedException {
                    planned.accept(NOTHING);
                    goOn.await();
                    say.accept("going on");
                    if (path.equals("/bad")) {
                        throw new IOException("it is bad");
                    }
                    return NOTHING;
                }
            },
            outcomes::add,
            log::add,
            reason -> {});

    private List<String> outcomeOf(String path) throws InterruptedException {
        upgrades.apply(List.of("begin", path, "7", "8", "9"));
        goOn.countDown();
        return outcomes.take();
    }

    @Test
    void doesOneAtATime() throws InterruptedException {
        upgrades.apply(List.of("begin", "/good", "7", "8", "9"));

        assertThatIllegalStateException()
                .isThrownBy(() -> upgrades.apply(List.of("begin", "/other", "7", "8", "9")))
                .withMessageStartingWith("an upgrade is under way");
        assertThatIllegalStateException().isThrownBy(() -> upgrades.apply(List.of("plan", "/other")));

        goOn.countDown();
        assertThat(outcomes.take()).startsWith("7", "8", "9", "/good", "done", "");
        assertThat(outcomeOf("/good")).contains("done");
    }

    @Test
    void tellsHowTheLatestGoes() throws InterruptedException {
        assertThat(upgrades.apply(List.of("progress", "0"))).containsExactly("none", "");
        assertThat(outcomeOf("/bad")).containsExactly("7", "8", "9", "/bad", "failed", "it is bad", "0", "0", "0", "0");

        assertThat(upgrades.apply(List.of("progress", "0")))
                .containsExactly(
                        "failed",
                        "it is bad",
                        "upgrade to /bad",
                        "Nothing to do: the platform runs just that.",
                        "going on");
        assertThat(upgrades.apply(List.of("progress", "2"))).containsExactly("failed", "it is bad", "going on");
        assertThat(log).contains("upgrade: going on", "upgrade: it is bad");
    }

    @Test
    void returnsFromProgressWhenThereIsMore() throws InterruptedException {
        upgrades.apply(List.of("begin", "/good", "7", "8", "9"));
        List<String> first = upgrades.apply(List.of("progress", "0"));
        long begin = System.nanoTime();
        goOn.countDown();
        assertThat(upgrades.apply(List.of("progress", Integer.toString(first.size() - 2))))
                .contains("going on");
        assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(30));
    }

    @Test
    void saysAtOnceThatItHasBegun() {
        upgrades.apply(List.of("begin", "/good", "7", "8", "9"));

        assertThat(upgrades.apply(List.of("progress", "0"))).startsWith("running", "", "upgrade to /good");
    }

    @Test
    void refusesAPlanWithItsReason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> upgrades.apply(List.of("plan", "/x")))
                .withMessage("/x is nothing");
    }
}
