package org.albatross.dispatch.internal;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.LockFreeExponentiallyDecayingReservoir;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricSet;
import com.codahale.metrics.Timer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.albatross.api.MetricName;
import org.albatross.model.CommandKind;

/**
 * Counts commands by kind and outcome, and how long it takes until they are answered. For any thread; nothing that it does for a
 * command takes a lock.
 */
final class CommandMetrics implements MetricSet {
    /** What came of a command. */
    enum Outcome {
        /** Carried out, and everything that it was to bring was handed over. */
        DONE,
        /** Refused by whoever was to carry it out, or because nobody did. */
        REFUSED,
        /** Refused since its caller may not. */
        NOT_ALLOWED,
        /** Answered, and what followed the answer ended before its time. */
        BROKEN_OFF,
        /** Its caller left before it ended; a change is carried out all the same, and never counts here. */
        LEFT
    }

    /** Enough for the quantiles of the last minutes; there is a reservoir for each kind of command. */
    private static final int RESERVOIR = 512;

    private final Map<CommandKind, OfKind> kinds = new EnumMap<>(CommandKind.class);
    private final LongAdder running = new LongAdder();
    private final LongSupplier nanos;

    /**
     * Nothing counted yet.
     *
     * @param nanos a clock that only goes forward
     */
    CommandMetrics(LongSupplier nanos) {
        this.nanos = nanos;
        for (CommandKind kind : CommandKind.values()) {
            kinds.put(kind, new OfKind());
        }
    }

    private static final class OfKind {
        private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
        private final Timer answer = new Timer(
                LockFreeExponentiallyDecayingReservoir.builder().size(RESERVOIR).build());

        OfKind() {
            for (Outcome outcome : Outcome.values()) {
                outcomes.put(outcome, new Counter());
            }
        }

        private Counter counter(Outcome outcome) {
            return Objects.requireNonNull(outcomes.get(outcome));
        }
    }

    /** Says that a command has come. */
    Measured begin(CommandKind kind) {
        running.increment();
        return new Measured(Objects.requireNonNull(kinds.get(kind)), nanos.getAsLong());
    }

    /** Returns how many commands have come and not ended. */
    long running() {
        return running.sum();
    }

    /** One command. What is said after its end counts no more. */
    final class Measured {
        private final OfKind kind;
        private final long begun;
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile boolean answered;

        private Measured(OfKind kind, long begun) {
            this.kind = kind;
            this.begun = begun;
        }

        /** Says that its answer has come. */
        void answered() {
            if (!answered && !over.get()) {
                answered = true;
                kind.answer.update(nanos.getAsLong() - begun, TimeUnit.NANOSECONDS);
            }
        }

        /** Says that it has failed: it is refused, or what followed its answer is broken off. */
        void failed() {
            Outcome outcome = answered ? Outcome.BROKEN_OFF : Outcome.REFUSED;
            answered();
            ended(outcome);
        }

        /** Says what came of it. */
        void ended(Outcome outcome) {
            if (over.compareAndSet(false, true)) {
                running.decrement();
                kind.counter(outcome).inc();
            }
        }
    }

    @Override
    public Map<String, Metric> getMetrics() {
        Map<String, Metric> metrics = new HashMap<>();
        metrics.put("running", (Gauge<Long>) this::running);
        kinds.forEach((kind, ofKind) -> {
            String command = kind.toString();
            metrics.put(MetricName.of("answer").with("command", command).toString(), ofKind.answer);
            ofKind.outcomes.forEach((outcome, counter) -> metrics.put(
                    MetricName.of("commands")
                            .with("command", command)
                            .with("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .toString(),
                    counter));
        });
        return metrics;
    }
}
