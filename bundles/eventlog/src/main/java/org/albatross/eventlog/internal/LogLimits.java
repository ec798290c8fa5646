package org.albatross.eventlog.internal;

import java.time.Duration;

/**
 * How much is kept.
 *
 * @param fileBytes from which size on a file is put aside
 * @param fileAge from which age of its first event on a file is put aside
 * @param files how many files are kept that were put aside
 * @param recentBytes how many bytes of the latest events are kept in memory for who follows them
 * @param waitingBytes how many bytes may wait to be written; three quarters of them before a change is refused
 * @param reserveBytes how many more may wait that tell the life of unikernels
 * @param room how long a change waits for room
 * @param followers how many may follow at once
 */
public record LogLimits(
        long fileBytes,
        Duration fileAge,
        int files,
        long recentBytes,
        long waitingBytes,
        long reserveBytes,
        Duration room,
        int followers) {
    /** Bytes of memory that an entry takes beside its line. */
    static final long ENTRY = 256;

    private static final long MIB = 1L << 20;

    /** What an operator has set, and what is fixed. */
    static LogLimits of(EventLogConfig config) {
        return new LogLimits(
                config.file_megabytes() * MIB,
                Duration.ofDays(config.file_days()),
                config.files(),
                2 * MIB,
                4 * MIB,
                MIB,
                Duration.ofSeconds(1),
                config.followers());
    }
}
