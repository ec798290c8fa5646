package org.albatross.prometheus.internal;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.albatross.api.Trouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once in the log when a scrape has taken so long that its connection was closed, and once when scrapes are served in time
 * again, as {@link Trouble} has it: one peer that hangs beside others that do not is one trouble. For any thread.
 */
final class HangingScrapes {
    private static final Logger LOG = LoggerFactory.getLogger("org.albatross.prometheus");

    private final Duration longest;
    private final String address;
    private final LongSupplier nanos;
    private final Trouble trouble = new Trouble();

    /**
     * None has hung yet.
     *
     * @param longest after which time a connection is closed
     * @param address where scrapes are served, for people
     * @param nanos the time, as {@link System#nanoTime} tells it
     */
    HangingScrapes(Duration longest, String address, LongSupplier nanos) {
        this.longest = longest;
        this.address = address;
        this.nanos = nanos;
    }

    /** Notes how long a scrape has taken that ends now. */
    synchronized void served(Duration time) {
        if (time.compareTo(longest) >= 0) {
            if (trouble.begins(nanos.getAsLong())) {
                LOG.warn(
                        "A scrape of {} was closed: in {} s it sent no whole request, or did not take the answer",
                        address,
                        longest.toSeconds());
            }
        } else if (trouble.ends(nanos.getAsLong())) {
            LOG.info("Scrapes of {} are served in time again", address);
        }
    }
}
