package org.albatross.supervisor.internal.run;

import java.time.Duration;

/**
 * How long is waited for others.
 *
 * @param grace between TERM and KILL
 * @param launch for a wrapper to say that its tender runs
 * @param exitWait for a wrapper to say how its tender ended
 * @param lockWait for a wrapper that has done its work to end
 */
public record RunLimits(Duration grace, Duration launch, Duration exitWait, Duration lockWait) {
    /** The defaults. */
    public static final RunLimits DEFAULT =
            new RunLimits(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(2));
}
