package org.albatross.host;

/**
 * A process that no other can be taken for within one boot: its number and its raw start time, which on
 * Linux is field 22 of {@code /proc/PID/stat} in clock ticks since boot, and on FreeBSD counts seconds since boot.
 */
public record ProcessId(long pid, long start) {}
