package org.albatross.health.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.albatross.api.Cancellable;
import org.albatross.api.CommandService;
import org.albatross.api.EventLog.Counters;
import org.albatross.api.Health;
import org.albatross.api.Health.Status;
import org.albatross.api.ServiceGate;
import org.albatross.model.CpuId;
import org.albatross.model.Integer63;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.model.UnikernelStatus;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static final Duration LATER = UnikernelStates.BOOT;
    private static final Duration AT_BOOT = UnikernelStates.BOOT.minusSeconds(1);
    private static final SortedSet<CpuId> NO_CPUS = new TreeSet<>();

    private static Named<Policy> policy(String path, long unikernels, long memory, long block) {
        return new Named<>(
                Path.parse(path).asName(),
                new Policy(
                        NO_CPUS,
                        unikernels,
                        new Megabytes(memory),
                        Optional.of(new Megabytes(block)),
                        new TreeSet<>()));
    }

    private static Named<UnikernelStatus> unikernel(String name, UnikernelStatus.State state, String reason) {
        return new Named<>(
                Name.parse(name),
                new UnikernelStatus(
                        state.text(),
                        1,
                        0,
                        Optional.of(Text.of(reason)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void isWellWhileEachPolicyHasWhatIsPromisedBelowIt() {
        assertThat(PolicyTree.look(List.of(policy("a", 5, 100, 10), policy("a:b", 3, 60, 5), policy("a:c", 2, 40, 5))))
                .isEqualTo(Finding.ok("3 policies, none over-committed"));
        assertThat(PolicyTree.look(List.of(policy("a", 5, 100, 10))))
                .isEqualTo(Finding.ok("1 policy, none over-committed"));
        assertThat(PolicyTree.look(List.of())).isEqualTo(Finding.ok("no policies, none over-committed"));
    }

    @Test
    void tellsOfPoliciesThatPromiseMoreThanTheOneAboveHas() {
        assertThat(PolicyTree.look(List.of(
                        policy("a", 5, 100, 10),
                        policy("a:b", 5, 60, 5),
                        policy("a:b:x", 1, 60, 0),
                        policy("a:c:d", 1, 41, 5))))
                .isEqualTo(new Finding(
                        Status.WARN,
                        List.of(
                                "the policies below a: allow 6 unikernels together, and it has 5",
                                "the policies below a: allow 101 MB of memory together, and it has 100")));
    }

    @Test
    void addsUpWhateverNumbersPoliciesHave() {
        Finding finding = PolicyTree.look(List.of(
                policy("a", 1, 1, 1),
                policy("a:b", 1, Integer63.MAX, 0),
                policy("a:c", 0, Integer63.MAX, 0),
                policy("a:d", 0, Integer63.MAX, 0)));
        assertThat(finding.details())
                .containsExactly("the policies below a: allow 9223372036854775807 MB of memory together, and it has 1");
    }

    @Test
    void isTemporarilyUnavailableWhileWhatIsDesiredStartsAtBoot() {
        List<Named<UnikernelStatus>> waiting =
                List.of(unikernel("a:web", UnikernelStatus.State.WAITING, "no bridge br0"));
        assertThat(UnikernelStates.look(waiting, AT_BOOT))
                .isEqualTo(new Finding(
                        Status.TEMPORARILY_UNAVAILABLE, List.of("1 waiting", "a:web waits: no bridge br0")));
        assertThat(UnikernelStates.look(waiting, LATER).status()).isEqualTo(Status.WARN);
        assertThat(UnikernelStates.look(List.of(unikernel("b", UnikernelStatus.State.STOPPED, "")), AT_BOOT))
                .isEqualTo(Finding.ok("1 stopped"));
    }

    @Test
    void tellsWhenLittleIsLeft() {
        Reserve reserve = new Reserve(100, 10);
        assertThat(reserve.look("disk", 100 << 20)).isEqualTo(Finding.ok("disk: 100 MB are left"));
        assertThat(reserve.look("disk", (100 << 20) - 1))
                .isEqualTo(Finding.of(Status.WARN, "disk: 99 MB are left, less than 100"));
        assertThat(reserve.look("disk", 9 << 20))
                .isEqualTo(Finding.of(Status.CRITICAL, "disk: 9 MB are left, less than 10"));
    }

    @Test
    void tellsWhenEventsAreNotKept() {
        Counters well = new Counters(9, 9, 0, 12, 0);
        assertThat(EventLogState.look(well, Optional.empty()))
                .isEqualTo(Finding.ok("event 9 is on disk, 12 bytes wait"));
        assertThat(EventLogState.look(new Counters(9, 9, 3, 0, 2), Optional.empty())
                        .status())
                .isEqualTo(Status.WARN);
        assertThat(EventLogState.look(well, Optional.of(new Refusal.HostRefused("the disk is full"))))
                .isEqualTo(Finding.of(Status.CRITICAL, "the disk is full"));
    }

    @Test
    void tellsOfAThreadThatIsNotThere() throws Exception {
        Finding missing = ThreadsState.look(ManagementFactory.getThreadMXBean());
        assertThat(missing.status()).isEqualTo(Status.CRITICAL);
        assertThat(missing.details().toString()).contains("albatross-core");
        CountDownLatch over = new CountDownLatch(1);
        List<Thread> threads = ThreadsState.NEEDED.stream()
                .map(name -> new Thread(() -> await(over), name))
                .toList();
        threads.forEach(Thread::start);
        try {
            assertThat(ThreadsState.look(ManagementFactory.getThreadMXBean()).status())
                    .isEqualTo(Status.OK);
        } finally {
            over.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static void await(CountDownLatch over) {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static PlatformAnswers answers(Optional<Reply> reply) {
        ServiceGate<CommandService> gate = new ServiceGate<>("the service", Duration.ofSeconds(1));
        gate.open((request, sink) -> {
            reply.ifPresentOrElse(
                    answer -> {
                        sink.answer(answer);
                        sink.end();
                    },
                    () -> sink.fail(new Refusal.Unavailable("it is being replaced")));
            return Cancellable.NOTHING;
        });
        return new PlatformAnswers(gate, Duration.ofSeconds(10));
    }

    private static Finding isolation(String feature) throws InterruptedException {
        return answers(Optional.of(new Reply.Hello(Text.of("albatross"), Text.of("1"), List.of(Text.of(feature)))))
                .isolation();
    }

    @Test
    void asksThePlatform() throws Exception {
        assertThat(answers(Optional.of(new Reply.Statuses(List.of()))).unikernels(LATER))
                .isEqualTo(Finding.ok("no unikernels"));
        assertThat(answers(Optional.of(new Reply.Policies(List.of())))
                        .policies()
                        .status())
                .isEqualTo(Status.OK);
        assertThat(isolation("isolation=separate").status()).isEqualTo(Status.OK);
        assertThat(isolation("isolation=shared").status()).isEqualTo(Status.WARN);
        assertThat(isolation("x=y").status()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void isCriticalWhenThePlatformDoesNotAnswerButAtBoot() throws Exception {
        PlatformAnswers refusing = answers(Optional.empty());
        assertThat(refusing.unikernels(LATER)).isEqualTo(Finding.of(Status.CRITICAL, "it is being replaced"));
        assertThat(refusing.unikernels(AT_BOOT))
                .isEqualTo(Finding.of(Status.TEMPORARILY_UNAVAILABLE, "it is being replaced"));
        PlatformAnswers nobody =
                new PlatformAnswers(new ServiceGate<>("the service", Duration.ofSeconds(1)), Duration.ofMillis(10));
        assertThat(nobody.policies().status()).isEqualTo(Status.CRITICAL);
    }

    @Test
    void isToldToFelixAndBack() {
        for (Status status : Status.values()) {
            Result result = new FindingCheck(() -> new Finding(status, List.of("one", "two"))).execute();
            assertThat(FindingCheck.status(result.getStatus())).isEqualTo(status);
            assertThat(result).extracting(ResultLog.Entry::getMessage).containsExactly("one", "two");
        }
        Result failed = new FindingCheck(() -> {
                    throw new IOException("no such file");
                })
                .execute();
        assertThat(FindingCheck.status(failed.getStatus())).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void isAsItsWorstCheck() {
        Health.Check ok = new Health.Check("a", Status.OK, List.of(), 1);
        Health.Check warn = new Health.Check("b", Status.WARN, List.of("x"), 1);
        Health.Check critical = new Health.Check("c", Status.CRITICAL, List.of("x"), 1);
        assertThat(Health.worst(List.of(ok))).isEqualTo(Status.OK);
        assertThat(Health.worst(List.of(ok, critical, warn))).isEqualTo(Status.CRITICAL);
        assertThat(Health.worst(List.of())).isEqualTo(Status.UNKNOWN);
    }
}
