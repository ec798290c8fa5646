package org.albatross.stats.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.albatross.api.Cancellable;
import org.albatross.api.Request;
import org.albatross.api.Sample;
import org.albatross.api.Sink;
import org.albatross.api.Statistics;
import org.albatross.api.Unikernels;
import org.albatross.host.Host;
import org.albatross.host.ProcessId;
import org.albatross.host.ThisHost;
import org.albatross.model.BlockCommand;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;
import org.albatross.model.StatsCommand;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Samples of processes of this machine. */
class SamplingStatisticsTest {
    private static final String LOOPBACK = "lo";

    private final List<Process> children = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // set before each test
    private Host host;

    @SuppressWarnings("NullAway.Init") // set before each test
    private SamplingStatistics statistics;

    @BeforeEach
    void open() throws IOException {
        host = ThisHost.open(Path.of("unused"));
        statistics = new SamplingStatistics(host, new StatsLimits(Duration.ofMillis(5), 2, 6, 3, 2), Clock.systemUTC());
    }

    @AfterEach
    void close() throws InterruptedException {
        statistics.stop();
        for (Process child : children) {
            child.destroyForcibly().waitFor();
        }
    }

    private ProcessId child() throws IOException {
        Process child = new ProcessBuilder("cat").start();
        children.add(child);
        return host.processes().find(child.pid()).orElseThrow();
    }

    private Peer ask(String name, Command command) {
        Peer peer = new Peer();
        begin(name, command, peer);
        return peer;
    }

    private Cancellable begin(String name, Command command, Peer peer) {
        return statistics.execute(new Request(new Caller.Platform(), Name.parse(name), command), peer);
    }

    private static StatsCommand.Add add(long pid, String... taps) {
        List<StatsCommand.Interface> network = new ArrayList<>();
        for (String tap : taps) {
            network.add(new StatsCommand.Interface(Text.of("service"), Text.of(tap)));
        }
        return new StatsCommand.Add(Text.of(""), pid, network);
    }

    private Sample nextSample() throws InterruptedException {
        List<Sample> samples = new CopyOnWriteArrayList<>();
        Statistics.Watch watch = statistics.watch(samples::add);
        Runs.await("a sample", () -> !samples.isEmpty());
        watch.close();
        return samples.get(0);
    }

    @Test
    void sendsWhatUnikernelsUse() throws Exception {
        ProcessId first = child();
        statistics.running(List.of(Runs.run("a:one", 1, first, LOOPBACK, "gone0")));
        Peer peer = ask("a:", new StatsCommand.Subscribe());
        Runs.await("two samples", () -> peer.stats().size() > 1);

        assertThat(peer.told()).startsWith("subscribed", ":one", ":one");
        assertThat(peer.stats().get(0).interfaces()).singleElement().satisfies(device -> {
            assertThat(device.netDevice()).isEqualTo(Text.of("service"));
            assertThat(device.mtu()).isEqualTo(65536);
        });
        // A process has no memory for the moment in which it becomes another program.
        Runs.await("its memory", () -> peer.stats().stream()
                .anyMatch(sampled -> sampled.usage().maxrss() > 0));
    }

    @Test
    void forgetsARunThatHasEndedAndNotTheOneThatCameAfterIt() throws Exception {
        statistics.began(Runs.run("a", 1, child()));
        statistics.began(Runs.run("a", 2, child()));
        statistics.ended(Name.parse("a"), 1);
        assertThat(nextSample().unikernels()).hasSize(1);

        statistics.ended(Name.parse("a"), 2);
        assertThat(nextSample().unikernels()).isEmpty();
    }

    @Test
    void samplesWhatWasAddedUntilItIsRemoved() throws Exception {
        assertThat(ask("manual", add(child().pid(), LOOPBACK)).told()).containsExactly("added", "end");
        Peer peer = ask("manual", new StatsCommand.Subscribe());
        Runs.await("a sample", () -> !peer.stats().isEmpty());
        assertThat(peer.stats().get(0).interfaces()).hasSize(1);

        assertThat(ask("manual", new StatsCommand.Remove()).told()).containsExactly("removed", "end");
        assertThat(ask("manual", new StatsCommand.Remove()).told()).containsExactly("removed", "end");
        assertThat(statistics.added()).isZero();
    }

