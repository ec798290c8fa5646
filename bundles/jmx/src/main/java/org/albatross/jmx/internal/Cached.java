package org.albatross.jmx.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What was read a while ago, or is read anew. For any thread.
 *
 * @param <T> what is read
 */
final class Cached<T> {
    private record Taken<T>(long at, T value) {}

    private final Supplier<T> source;
    private final Duration fresh;
    private final LongSupplier nanos;
    private volatile Optional<Taken<T>> taken = Optional.empty();

    /**
     * Nothing is read yet.
     *
     * @param fresh how old it may be
     * @param nanos a monotonic clock
     */
    Cached(Supplier<T> source, Duration fresh, LongSupplier nanos) {
        this.source = source;
        this.fresh = fresh;
        this.nanos = nanos;
    }

    /** Returns it, reading it when what there is is too old. */
    T get() {
        Optional<Taken<T>> known = taken.filter(value -> nanos.getAsLong() - value.at() < fresh.toNanos());
        return known.isPresent() ? known.get().value() : read();
    }

    /** Reads it anew. */
    T read() {
        T value = source.get();
        taken = Optional.of(new Taken<>(nanos.getAsLong(), value));
        return value;
    }

    /** Has it read anew the next time. */
    void forget() {
        taken = Optional.empty();
    }
}
