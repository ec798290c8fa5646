package org.albatross.local.internal;

import java.time.Duration;
import org.albatross.session.Deadlines;
import org.albatross.session.SessionLimits;
import org.albatross.session.Share;

/** The limits that the configuration sets. */
final class LocalLimits {
    private static final long MEGABYTE = 1 << 20;
    private static final long KIBIBYTE = 1 << 10;

    private LocalLimits() {}

    /** Reads the configuration, whose values are what the configuration allows. */
    static SessionLimits of(LocalConfig config) {
        return new SessionLimits(
                config.frame_megabytes() * MEGABYTE,
                new Share(config.connections(), config.connections_per_user()),
                new Share(config.spool_megabytes() * MEGABYTE, config.spool_megabytes_per_user() * MEGABYTE),
                new Share(config.workers(), config.workers_per_user()),
                new Share(config.transfers(), config.transfers_per_user()),
                new Deadlines(
                        Duration.ofSeconds(config.first_byte_seconds()),
                        Duration.ofSeconds(config.frame_seconds()),
                        Duration.ofSeconds(config.write_seconds()),
                        Duration.ofSeconds(config.service_seconds()),
                        config.slowest_kib_per_second() * KIBIBYTE));
    }
}
