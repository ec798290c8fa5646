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
    private static final int MOST_MEGABYTES = 2047;

    /** Reads the configuration; {@link IllegalArgumentException} names file, key and value of what is no limit. */
    static LocalLimits of(LocalConfig config) {
        check("frame.megabytes", config.frame_megabytes(), 1, MOST_MEGABYTES);
        return new LocalLimits(
                atLeastOne("connections", config.connections()),
                config.frame_megabytes() * MEGABYTE,
                atLeastOne("spool.megabytes", config.spool_megabytes()) * MEGABYTE,
                atLeastOne("workers", config.workers()),
                atLeastOne("workers.per.user", config.workers_per_user()),
                atLeastOne("transfers", config.transfers()),
                atLeastOne("transfers.per.user", config.transfers_per_user()),
                seconds("first.byte.seconds", config.first_byte_seconds()),
                seconds("frame.seconds", config.frame_seconds()),
                seconds("write.seconds", config.write_seconds()),
                seconds("service.seconds", config.service_seconds()));
    }

    private static Duration seconds(String key, int value) {
        return Duration.ofSeconds(atLeastOne(key, value));
    }

    private static int atLeastOne(String key, int value) {
        return check(key, value, 1, Integer.MAX_VALUE);
    }

    private static int check(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    LocalConfig.PID + ".cfg: " + key + " = " + value + ", but " + least + " to " + most + " is needed");
        }
        return value;
    }
}
