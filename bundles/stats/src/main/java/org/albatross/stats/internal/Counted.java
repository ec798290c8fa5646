package org.albatross.stats.internal;

import com.codahale.metrics.Counter;
import java.util.function.LongSupplier;

/** A counter of what somebody else counts: it only grows. For any thread. */
final class Counted extends Counter {
    private final LongSupplier count;

    private Counted(LongSupplier count) {
        this.count = count;
    }

    /** Returns one that asks {@code count} each time. */
    static Counter by(LongSupplier count) {
        return new Counted(count);
    }

    @Override
    public long getCount() {
        return count.getAsLong();
    }
}
