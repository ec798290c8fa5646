package org.albatross.stats.internal;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.albatross.api.Cancellable;
import org.albatross.api.Request;
import org.albatross.api.RunObserver;
import org.albatross.api.Sample;
import org.albatross.api.ServiceGate;
import org.albatross.api.Sink;
import org.albatross.api.Statistics;
import org.albatross.api.Unikernels;
import org.albatross.host.Host;
import org.albatross.host.ProcessId;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.RunningUnikernel;
import org.albatross.model.StatsCommand;
import org.albatross.model.Text;
import org.albatross.threads.PlatformThreads;
import org.albatross.threads.Relay;

/** The statistics of one host. For any thread. */
public final class SamplingStatistics implements Statistics, RunObserver {
    /** Who sends to subscribers; a sample is encoded once for each. */
    private static final int SENDERS = 2;

    private final Host host;
    private final StatsLimits limits;
    private final Targets targets;
    private final InventoryReader inventory = new InventoryReader();
    private final ScheduledExecutorService timer = PlatformThreads.timer("albatross-stats");
    private final ExecutorService senders = PlatformThreads.pool("albatross-stats", SENDERS);
    private final Sampler sampler;
    private final Subscriptions subscriptions;
    private final Set<RunFeed> feeds = ConcurrentHashMap.newKeySet();
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

    /** Measures nothing before somebody looks. */
    public SamplingStatistics(Host host, StatsLimits limits, Clock clock) {
        this.host = host;
        this.limits = limits;
        targets = new Targets(limits.added());
        sampler = new Sampler(new Sampling(host, targets, inventory, clock)::take, limits.interval(), timer);
        subscriptions = new Subscriptions(limits, sampler, senders);
    }

    /** Returns the way to the supervisor. */
    ServiceGate<Unikernels> unikernels() {
        return inventory.unikernels();
    }

    /** Ends what is under way. No call may come any more. */
    public void stop() {
        subscriptions.stop();
        feeds.forEach(RunFeed::end);
        watches.forEach(Watch::close);
        timer.shutdownNow();
        senders.shutdown();
    }

    @Override
    public Duration interval() {
        return limits.interval();
    }

    @Override
    public Optional<Sample> latest() {
        return sampler.latest();
    }

    @Override
    public Watch watch(Consumer<Sample> listener) {
        Relay<Consumer<Sample>> relay = new Relay<>("albatross-stats-watch", listener, 1);
        Consumer<Sample> looker = sample -> relay.replace(told -> told.accept(sample));
        Watch watch = new Watch() {
            @Override
            public void close() {
                sampler.remove(looker);
                relay.stop();
                watches.remove(this);
            }
        };
        relay.start();
        watches.add(watch);
        sampler.add(looker, true);
        return watch;
    }

    @Override
    public void running(List<RunningUnikernel> all) {
        targets.replaceRuns(all);
        feeds.forEach(RunFeed::wake);
    }

    @Override
    public void began(RunningUnikernel unikernel) {
        targets.began(unikernel);
        feeds.forEach(RunFeed::wake);
    }

    @Override
    public void ended(Name name, long runId) {
        targets.ended(name, runId);
        feeds.forEach(RunFeed::wake);
    }

    @Override
    public Cancellable execute(Request request, Sink sink) {
        if (request.command() instanceof StatsCommand command) {
            return command.accept(new Execution(request.name(), sink));
        }
        request.unused().run();
        return refuse(sink, new Refusal.Unsupported("the statistics carry out stats commands only"));
    }

    private static Cancellable refuse(Sink sink, Refusal refusal) {
        sink.fail(refusal);
        return Cancellable.NOTHING;
    }

    private static Cancellable done(Sink sink, String message) {
        sink.answer(new Reply.Done(message));
        sink.end();
        return Cancellable.NOTHING;
    }

    /** Returns how many subscribe, watch, or are told what runs. */
    Lookers lookers() {
        return new Lookers(subscriptions.count(), watches.size(), feeds.size());
    }

    /** How many look: subscribers, watches of this process, stats daemons of another implementation. */
    record Lookers(int subscribers, int watches, int feeds) {}

    /** Returns how many processes were added by commands. */
    int added() {
        return targets.addedCount();
    }

    Sampler sampler() {
        return sampler;
    }

    private final class Execution implements StatsCommand.Handler<Cancellable> {
        private final Name name;
        private final Sink sink;

        Execution(Name name, Sink sink) {
            this.name = name;
            this.sink = sink;
        }

        @Override
        public Cancellable subscribe(StatsCommand.Subscribe command) {
            return subscriptions.begin(name, sink);
        }

        @Override
        public Cancellable initial(StatsCommand.Initial command) {
            sink.answer(new Reply.Empty());
            RunFeed feed = new RunFeed(targets, sink, senders, feeds::remove);
            feeds.add(feed);
            feed.wake();
            return feed;
        }

        @Override
        public Cancellable remove(StatsCommand.Remove command) {
            targets.remove(name);
            return done(sink, "removed");
        }

        @Override
        public Cancellable add(StatsCommand.Add command) {
            Optional<Refusal> refusal = refusal(command);
            if (refusal.isPresent()) {
                return refuse(sink, refusal.get());
            }
            try {
                Optional<ProcessId> process = host.processes().find(command.pid());
                return process.map(id -> add(command, id))
                        .orElseGet(() -> refuse(
                                sink, new Refusal.HostRefused("stats add: no process has pid " + command.pid())));
            } catch (IOException e) {
                return refuse(sink, new Refusal.HostRefused("stats add: " + e.getMessage()));
            }
        }

        private Optional<Refusal> refusal(StatsCommand.Add command) {
            if (name.label().isEmpty()) {
                return Optional.of(new Refusal.NeedsName(Refusal.Subject.UNIKERNEL, name, Optional.of("stats add")));
            }
            if (targets.run(name).isPresent()) {
                return Optional.of(new Refusal.Malformed(
                        "stats add: " + name + " is a unikernel of this platform, and sampled as such"));
            }
            if (command.network().size() > limits.devices()) {
                return Optional.of(new Refusal.LimitReached(
                        "stats add: " + command.network().size() + " network devices are given, at most "
                                + limits.devices() + " are allowed"));
            }
            Set<Text> names = new HashSet<>();
            return command.network().stream()
                    .map(StatsCommand.Interface::netDevice)
                    .filter(device -> !names.add(device))
                    .findFirst()
                    .map(twice -> new Refusal.Malformed("stats add: two network devices are named " + twice.line()
                            + ", each needs a name of its own"));
        }

        private Cancellable add(StatsCommand.Add command, ProcessId process) {
            List<Target.Device> devices = new ArrayList<>();
            command.network()
                    .forEach(device -> devices.add(
                            new Target.Device(device.netDevice(), device.tap().decoded())));
            boolean added = targets.add(new Target(name, process, devices, Optional.empty()));
            return added
                    ? done(sink, "added")
                    : refuse(
                            sink,
                            new Refusal.LimitReached("stats add: " + limits.added()
                                    + " processes were added, no more are allowed; remove one first"));
        }
    }
}
