package org.albatross.stats.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The keys of {@code etc/org.albatross.stats.cfg}. */
@ObjectClassDefinition(name = "Albatross statistics", description = "What unikernels use.")
public @interface StatsConfig {
    /** Where the component finds it. */
    String PID = "org.albatross.stats";

    /** See {@link StatsLimits#interval}. */
    @AttributeDefinition(
            description = "How long it is from one sample to the next while anybody looks, in seconds.",
            min = "1",
            max = "3600")
    int interval_seconds() default 10;

    /** See {@link StatsLimits#subscribersPerName}. */
    @AttributeDefinition(
            description =
                    "How many may subscribe to one name at once; the next one is refused. With 1 it takes the place of"
                            + " the former one, as with the original.",
            min = "1",
            max = "1024")
    int subscribers_per_name() default 16;
}
