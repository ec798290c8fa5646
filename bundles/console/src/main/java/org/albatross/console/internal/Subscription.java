package org.albatross.console.internal;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.albatross.api.Sink;
import org.albatross.model.Data;
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
    private final Consumer<Subscription> gone;
    private final AtomicInteger signals = new AtomicInteger(1);
    private volatile boolean over;
    private volatile boolean blocked;
    private volatile Optional<String> ending = Optional.empty();
    private volatile Optional<Cursor> cursor;

    /**
     * A subscription that has not been answered yet.
     *
     * @param cursor where it begins; absent when there is no ring yet
     * @param gone told when it has ended of itself
     */
    Subscription(Console console, Sink sink, Executor executor, Optional<Cursor> cursor, Consumer<Subscription> gone) {
        this.console = console;
        this.sink = sink;
        this.executor = executor;
        this.cursor = cursor;
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
            sink.answer(new Reply.Failure(reason));
            sink.end();
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
        return send(batch.lines());
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
