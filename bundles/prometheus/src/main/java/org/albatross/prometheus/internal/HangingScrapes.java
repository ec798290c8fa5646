package org.albatross.prometheus.internal;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once in the log when a scrape has taken so long that its connection was closed, and once when one is served in time
 * again. For any thread.
 */
final class HangingScrapes {
    private static final Logger LOG = LoggerFactory.getLogger("org.albatross.prometheus");

    private final Duration longest;
    private final String address;
    private boolean hanging;

    /**
     * None has hung yet.
     *
     * @param longest after which time a connection is closed
     * @param address where scrapes are served, for people
     */
    HangingScrapes(Duration longest, String address) {
        this.longest = longest;
        this.address = address;
    }

    /** Notes how long a scrape has taken. */
    synchronized void served(Duration time) {
        boolean hangs = time.compareTo(longest) >= 0;
        if (hangs && !hanging) {
            LOG.warn(
                    "A scrape of {} was closed: in {} s it sent no whole request, or did not take the answer",
                    address,
                    longest.toSeconds());
        } else if (!hangs && hanging) {
            LOG.info("A scrape of {} was served in time again", address);
        }
        hanging = hangs;
    }
}
