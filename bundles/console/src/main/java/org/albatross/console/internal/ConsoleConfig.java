package org.albatross.console.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The keys of {@code etc/org.albatross.console.cfg}. */
@ObjectClassDefinition(name = "Albatross console", description = "What unikernels print, and who reads it.")
public @interface ConsoleConfig {
    /** Where the component finds it. */
    String PID = "org.albatross.console";

    /** The value of {@link #hold} that turns it on. */
    String ON = "on";

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

    /** See {@link ConsoleLimits#hold}. */
    @AttributeDefinition(
            description =
                    "Whether a unikernel that prints faster than a subscriber reads is held back (it waits when its"
                            + " pipe is full); off: the subscriber loses lines, and is told how many.",
            options = {@Option(ON), @Option("off")})
    String hold() default ON;

    /** See {@link ConsoleLimits#holdBytesPerSecond}. */
    @AttributeDefinition(
            description = "How many KiB of lines (32 bytes added to each) a subscriber takes in a second at least, over"
                    + " every 100 ms, for a unikernel to be held back for it.",
            min = "1",
            max = "1048576")
    int hold_kib_per_second() default 256;
}
