package org.albatross.tls.internal;

import java.time.Duration;
import org.albatross.session.Deadlines;
import org.albatross.session.SessionLimits;
import org.albatross.session.Share;

/** The limits that the configuration sets. */
final class TlsLimits {
    private static final long MEGABYTE = 1 << 20;
    private static final long KIBIBYTE = 1 << 10;

    private TlsLimits() {}

    /** Reads those of conversations from the configuration, whose values are what the configuration allows. */
    static SessionLimits sessions(TlsConfig config) {
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

    /** Reads those of handshakes. */
    static HandshakeLimits handshakes(TlsConfig config) {
        return new HandshakeLimits(
                new Share(config.handshakes(), config.handshakes_per_network()),
                Duration.ofSeconds(config.handshake_seconds()),
                config.handshake_megabytes() * MEGABYTE + HandshakeLimits.LARGE);
    }
}
