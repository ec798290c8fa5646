package org.albatross.console.internal;

/**
 * What others can make the consoles grow to, and wait for.
 *
 * @param subscribers how many may follow one console
 * @param inactiveRings how many rings of unikernels that do not run are kept
 * @param hold whether a unikernel is held back for a subscriber that is a ring behind
 * @param holdBytesPerSecond how much such a subscriber takes at least, in bytes of the ring
 */
record ConsoleLimits(int subscribers, int inactiveRings, boolean hold, long holdBytesPerSecond) {
    /** Reads the configuration, whose values are what {@link ConsoleConfig} allows. */
    static ConsoleLimits of(ConsoleConfig config) {
        return new ConsoleLimits(
                config.subscribers_per_console(),
                config.inactive_rings(),
                config.hold().equals(ConsoleConfig.ON),
                1024L * config.hold_kib_per_second());
    }
}
