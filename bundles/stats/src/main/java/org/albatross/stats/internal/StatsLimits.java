package org.albatross.stats.internal;

import java.time.Duration;

/**
 * How often is measured, and how much.
 *
 * @param interval from one sample to the next
 * @param subscribersPerName how many may subscribe to one name at once
 * @param missedRounds after how many rounds a subscriber is given up that has not taken an earlier one
 * @param added how many processes may be added that are not unikernels of this platform
 * @param devices how many network devices each of them may have
 */
public record StatsLimits(Duration interval, int subscribersPerName, int missedRounds, int added, int devices) {
    /** What an operator has set, and what is fixed. */
    static StatsLimits of(StatsConfig config) {
        return new StatsLimits(
                Duration.ofSeconds(config.interval_seconds()), config.subscribers_per_name(), 6, 1024, 64);
    }
}
