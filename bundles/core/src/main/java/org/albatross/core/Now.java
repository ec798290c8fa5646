package org.albatross.core;

import java.time.Instant;

/**
 * When an input is applied.
 *
 * @param wall the time of day, for display only
 * @param nanos a monotonic clock, for durations
 * @param random a number from 0 to 1
 */
public record Now(Instant wall, long nanos, double random) {}