    @Test
    void putsAnAddedProcessInThePlaceOfTheFormerOneOfItsName() throws Exception {
        ProcessId second = child();
        ask("manual", add(child().pid()));
        assertThat(ask("manual", add(second.pid())).told()).containsExactly("added", "end");

        assertThat(statistics.added()).isOne();
        Sample sample = nextSample();
        assertThat(sample.unikernels()).singleElement().satisfies(unikernel -> {
            assertThat(unikernel.pid()).isEqualTo(second.pid());
            assertThat(unikernel.run()).isEmpty();
        });
    }

    @Test
    void refusesToAddWhatCannotBeSampled() throws Exception {
        long pid = child().pid();
        statistics.began(Runs.run("ours", 1, child()));

        assertThat(ask("a:", add(pid)).told())
                .containsExactly("stats add: a: is a path, the name of a unikernel is needed");
        assertThat(ask("one", add(Runs.nobody(1).pid())).told())
                .containsExactly("stats add: no process has pid 4194306");
        assertThat(ask("one", add(pid, "tap0", "tap1", "tap2")).told())
                .containsExactly("stats add: 3 network devices are given, at most 2 are allowed");
        StatsCommand.Interface device = new StatsCommand.Interface(Text.of("service"), Text.of("tap0"));
        assertThat(ask("one", new StatsCommand.Add(Text.of(""), pid, List.of(device, device)))
                        .told())
                .containsExactly("stats add: two network devices are named service, each needs a name of its own");
        assertThat(ask("ours", add(pid)).told())
                .containsExactly("stats add: :ours is a unikernel of this platform, and sampled as such");
        for (String name : List.of("one", "two", "three")) {
            assertThat(ask(name, add(pid)).told()).containsExactly("added", "end");
        }
        assertThat(ask("four", add(pid)).told())
                .containsExactly("stats add: 3 processes were added, no more are allowed; remove one first");
        assertThat(ask("three", add(pid)).told()).containsExactly("added", "end");
        assertThat(ask("one", new UnikernelCommand.Destroy()).told())
                .containsExactly("the statistics carry out stats commands only");
    }

    @Test
    void forgetsWhatWasAddedWhenItsProcessHasEnded() throws Exception {
        ask("short", add(child().pid()));
        ask("long", add(child().pid()));
        Peer peer = ask(":", new StatsCommand.Subscribe());
        Runs.await("a sample", () -> peer.stats().size() > 1);
        children.get(0).destroyForcibly().waitFor();

        Runs.await("one is forgotten", () -> statistics.added() == 1);
        Sample sample = nextSample();
        assertThat(sample.unikernels()).extracting(Sample.Unikernel::name).containsExactly(Name.parse("long"));
    }

    @Test
    void takesNoProcessForAnotherOneThatHasItsNumber() throws Exception {
        ProcessId present = child();
        ProcessId former = new ProcessId(present.pid(), present.start() - 1);
        statistics.running(List.of(Runs.run("former", 1, former), Runs.run("present", 2, present)));

        Peer peer = ask(":", new StatsCommand.Subscribe());
        Runs.await("a sample", () -> peer.stats().size() > 1);
        assertThat(peer.told()).doesNotContain(":former").contains(":present");
    }

    @Test
    void keepsNothingOfTenThousandUnikernels() throws Exception {
        Peer feeding = ask(":", new StatsCommand.Initial());
        Peer peer = ask(":", new StatsCommand.Subscribe());
        for (int number = 0; number < 10_000; number++) {
            statistics.began(Runs.run("u" + number % 100, number, Runs.nobody(number), "tap" + number));
            if (number % 2 == 0) {
                statistics.ended(Name.parse("u" + number % 100), number);
            }
        }
        for (int number = 0; number < 10_000; number++) {
            statistics.ended(Name.parse("u" + number % 100), number);
        }
        int before = peer.told().size();
        Sample sample = nextSample();

        assertThat(sample.unikernels()).isEmpty();
        assertThat(peer.told()).hasSize(before);
        Runs.await("the last removal", () -> {
            List<String> told = feeding.told();
            return told.stream().filter(line -> line.startsWith("add")).count()
                    == told.stream().filter(line -> line.startsWith("remove")).count();
        });
    }

    @Test
    void refusesOneOfTooManySubscribersOfAName() {
        ask("a:", new StatsCommand.Subscribe());
        ask("a:", new StatsCommand.Subscribe());
        ask("b:", new StatsCommand.Subscribe());

        Peer last = ask("a:", new StatsCommand.Subscribe());

        assertThat(last.told())
                .containsExactly(
                        "at most 2 may subscribe to the statistics of a: at once, and as many do; try again later");
        assertThat(statistics.lookers().subscribers()).isEqualTo(3);
    }

