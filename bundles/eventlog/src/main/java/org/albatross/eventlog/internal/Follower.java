package org.albatross.eventlog.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.albatross.api.Cancellable;
import org.albatross.api.Sink;
import org.albatross.model.Command;
import org.albatross.model.Data;
import org.albatross.model.LogCommand;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends entries to one subscriber, from wherever they are: from the files until it has caught up, then those that are in
 * memory. Nothing is queued for it, so that it may be as slow as it likes. Turns come one after the other, on threads of
 * the executor; the other methods are for any thread.
 */
final class Follower implements Cancellable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    /** How many entries a turn sends or skips before others have theirs. */
    private static final int TURN = 512;

    private final Path directory;
    private final Recent recent;
    private final Name name;
    private final Sink sink;
    private final Executor executor;
    private final Consumer<Follower> gone;

    /** How often a turn was asked for, the present one included; 0 when none runs or is about to. */
    private final AtomicInteger asked = new AtomicInteger();

    private volatile boolean cancelled;
    private volatile boolean ending;
    private volatile boolean resumed;

    // Of the turn that runs.
    private long sent;
    private long historyUpTo;
    private long last = Long.MAX_VALUE;
    private Instant since = Instant.MIN;
    private Optional<History> history = Optional.empty();
    private long sentBefore;
    private int fruitless;
    private boolean waitsForSink;
    private boolean over;

    /**
     * Of the log in {@code directory}.
     *
     * @param gone is told when it is over
     */
    Follower(Path directory, Recent recent, Name name, Sink sink, Executor executor, Consumer<Follower> gone) {
        this.directory = directory;
        this.recent = recent;
        this.name = name;
        this.sink = sink;
        this.executor = executor;
        this.gone = gone;
    }

    /** Answers, and begins to send. */
    void begin(LogCommand command) {
        asked.set(1);
        executor.execute(() -> turn(() -> start(command)));
    }

    /** There may be more to send. */
    void wake() {
        if (asked.getAndIncrement() == 0) {
            executor.execute(() -> turn(() -> {}));
        }
    }

    /** Ends the subscription behind what it was sent. */
    void end() {
        ending = true;
        wake();
    }

    @Override
    public void cancel() {
        cancelled = true;
        wake();
    }

    private void turn(Work first) {
        int seen = asked.get();
        boolean more = false;
        try {
            if (resumed) {
                resumed = false;
                waitsForSink = false;
            }
            first.perform();
            more = send();
        } catch (IOException e) {
            LOG.error("The event log cannot be read: {}", e.getMessage());
            fail(new Refusal.BrokenOff("the event log cannot be read: " + e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("A subscription of the event log failed by a defect of the platform", e);
            finishQuietly();
        } finally {
            if (more || !asked.compareAndSet(seen, 0)) {
                executor.execute(() -> turn(() -> {}));
            }
        }
    }

    private void start(LogCommand command) throws IOException {
        if (over || cancelled) {
            return;
        }
        historyUpTo = recent.last();
        sent = command.accept(new LogCommand.Handler<Begin>() {
                    @Override
                    public Begin subscribe(LogCommand.Subscribe subscribe) {
                        return begin(subscribe.begin());
                    }

                    @Override
                    public Begin subscribeAfter(LogCommand.SubscribeAfter subscribe) {
                        return subscribe::sequence;
                    }

                    @Override
                    public Begin show(LogCommand.Show show) {
                        last = historyUpTo;
                        return begin(show.begin());
                    }

                    @Override
                    public Begin showAfter(LogCommand.ShowAfter show) {
                        last = historyUpTo;
                        return show::sequence;
                    }
                })
                .behind();
        sink.answer(new Reply.Done("subscribed"));
    }

    private Begin begin(Command.Begin begin) {
        if (begin instanceof Command.Begin.Since moment) {
            since = moment.time();
            return () -> 0;
        }
        long count = ((Command.Begin.Count) begin).count();
        return count < 0 ? () -> 0 : () -> behindWhich(count);
    }

    /** Returns where the last {@code count} entries begin: in memory, unless some of them are in the files alone. */
    private long behindWhich(long count) throws IOException {
        if (count == 0) {
            return historyUpTo;
        }
        OptionalLong recently = recent.behindWhich(name, count, historyUpTo);
        return recently.isPresent() ? recently.getAsLong() : History.behindWhich(directory, name, count, historyUpTo);
    }

    /** Sends what there is; tells whether there is more for which others have to wait no longer. */
    private boolean send() throws IOException {
        if (over) {
            return false;
        }
        if (cancelled) {
            finish();
            return false;
        }
        if (!waitsForSink && sent < Math.min(last, recent.last())) {
            boolean more = sent >= recent.completeBehind() ? sendRecent() : sendHistory();
            if (more) {
                return true;
            }
        }
        if (ending || sent >= last) {
            finish();
            sink.end();
        }
        return false;
    }

    private boolean sendRecent() throws IOException {
        closeHistory();
        List<LogEntry> entries = recent.behind(sent, TURN);
        for (LogEntry entry : entries) {
            if (!offer(entry)) {
                return false;
            }
        }
        return sent < Math.min(last, recent.last());
    }

    private boolean sendHistory() throws IOException {
        if (history.isEmpty()) {
            history = Optional.of(new History(directory));
            sentBefore = sent;
        }
        for (int i = 0; i < TURN; i++) {
            Optional<LogEntry> entry = history.get().next();
            if (entry.isEmpty()) {
                closeHistory();
                fruitless = sent == sentBefore ? fruitless + 1 : 0;
                if (fruitless > 1) {
                    // Not a file that was put aside meanwhile: somebody has removed them. What is in memory goes on.
                    sent = Math.max(sent, recent.completeBehind());
                }
                return true;
            }
            long durable = recent.last();
            if (entry.get().sequence() > durable) {
                // It is not durable yet, and what lies behind it may be by the next look: read again from there.
                closeHistory();
                sent = Math.max(sent, durable);
                return true;
            }
            if (entry.get().sequence() > sent && !offer(entry.get())) {
                return false;
            }
        }
        return true;
    }

    /** Sends an entry unless it is not asked for; tells whether more is welcome. */
    private boolean offer(LogEntry entry) {
        if (entry.sequence() > last) {
            sent = last;
            return true;
        }
        sent = entry.sequence();
        boolean past = entry.sequence() <= historyUpTo && entry.header().time().isBefore(since);
        if (past || !name.covers(entry.header().name())) {
            return true;
        }
        Data event = new Data.Event(entry.sequence(), entry.header().time(), Text.of(entry.json()));
        if (sink.data(entry.header().name(), event)) {
            return true;
        }
        waitsForSink = true;
        sink.whenReady(() -> executor.execute(this::ready));
        return false;
    }

    private void ready() {
        resumed = true;
        wake();
    }

    private void fail(Refusal refusal) {
        if (!over) {
            boolean silent = cancelled;
            finishQuietly();
            if (!silent) {
                sink.fail(refusal);
            }
        }
    }

    private void finish() throws IOException {
        over = true;
        gone.accept(this);
        closeHistory();
    }

    private void finishQuietly() {
        try {
            finish();
        } catch (IOException e) {
            LOG.warn("A file of the event log could not be closed: {}", e.getMessage());
        }
    }

    private void closeHistory() throws IOException {
        Optional<History> open = history;
        history = Optional.empty();
        if (open.isPresent()) {
            open.get().close();
        }
    }

    /** Where a subscription begins. */
    private interface Begin {
        long behind() throws IOException;
    }

    /** What a turn does first. */
    private interface Work {
        void perform() throws IOException;
    }
}
