package org.albatross.edge.internal;

import java.time.Duration;
import org.albatross.session.Deadlines;
import org.albatross.session.SessionLimits;
import org.albatross.session.Share;

/** The limits that the configuration sets. */
final class EdgeLimits {
    private static final long MEGABYTE = 1 << 20;
    private static final long KIBIBYTE = 1 << 10;

    private EdgeLimits() {}

    /** Reads those of conversations from the configuration, whose values are what the configuration allows. */
    static SessionLimits sessions(EdgeConfig config) {
        Duration pause = Duration.ofSeconds(config.frame_seconds());
        return new SessionLimits(
                config.image_megabytes() * MEGABYTE,
                new Share(config.connections(), config.connections_per_ca()),
                new Share(config.spool_megabytes() * MEGABYTE, config.spool_megabytes_per_ca() * MEGABYTE),
                new Share(config.workers(), config.workers_per_ca()),
                new Share(config.transfers(), config.transfers_per_ca()),
                new Deadlines(
                        pause,
                        pause,
                        Duration.ofSeconds(config.write_seconds()),
                        Duration.ofSeconds(config.service_seconds()),
                        config.slowest_kib_per_second() * KIBIBYTE));
    }

    /** Reads those of introductions. */
    static ReceptionLimits receptions(EdgeConfig config) {
        return new ReceptionLimits(
                config.introductions(),
                Duration.ofSeconds(config.introduction_seconds()),
                config.handshake_megabytes() * MEGABYTE + ReceptionLimits.LARGE);
    }
}