    @Test
    void forgetsSubscribersThatHaveGone() {
        Cancellable running = begin(":", new StatsCommand.Subscribe(), new Peer());
        Cancellable feed = begin(":", new StatsCommand.Initial(), new Peer());
        assertThat(statistics.lookers()).isEqualTo(new SamplingStatistics.Lookers(1, 0, 1));
        running.cancel();
        feed.cancel();
        assertThat(statistics.lookers()).isEqualTo(new SamplingStatistics.Lookers(0, 0, 0));
    }

    @Test
    void endsSubscriptionsWhenItStops() throws Exception {
        Peer peer = ask(":", new StatsCommand.Subscribe());
        Peer feeding = ask(":", new StatsCommand.Initial());
        statistics.stop();
        Runs.await(
                "both ended",
                () -> peer.told().contains("end") && feeding.told().contains("end"));
        assertThat(statistics.lookers()).isEqualTo(new SamplingStatistics.Lookers(0, 0, 0));
    }

    /** Answers as a supervisor of one unikernel does. */
    private static final class Supervisor implements Unikernels {
        @Override
        public Cancellable execute(Request request, Sink sink) {
            Name name = Name.parse("a:one");
            if (request.command() instanceof LifecycleCommand.Status) {
                sink.answer(new Reply.Statuses(List.of(new Named<>(
                        name,
                        new UnikernelStatus(
                                UnikernelStatus.State.RUNNING.text(),
                                1,
                                4,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())))));
            } else if (request.command() instanceof PolicyCommand.Info) {
                sink.answer(new Reply.Policies(List.of()));
            } else if (request.command() instanceof BlockCommand.Info) {
                sink.answer(new Reply.BlockDevices(
                        List.of(new Named<>(name, new Reply.BlockInfo(new Megabytes(7), true)))));
            }
            sink.end();
            return Cancellable.NOTHING;
        }

        @Override
        public List<String> features() {
            return List.of();
        }
    }

    @Test
    void givesAWatchStatesDomainsAndWhatThePlatformItselfUses() throws Exception {
        statistics.unikernels().open(new Supervisor());
        ProcessId process = child();
        statistics.running(List.of(Runs.run("a:one", 1, process, LOOPBACK)));
        List<Sample> samples = new CopyOnWriteArrayList<>();
        Statistics.Watch watch = statistics.watch(samples::add);
        Runs.await("two samples", () -> samples.size() > 1);

        Sample sample = samples.get(1);
        assertThat(statistics.latest()).isPresent();
        assertThat(sample.nanos()).isGreaterThan(samples.get(0).nanos());
        assertThat(sample.statuses())
                .singleElement()
                .satisfies(status -> assertThat(status.value().restarts()).isEqualTo(4));
        assertThat(sample.domains()).hasSize(2).allSatisfy(domain -> {
            assertThat(domain.running()).isOne();
            assertThat(domain.memoryMb()).isEqualTo(32);
            assertThat(domain.attachedBlockMb()).isEqualTo(7);
        });
        assertThat(sample.platform()).isPresent();
        assertThat(sample.unikernels()).singleElement().satisfies(unikernel -> {
            assertThat(unikernel.residentBytes())
                    .isGreaterThan(unikernel.stats().usage().maxrss());
            assertThat(unikernel.bridgeOf(Text.of("service"))).contains(Text.of("br0"));
            assertThat(unikernel.storage()).as("of our own user").isPresent();
        });

        watch.close();
        Runs.await("its thread ends", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("albatross-stats-watch")));
        assertThat(statistics.lookers().watches()).isZero();
        Runs.await("nothing is kept", () -> statistics.latest().isEmpty());
    }

    @Test
    void asksTheSupervisorNothingForASubscriberWhoIsToldOnlyWhatProcessesUse() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        statistics.unikernels().open(new Unikernels() {
            @Override
            public Cancellable execute(Request request, Sink sink) {
                asked.incrementAndGet();
                return new Supervisor().execute(request, sink);
            }

            @Override
            public List<String> features() {
                return List.of();
            }
        });
        statistics.running(List.of(Runs.run("a:one", 1, child())));

        Peer peer = ask("a:", new StatsCommand.Subscribe());
        Runs.await("two samples", () -> peer.stats().size() > 1);

        assertThat(asked).hasValue(0);
        nextSample();
        assertThat(asked).hasPositiveValue();
    }

    @Test
    void samplesWithoutASupervisor() throws Exception {
        Sample sample = nextSample();
        assertThat(sample.domains()).isEmpty();
        assertThat(sample.platform()).isPresent();
    }
}
