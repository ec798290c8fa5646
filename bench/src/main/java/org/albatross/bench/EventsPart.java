package org.albatross.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.albatross.api.Sink;
import org.albatross.eventlog.internal.FileEventLog;
import org.albatross.eventlog.internal.LogLimits;
import org.albatross.model.Caller;
import org.albatross.model.Data;
import org.albatross.model.EventRecord;
import org.albatross.model.LogCommand;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelEvent;

/**
 * How long events take to the disk and to who follows the log. The log alone, in this process: a platform has not so much
 * to tell.
 */
final class EventsPart implements Part {
    private static final int PER_MILLISECOND = 10;
    private static final int SECONDS = 10;
    private static final int EVENTS = PER_MILLISECOND * 1000 * SECONDS;
    private static final long MEBIBYTE = 1L << 20;
    private static final double NANOS_PER_MILLISECOND = 1e6;
    private static final LogLimits LIMITS = new LogLimits(
            16 * MEBIBYTE, Duration.ofDays(30), 8, 2 * MEBIBYTE, 4 * MEBIBYTE, MEBIBYTE, Duration.ofSeconds(1), 64);

    @Override
    public String name() {
        return "events";
    }

    @Override
    public String about() {
        return "the event log: " + PER_MILLISECOND * 1000 + " events a second for " + SECONDS + " s";
    }

    @Override
    public void measure(Bench bench) throws IOException, InterruptedException {
        Path directory = bench.disk().resolve("events");
        FileEventLog log = new FileEventLog(directory, LIMITS, Clock.systemUTC());
        try {
            tell(log);
            Arrival arrival = tell(log);
            List<Double> millis = new ArrayList<>();
            for (int i = 0; i < EVENTS; i++) {
                long seen = arrival.seen.get(i);
                if (seen > 0) {
                    millis.add((seen - arrival.told.get(i)) / NANOS_PER_MILLISECOND);
                }
            }
            bench.add(
                    "event to disk and follower",
                    Unit.MILLISECONDS,
                    Samples.of(millis),
                    millis.size() + " of " + EVENTS + " arrived, "
                            + log.counters().lost() + " lost");
        } finally {
            log.stop();
        }
    }

    /** Tells all events at their pace, and waits until the follower has them. */
    private static Arrival tell(FileEventLog log) throws InterruptedException {
        long first = log.counters().sequence() + 1;
        Arrival arrival = new Arrival(first);
        log.subscribe(Name.ROOT, new LogCommand.SubscribeAfter(first - 1), arrival);
        arrival.answered.await();
        Caller caller = new Caller.Platform();
        Name name = Name.parse("a:web");
        long begin = System.nanoTime();
        for (int i = 0; i < EVENTS; i++) {
            long due = begin + TimeUnit.MILLISECONDS.toNanos(i / PER_MILLISECOND);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                TimeUnit.NANOSECONDS.sleep(left);
            }
            arrival.told.set(i, System.nanoTime());
            log.accept(new EventRecord(Instant.now(), caller, name, new UnikernelEvent.Waiting("event " + i)));
        }
        if (!arrival.complete.await(SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(arrival.complete.getCount() + " events did not arrive");
        }
        return arrival;
    }

    /** A follower that notes when it got which event. */
    private static final class Arrival implements Sink {
        private final long first;
        private final AtomicLongArray told = new AtomicLongArray(EVENTS);
        private final AtomicLongArray seen = new AtomicLongArray(EVENTS);
        private final CountDownLatch answered = new CountDownLatch(1);
        private final CountDownLatch complete = new CountDownLatch(EVENTS);

        Arrival(long first) {
            this.first = first;
        }

        @Override
        public void answer(Reply reply) {
            answered.countDown();
        }

        @Override
        public void answer(Reply reply, InputStream content) {
            throw new IllegalStateException("the event log answers without content");
        }

        @Override
        public boolean data(Name name, Data data) {
            long index = ((Data.Event) data).sequence() - first;
            if (index < EVENTS) {
                seen.set((int) index, System.nanoTime());
                complete.countDown();
            }
            return true;
        }

        @Override
        public void whenReady(Runnable resume) {
            throw new IllegalStateException("it is always ready");
        }

        @Override
        public void end() {
            // The log was stopped.
        }

        @Override
        public void fail(Refusal refusal) {
            throw new IllegalStateException(refusal.message());
        }
    }
}
