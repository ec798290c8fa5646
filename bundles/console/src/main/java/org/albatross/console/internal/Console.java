package org.albatross.console.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.albatross.api.Consoles.Source;
import org.albatross.api.Sink;
import org.albatross.host.HostFiles;
import org.albatross.host.HostFiles.Fifo;
import org.albatross.model.Command;
import org.albatross.model.Name;
import org.albatross.model.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one unikernel prints: its ring, the runs that fill it, and its subscribers. Its lock is held for the
 * time of reading or copying out a piece of the ring, never while a sink is called.
 */
final class Console {
    private static final Logger LOG = LoggerFactory.getLogger(Console.class);
    private static final int PIPE_CAPACITY = 1 << 20;
    private static final int MAX_LAST_BYTES = 2 * PIPE_CAPACITY;
    /** Small, so that a ring is almost full when it is copied. */
    private static final int LAST_TURN = RingFile.TURN / 16;

    /**
     * What a subscription gets next.
     *
     * @param lost how many lines it has missed; no lines then
     */
    record Batch(long lost, List<Line> lines) {}

    /** What opens the ring of this console. */
    @FunctionalInterface
    interface Opening {
        /** Opens it; makes it if it does not exist. */
        Ring open() throws IOException;
    }

    private final Name name;
    private final HostFiles files;
    private final Executor executor;
    private final ConsoleLimits limits;
    private final Semaphore copies;
    private final ConsoleMetrics metrics;
    private final BackPressure pressure;
    private final Map<Long, Run> runs = new TreeMap<>();
    private final CopyOnWriteArrayList<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private Optional<Ring> ring = Optional.empty();
    private boolean held;

    /**
     * A console without runs and subscribers, whose ring is not open.
     *
     * @param copies how many more copies of rings there may be, for all consoles
     * @param metrics counts for all consoles
     */
    Console(
            Name name,
            HostFiles files,
            Executor executor,
            ConsoleLimits limits,
            Semaphore copies,
            LongSupplier nanos,
            ConsoleMetrics metrics) {
        this.name = name;
        this.files = files;
        this.executor = executor;
        this.limits = limits;
        this.copies = copies;
        this.metrics = metrics;
        this.pressure = new BackPressure(limits, nanos);
    }

    /** Returns whose console it is. */
    Name name() {
        return name;
    }

    /** Tells whether a run is open. */
    synchronized boolean isActive() {
        return !runs.isEmpty();
    }

    /** Tells whether somebody reads it or waits for it. */
    boolean hasSubscribers() {
        return !subscriptions.isEmpty();
    }

    /** Returns how many read it or wait for it. */
    int subscribers() {
        return subscriptions.size();
    }

    /**
     * Opens a run's output; one that is open already stays as it is.
     *
     * @param run what tells this run from all others of the unikernel, on any boot
     */
    synchronized void add(Source source, long run, Opening opening) throws IOException {
        if (runs.containsKey(source.runId())) {
            return;
        }
        Fifo fifo = files.openFifo(source.fifo(), source.openAs(), PIPE_CAPACITY, this::readable);
        try {
            open(opening).begin(run);
        } catch (IOException e) {
            fifo.close();
            throw e;
        }
        runs.put(source.runId(), new Run(source, fifo));
    }

