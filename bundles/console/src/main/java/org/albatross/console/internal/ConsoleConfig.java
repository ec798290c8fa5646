package org.albatross.console.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The keys of {@code etc/org.albatross.console.cfg}. */
@ObjectClassDefinition(name = "Albatross console", description = "What unikernels print, and who reads it.")
public @interface ConsoleConfig {
    /** Where the component finds it. */
    String PID = "org.albatross.console";

    /** See {@link ConsoleLimits#subscribers}. */
    @AttributeDefinition(
            description = "How many subscribers may follow one console; the oldest goes when one more comes.",
            min = "1",
            max = "1024")
    int subscribers_per_console() default 5;

    /** See {@link ConsoleLimits#inactiveRings}. */
    @AttributeDefinition(
            description =
                    "How many rings (1 MiB each) of unikernels that do not run are kept on this host; the oldest goes.",
            min = "0",
            max = "65536")
    int inactive_rings() default 256;
}
