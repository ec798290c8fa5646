package org.albatross.console.internal;

/**
 * What others can make the consoles grow to.
 *
 * @param subscribers how many may follow one console
 * @param inactiveRings how many rings of unikernels that do not run are kept
 */
record ConsoleLimits(int subscribers, int inactiveRings) {
    /** Throws {@link IllegalArgumentException}, naming file, key and value, for a value that is no limit. */
    ConsoleLimits {
        check("subscribers.per.console", subscribers, 1);
        check("inactive.rings", inactiveRings, 0);
    }

    /** Reads the configuration. */
    static ConsoleLimits of(ConsoleConfig config) {
        return new ConsoleLimits(config.subscribers_per_console(), config.inactive_rings());
    }

    private static void check(String key, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    ConsoleConfig.PID + ".cfg: " + key + " = " + value + ", but at least " + least + " is needed");
        }
    }
}
