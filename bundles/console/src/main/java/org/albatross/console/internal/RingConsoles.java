package org.albatross.console.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.albatross.api.Cancellable;
import org.albatross.api.Consoles;
import org.albatross.api.Sink;
import org.albatross.console.internal.Console.Opening;
import org.albatross.host.Host;
import org.albatross.model.Command;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.Refusal;
import org.albatross.model.Text;
import org.albatross.threads.PlatformThreads;

/**
 * All consoles of the host. Its own lock guards which rings and consoles there are; it is taken before the
 * lock of a console, and never by the thread that polls the fifos.
 */
final class RingConsoles implements Consoles {
    private static final int THREADS = 2;
    private static final long STOP_SECONDS = 5;
    private static final String STOPPING = "the console service is stopping";

    private final Host host;
    private final ConsoleLimits limits;
    private final String bootId;
    private final RingDirectory rings;
    private final Map<Name, Console> consoles = new TreeMap<>();
    private final ThreadPoolExecutor executor = PlatformThreads.pool("albatross-console", THREADS);
    private final Semaphore copies = new Semaphore(Backlog.MOST_COPIES);
    private final LongSupplier nanos;
    private final ConsoleMetrics metrics = new ConsoleMetrics();
    private boolean stopped;

    /** Finds the rings of former times; what runs has to be added again. */
    RingConsoles(java.nio.file.Path directory, Host host, ConsoleLimits limits, Clock clock, LongSupplier nanos)
            throws IOException {
        this.host = host;
        this.limits = limits;
        this.nanos = nanos;
        this.bootId = host.facts().bootId();
        this.rings = new RingDirectory(directory, digest(bootId), clock, host.files()::allocate);
        trim();
    }

    @Override
    public synchronized void add(Source source, long ringsOfPath) throws IOException {
        if (stopped) {
            throw new IOException(STOPPING);
        }
        Name name = source.name();
        Console console = console(name);
        try {
            console.add(source, digest(bootId + " " + source.runId()), () -> rings.open(name));
        } catch (IOException e) {
            forgetIdle(console);
            throw e;
        }
        metrics.opened().inc();
        rings.settle(name);
        rings.touch(name);
        trim(name.path(), ringsOfPath);
    }

    @Override
    public CompletionStage<Optional<Text>> finish(Name name, long runId) {
        CompletableFuture<Optional<Text>> last = new CompletableFuture<>();
        Optional<Console> console = find(name);
        if (console.isEmpty()) {
            last.complete(Optional.empty());
        } else {
            executor.execute(() -> {
                Optional<Text> line = console.get().finish(runId);
                retire(console.get());
                last.complete(line);
            });
        }
        return last;
    }

    @Override
    public void abandon(Name name, long runId) {
        find(name).ifPresent(console -> {
            console.abandon(runId);
            retire(console);
        });
    }

    @Override
    public Cancellable subscribe(Name name, Command.Begin begin, Sink sink) {
        Subscription subscription;
        try {
            subscription = prepare(name, begin, sink);
        } catch (IOException e) {
            sink.fail(new Refusal.HostRefused("the console of " + name + " cannot be read: " + e.getMessage()));
            return Cancellable.NOTHING;
        }
        subscription.start();
        return () -> {
            subscription.cancel();
            forget(subscription);
        };
    }

    private synchronized Subscription prepare(Name name, Command.Begin begin, Sink sink) throws IOException {
        if (stopped) {
            throw new IOException(STOPPING);
        }
        Optional<Opening> opening = rings.contains(name) ? Optional.of(() -> rings.open(name)) : Optional.empty();
        Console console = console(name);
        try {
            return console.subscribe(begin, sink, opening, this::forget);
        } catch (IOException e) {
            forgetIdle(console);
            throw e;
        }
    }

    @Override
    public synchronized List<Name> inactive(Path path) {
        return rings.names().stream()
                .filter(name -> path.contains(name.path()) && !isActive(name))
                .toList();
    }

    /**
     * Closes all fifos as they are, and ends all subscriptions; rings stay for the next instance. Takes at
     * most some seconds.
     */
    void stop() throws InterruptedException {
        List<Console> open;
        synchronized (this) {
            stopped = true;
            open = List.copyOf(consoles.values());
        }
        open.forEach(Console::close);
        executor.shutdown();
        boolean idle = executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        if (idle) {
            open.forEach(console -> console.endSubscriptionsNow(STOPPING + "; subscribe again"));
        }
    }

    /** Returns what is counted. */
    ConsoleMetrics metrics() {
        return metrics;
    }

    /** Returns how many rings there are. */
    synchronized int rings() {
        return rings.size();
    }

    /** Returns how many unikernels print into one. */
    synchronized int printing() {
        return (int) consoles.values().stream().filter(Console::isActive).count();
    }

    /** Returns how many subscribers there are. */
    synchronized int subscribers() {
        return consoles.values().stream().mapToInt(Console::subscribers).sum();
    }

    private Console console(Name name) {
        return consoles.computeIfAbsent(
                name, missing -> new Console(missing, host.files(), executor, limits, copies, nanos, metrics));
    }

    private synchronized Optional<Console> find(Name name) {
        return Optional.ofNullable(consoles.get(name));
    }

    private boolean isActive(Name name) {
        Console console = consoles.get(name);
        return console != null && console.isActive();
    }

    /** Before a run that outlived the platform is taken over, its ring must not go as an inactive one. */
    private boolean mayRun(Name name) {
        return isActive(name) || rings.isAwaited(name);
    }

    private synchronized void retire(Console console) {
        rings.touch(console.name());
        forgetIdle(console);
        trim();
    }

    private synchronized void forget(Subscription subscription) {
        subscription.console().remove(subscription);
        forgetIdle(subscription.console());
    }

    private void forgetIdle(Console console) {
        if (!console.isActive() && !console.hasSubscribers()) {
            consoles.remove(console.name(), console);
        }
    }

    private void trim() {
        trim(name -> true, rings.size(), limits.inactiveRings(), "this host may keep " + limits.inactiveRings());
    }

    private void trim(Path path, long most) {
        Predicate<Name> ofPath = name -> name.path().equals(path);
        trim(ofPath, rings.size(path), Math.max(0, most - mayRun(ofPath)), path + " may keep " + most);
    }

    /**
     * Removes inactive rings but the newest. Called at each start and each end of a unikernel, so rings are put in order
     * only when some have to go.
     *
     * @param all how many rings {@code which} holds for
     * @param most how many inactive ones stay
     * @param reason what their readers are told
     */
    private void trim(Predicate<Name> which, int all, long most, String reason) {
        if (all - mayRun(which) > most) {
            rings.newestFirst(which.and(name -> !mayRun(name))).stream()
                    .skip(most)
                    .forEach(name -> remove(name, reason));
        }
    }

    /** Returns how many of the rings are open or awaited, which none is at once. */
    private int mayRun(Predicate<Name> which) {
        long active = consoles.values().stream()
                .filter(console -> which.test(console.name()) && console.isActive())
                .count();
        return Math.toIntExact(active) + rings.awaited(which);
    }

    private void remove(Name name, String reason) {
        rings.remove(name);
        Console console = consoles.remove(name);
        if (console != null) {
            console.endSubscriptions("the console of " + name + " is gone: " + reason);
        }
    }

    private static long digest(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
    }
}
