package org.albatross.health.internal;

import org.albatross.api.Health.Status;

/**
 * Whether enough of something is left.
 *
 * @param warning with less of it, in MB of 2^20 bytes, somebody should look
 * @param critical with less, something fails soon
 */
record Reserve(long warning, long critical) {
    private static final long MEGABYTE = 1 << 20;

    /** Looks at what is left. */
    Finding look(String what, long bytes) {
        long left = bytes / MEGABYTE;
        String detail = what + ": " + left + " MB are left";
        if (left < critical) {
            return Finding.of(Status.CRITICAL, detail + ", less than " + critical);
        }
        return left < warning ? Finding.of(Status.WARN, detail + ", less than " + warning) : Finding.ok(detail);
    }
}
