package org.albatross.local.internal;

import java.time.Duration;

/**
 * What peers may take of the platform.
 *
 * @param frame bytes of the largest message
 * @param connections open at once
 * @param spool bytes in the spool directory
 * @param workers commands that are decoded and begun at once
 * @param transfers messages above {@link Inbound#SMALL} bytes that are received or sent at once
 * @param deadlines how long they may take
 */
record LocalLimits(long frame, Share connections, Share spool, Share workers, Share transfers, Deadlines deadlines) {
    private static final long MEGABYTE = 1 << 20;
    private static final long KIBIBYTE = 1 << 10;

    /** Reads the configuration, whose values are what {@link LocalConfig} allows. */
    static LocalLimits of(LocalConfig config) {
        return new LocalLimits(
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

    /** Returns these, with no more connections than there may be descriptors for. */
    LocalLimits within(DescriptorLimit descriptors) {
        long bound = descriptors.connections((int) connections.most());
        return new LocalLimits(frame, connections.within(bound), spool, workers, transfers, deadlines);
    }
}
