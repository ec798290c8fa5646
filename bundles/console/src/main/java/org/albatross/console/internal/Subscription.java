package org.albatross.console.internal;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.albatross.api.Sink;
import org.albatross.model.Data;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;

/**
 * A reader of a console: a cursor into its ring, and a sink. It holds no line and no thread; whenever there
 * may be something to do, {@link #signal} puts it to the executor, where one thread at a time works on it.
 */
final class Subscription {
    private static final int BATCH = 64;

    private final Console console;
    private final Sink sink;
    private final Executor executor;
    private final Backlog backlog;
    private final Consumer<Subscription> gone;
    private final AtomicInteger signals = new AtomicInteger(1);
    private volatile boolean over;
    private volatile boolean blocked;
    private volatile boolean waitedFor = true;
    private volatile Optional<String> ending = Optional.empty();
    private volatile Optional<Cursor> cursor;

    /**
     * A subscription that has not been answered yet.
     *
     * @param cursor where it begins; absent when there is no ring yet
     * @param backlog empty; guarded by the console's lock
     * @param gone told when it has ended of itself
     */
    Subscription(
            Console console,
            Sink sink,
            Executor executor,
            Optional<Cursor> cursor,
            Backlog backlog,
            Consumer<Subscription> gone) {
        this.console = console;
        this.sink = sink;
        this.executor = executor;
        this.cursor = cursor;
        this.backlog = backlog;
        this.gone = gone;
    }

    /** Answers; then history and new lines follow. To be called once, by whoever has added it. */
    void start() {
        sink.answer(new Reply.Done(cursor.isPresent() ? "subscribed" : "waiting for VM"));
        executor.execute(this::work);
    }

    /** Says that there may be more to send. May be called from any thread, and returns at once. */
    void signal() {
        if (signals.getAndIncrement() == 0) {
            executor.execute(this::work);
        }
    }

    /** Ends it by its reader's wish. */
    void cancel() {
        over = true;
    }

    /** Ends it and tells the reader why. */
    void end(String reason) {
        ending = Optional.of(reason);
        signal();
    }

    /** Ends it and tells the reader why, on this thread: only when the executor runs nothing any more. */
    void endNow(String reason) {
        if (!over) {
            over = true;
            sink.fail(new Refusal.BrokenOff(reason));
            gone.accept(this);
        }
    }

    /** Returns what it reads. */
    Console console() {
        return console;
    }

    /** Where it goes on, if its ring exists. The console's lock is held. */
    Optional<Cursor> cursor() {
        return cursor;
    }

    /** Says where a reader that waited for the ring begins. The console's lock is held. */
    void beginAt(Cursor first) {
        cursor = Optional.of(first);
    }

    /**
     * Returns how far the peer has got, in bytes: what it was given, less what of that it has not taken yet. Only the
     * difference of two of them says something. The console's lock is held.
     */
    long taken() {
        return cursor.map(Cursor::position).orElse(0L) - sink.queued();
    }

    /** Returns where it goes on in the ring, behind what is kept for it. The console's lock is held. */
    Optional<Cursor> inRing() {
        return backlog.end().or(() -> cursor);
    }

    /** Keeps what the ring holds, so that it may be overwritten. The console's lock is held. */
    void keep(Ring ring) {
        if (!backlog.keep(ring)) {
            waitedFor = false;
        }
    }

    /** Returns at most {@code count} lines of what is kept; nothing when the ring has the next line. The console's lock is held. */
    Optional<List<Line>> kept(int count) {
        List<Line> lines = cursor.isPresent() ? backlog.read(cursor.get(), count) : List.of();
        return backlog.isEmpty() ? Optional.empty() : Optional.of(lines);
    }

    /**
     * Says that a run ends. A peer that still has to take what was kept at the end of an earlier one is waited for no
     * longer. The console's lock is held.
     */
    void runEnds() {
        if (blocked && !backlog.isEmpty()) {
            waitedFor = false;
            backlog.clear();
        }
    }

    /** Forgets what is kept. The console's lock is held. */
    void forgetWhatIsKept() {
        backlog.clear();
    }

    /** Tells whether its peer has not taken yet what it was given. */
    boolean isBlocked() {
        return blocked;
    }

    /** Tells whether a unikernel that prints faster is held back for it. */
    boolean isWaitedFor() {
        return waitedFor && !over;
    }

    /** Lets it lose lines, until {@link #waitAgain}. */
    void waitNoLonger() {
        waitedFor = false;
    }

    /** Says that it gets all that there is. */
    void waitAgain() {
        waitedFor = true;
    }

    private void work() {
        int seen = signals.get();
        boolean more = !over && step();
        if (signals.addAndGet(-seen) != 0) {
            executor.execute(this::work);
        } else if (more) {
            signal();
        }
    }

    /** Sends a batch, and tells whether there may be another one that is welcome. */
    private boolean step() {
        if (ending.isPresent()) {
            endNow(ending.get());
            return false;
        }
        Console.Batch batch = console.next(this, blocked ? 0 : BATCH);
        if (batch.lost() > 0) {
            endNow(batch.lost() + " lines of " + console.name()
                    + " were lost: they were overwritten before they could be sent; subscribe again");
            return false;
        }
        boolean more = sink.together(() -> send(batch.lines()));
        console.taken();
        return more;
    }

    private boolean send(List<Line> lines) {
        for (Line line : lines) {
            if (over) {
                return false;
            }
            cursor = Optional.of(line.next());
            if (!sink.data(console.name(), new Data.Console(line.time(), line.text()))) {
                blocked = true;
                sink.whenReady(this::resume);
                return false;
            }
        }
        return !lines.isEmpty();
    }

    private void resume() {
        blocked = false;
        signal();
    }
}
