package org.albatross.console.internal;

/**
 * What others can make the consoles grow to.
 *
 * @param subscribers how many may follow one console
 * @param inactiveRings how many rings of unikernels that do not run are kept
 */
record ConsoleLimits(int subscribers, int inactiveRings) {
    /** Reads the configuration, whose values are what {@link ConsoleConfig} allows. */
    static ConsoleLimits of(ConsoleConfig config) {
        return new ConsoleLimits(config.subscribers_per_console(), config.inactive_rings());
    }
}
