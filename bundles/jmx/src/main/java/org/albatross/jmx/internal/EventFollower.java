package org.albatross.jmx.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.albatross.api.Cancellable;
import org.albatross.api.Sink;
import org.albatross.jmx.internal.SupervisorMXBean.EventRow;
import org.albatross.model.Command;
import org.albatross.model.Data;
import org.albatross.model.LogCommand;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the event log by the command service, as any caller may: first the last events, then each that comes, once and in order.
 * When the stream ends, as when the log is being replaced, it goes on behind the last event that it has had. Events are handed over on one
 * thread, and the log is made to wait while that does not keep up. To be started and stopped by one thread.
 */
final class EventFollower {
    private static final Logger LOG = LoggerFactory.getLogger(EventFollower.class);

    /** How many events may wait to be handed over. */
    private static final int MOST_WAITING = 256;

    /** How many times as long as the shortest pause the longest one is. */
    private static final int LONGEST_PAUSE = 8;

    private final Commands commands;
    private final Consumer<EventRow> taker;
    private final int first;
    private final ScheduledExecutorService thread;
    private final long againMillis;
    private final AtomicLong pauseMillis;
    private long last;
    private Optional<Cancellable> running = Optional.empty();
    private boolean stopped;

    /**
     * One that does not follow yet.
     *
     * @param taker takes the events, on {@code thread}
     * @param first how many of the last events come first
     * @param thread one that waits for nothing else
     * @param againMillis after what time it is tried again when the stream has ended; a longer one each time that there was not even an answer
     */
    EventFollower(
            Commands commands, Consumer<EventRow> taker, int first, ScheduledExecutorService thread, long againMillis) {
        this.commands = commands;
        this.taker = taker;
        this.first = first;
        this.thread = thread;
        this.againMillis = againMillis;
        this.pauseMillis = new AtomicLong(againMillis);
    }

    /** Begins. */
    void start() {
        thread.execute(this::subscribe);
    }

    private void subscribe() {
        LogCommand command = last == 0
                ? new LogCommand.Subscribe(new Command.Begin.Count(first))
                : new LogCommand.SubscribeAfter(last);
        began(commands.follow(Name.ROOT, command, new Following()));
    }

    private void began(Cancellable subscription) {
        boolean late;
        synchronized (this) {
            late = stopped;
            running = Optional.of(subscription);
        }
        if (late) {
            subscription.cancel();
        }
    }

    private void again(String why) {
        LOG.debug("the event log is followed again: {}", why);
        long pause = pauseMillis.getAndUpdate(last -> Math.min(2 * last, LONGEST_PAUSE * againMillis));
        ScheduledFuture<?> unused = thread.schedule(this::subscribe, pause, TimeUnit.MILLISECONDS);
    }

    private void take(Data.Event event) {
        if (event.sequence() > last) {
            last = event.sequence();
            taker.accept(LoggedEvents.row(event));
        }
    }

    /** Ends; what waits is not handed over any more. */
    void stop() {
        thread.shutdownNow();
        Optional<Cancellable> subscription;
        synchronized (this) {
            stopped = true;
            subscription = running;
        }
        subscription.ifPresent(Cancellable::cancel);
    }

    /** One subscription. */
    private final class Following implements Sink {
        private int waiting;
        private Optional<Runnable> resume = Optional.empty();

        @Override
        public void answer(Reply reply) {
            pauseMillis.set(againMillis);
        }

        @Override
        public void answer(Reply reply, InputStream content) {
            try (content) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException("closing what nobody wants", e);
            }
        }

        @Override
        public boolean data(Name name, Data data) {
            if (data instanceof Data.Event event) {
                synchronized (this) {
                    waiting++;
                }
                thread.execute(() -> {
                    take(event);
                    taken();
                });
            }
            synchronized (this) {
                return waiting < MOST_WAITING;
            }
        }

        private void taken() {
            Optional<Runnable> next;
            synchronized (this) {
                waiting--;
                next = waiting < MOST_WAITING ? resume : Optional.empty();
                resume = next.isPresent() ? Optional.empty() : resume;
            }
            next.ifPresent(Runnable::run);
        }

        @Override
        public void whenReady(Runnable then) {
            boolean now;
            synchronized (this) {
                now = waiting < MOST_WAITING;
                resume = now ? Optional.empty() : Optional.of(then);
            }
            if (now) {
                then.run();
            }
        }

        @Override
        public void end() {
            again("it has ended");
        }

        @Override
        public void fail(Refusal refusal) {
            again(refusal.message());
        }
    }
}
