package org.albatross.local.internal;

import java.time.Duration;

/**
 * What peers may take of the platform.
 *
 * @param connections open at once
 * @param frame bytes of the largest message
 * @param spool bytes in the spool directory
 * @param workers commands that are decoded and begun at once
 * @param workersPerUser of these, for one user
 * @param transfers messages above {@link Inbound#SMALL} bytes that are received or sent at once
 * @param transfersPerUser of these, for one user
 * @param firstByte how long a connection may wait before it sends a command
 * @param frameIdle how long a peer may pause within a message or its data
 * @param write how long a peer may take nothing of an answer
 * @param service how long a command waits for the supervisor
 */
record LocalLimits(
        int connections,
        long frame,
        long spool,
        int workers,
        int workersPerUser,
        int transfers,
        int transfersPerUser,
        Duration firstByte,
        Duration frameIdle,
        Duration write,
        Duration service) {
    private static final long MEGABYTE = 1 << 20;

    /** Reads the configuration, whose values are what {@link LocalConfig} allows. */
    static LocalLimits of(LocalConfig config) {
        return new LocalLimits(
                config.connections(),
                config.frame_megabytes() * MEGABYTE,
                config.spool_megabytes() * MEGABYTE,
                config.workers(),
                config.workers_per_user(),
                config.transfers(),
                config.transfers_per_user(),
                Duration.ofSeconds(config.first_byte_seconds()),
                Duration.ofSeconds(config.frame_seconds()),
                Duration.ofSeconds(config.write_seconds()),
                Duration.ofSeconds(config.service_seconds()));
    }
}
