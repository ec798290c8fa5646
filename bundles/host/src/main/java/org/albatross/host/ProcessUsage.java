package org.albatross.host;

import java.time.Instant;
import java.util.Optional;

/**
 * What one process has used, with all of its threads. A number that a system does not count is 0.
 *
 * @param userMicros CPU time in user mode, in microseconds
 * @param systemMicros CPU time in system mode, in microseconds
 * @param minorFaults page faults that needed no disk
 * @param majorFaults page faults that did
 * @param voluntarySwitches how often its first thread gave its CPU up
 * @param involuntarySwitches how often it was taken away
 * @param virtualBytes the size of its address space
 * @param residentPages its pages in memory
 * @param textPages the pages of its program
 * @param dataPages the pages of its data and stack
 * @param started when it began, by the wall clock
 * @param storage what it has read and written; absent when this process may not know
 */
public record ProcessUsage(
        long userMicros,
        long systemMicros,
        long minorFaults,
        long majorFaults,
        long voluntarySwitches,
        long involuntarySwitches,
        long virtualBytes,
        long residentPages,
        long textPages,
        long dataPages,
        Instant started,
        Optional<Storage> storage) {
    /** Bytes that a process made the disks read and write. */
    public record Storage(long readBytes, long writtenBytes) {}
}