    /** Reads what a run has written, ends its unterminated line, tells its wrapper, and closes its output. */
    synchronized Optional<Text> finish(long runId) {
        Run run = runs.remove(runId);
        if (run == null || ring.isEmpty()) {
            return Optional.empty();
        }
        Optional<Text> last = drain(run, ring.get());
        run.fifo().close();
        try {
            files.writeFifo(run.source().taken(), (runId + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            LOG.warn(
                    "the wrapper of {} waits on, since it cannot be told that everything was read: {}",
                    name,
                    e.toString());
        }
        subscriptions.forEach(Subscription::signal);
        return last;
    }

    private Optional<Text> drain(Run run, Ring to) {
        long first = to.next();
        try {
            subscriptions.forEach(Subscription::runEnds);
            int left = MAX_LAST_BYTES;
            int count = 1;
            while (left > 0 && count > 0) {
                keepWhatIsUnread(to);
                count = to.take(run.fifo(), Math.min(left, LAST_TURN));
                metrics.bytes().inc(Math.max(0, count));
                left -= count;
            }
        } catch (IOException e) {
            LOG.warn("the last lines of {} cannot be read", name, e);
        }
        to.endLine();
        metrics.lines().inc(to.next() - first);
        Optional<Text> last = to.lastOfRun();
        if (runs.isEmpty()) {
            to.begin(0);
        }
        return last;
    }

    /** Lets those that are waited for lose nothing to a read of {@link #LAST_TURN} bytes. */
    private void keepWhatIsUnread(Ring of) {
        for (Subscription subscription : subscriptions) {
            if (limits.hold() && subscription.isWaitedFor() && of.readable(subscription) < LAST_TURN) {
                subscription.keep(of);
            }
        }
    }

    /** Closes a run's output as it is. */
    synchronized void abandon(long runId) {
        Run run = runs.remove(runId);
        if (run != null) {
            run.fifo().close();
        }
    }

    /** Closes the output of all runs as it is; the next process or component goes on with them. */
    synchronized void close() {
        runs.values().forEach(run -> run.fifo().close());
        runs.clear();
    }

    /**
     * Adds a subscriber, not started yet; the oldest one goes when there are too many.
     *
     * @param opening absent when there is no ring yet
     * @param gone told when the subscription has ended of itself
     */
    synchronized Subscription subscribe(
            Command.Begin begin, Sink sink, Optional<Opening> opening, Consumer<Subscription> gone) throws IOException {
        if (opening.isPresent()) {
            open(opening.get());
        }
        Subscription added =
                new Subscription(this, sink, executor, ring.map(open -> open.from(begin)), new Backlog(copies), gone);
        subscriptions.add(added);
        if (subscriptions.size() > limits.subscribers()) {
            Subscription oldest = subscriptions.get(0);
            remove(oldest);
            oldest.end(
                    "at most " + limits.subscribers() + " subscribers may follow " + name + ", and a newer one came");
        }
        return added;
    }

    /** Removes a subscriber. */
    synchronized void remove(Subscription subscription) {
        if (subscriptions.remove(subscription)) {
            subscription.forgetWhatIsKept();
            letRead();
        }
    }

    /** Ends every subscription with a reason. */
    void endSubscriptions(String reason) {
        List.copyOf(subscriptions).forEach(subscription -> {
            remove(subscription);
            subscription.end(reason);
        });
    }

    /** Ends every subscription with a reason, on this thread: only when the executor runs nothing any more. */
    void endSubscriptionsNow(String reason) {
        List.copyOf(subscriptions).forEach(subscription -> {
            remove(subscription);
            subscription.endNow(reason);
        });
    }

    /** Says that a subscriber has taken lines: what was held back for it may go on. */
    synchronized void taken() {
        if (held
                && ring.isPresent()
                && BackPressure.behind(ring.get(), subscriptions).isEmpty()) {
            letRead();
        }
    }

    private void letRead() {
        if (held) {
            held = false;
            runs.values().forEach(run -> run.fifo().resume());
        }
    }

    /** Returns what a subscription gets next, at most {@code count} lines. */
    synchronized Batch next(Subscription subscription, int count) {
        Optional<Cursor> cursor = subscription.cursor();
        if (ring.isEmpty() || cursor.isEmpty()) {
            return new Batch(0, List.of());
        }
        Optional<List<Line>> kept = subscription.kept(count);
        if (kept.isPresent()) {
            return new Batch(0, kept.get());
        }
        long lost = ring.get().lost(cursor.get());
        metrics.lost().inc(lost);
        List<Line> lines = lost > 0 ? List.of() : ring.get().read(cursor.get(), count);
        if (lost == 0 && lines.size() < count) {
            subscription.waitAgain();
        }
        return new Batch(lost, lines);
    }

    private void readable(Fifo fifo) throws IOException {
        synchronized (this) {
            if (ring.isEmpty()) {
                return;
            }
            int allowance = pressure.allowance(ring.get(), subscriptions);
            held = allowance == 0;
            if (held) {
                fifo.pause(BackPressure.INTERVAL);
                return;
            }
            long first = ring.get().next();
            metrics.bytes().inc(Math.max(0, ring.get().take(fifo, allowance)));
            metrics.lines().inc(ring.get().next() - first);
        }
        subscriptions.forEach(Subscription::signal);
    }

    private Ring open(Opening opening) throws IOException {
        if (ring.isEmpty()) {
            Ring opened = opening.open();
            ring = Optional.of(opened);
            for (Subscription waiting : subscriptions) {
                waiting.beginAt(opened.begin());
            }
        }
        return ring.get();
    }
}
