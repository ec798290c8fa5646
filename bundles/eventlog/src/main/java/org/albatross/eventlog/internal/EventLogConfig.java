package org.albatross.eventlog.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The keys of {@code etc/org.albatross.eventlog.cfg}. */
@ObjectClassDefinition(name = "Albatross event log", description = "What happened, and who asked for it.")
public @interface EventLogConfig {
    /** Where the component finds it. */
    String PID = "org.albatross.eventlog";

    /** The value of {@link #forward} that forwards. */
    String JOURNAL = "journal";

    /** See {@link LogLimits#fileBytes}. */
    @AttributeDefinition(
            description = "From which size on the file is put aside and a new one begun, in MB of 2^20 bytes.",
            min = "1",
            max = "1024")
    int file_megabytes() default 16;

    /** See {@link LogLimits#fileAge}. */
    @AttributeDefinition(
            description = "How many days after its first event the file is put aside.",
            min = "1",
            max = "3650")
    int file_days() default 30;

    /** See {@link LogLimits#files}. */
    @AttributeDefinition(
            description = "How many files are kept that were put aside; the oldest goes.",
            min = "1",
            max = "10000")
    int files() default 8;

    /** See {@link LogLimits#followers}. */
    @AttributeDefinition(description = "How many may follow the event log at once.", min = "1", max = "4096")
    int followers() default 64;

    /** Whether events are lines of the platform's log too. */
    @AttributeDefinition(
            description =
                    "Whether each event is a line of the platform's log on standard error too, which systemd hands"
                            + " to the journal and to syslog; off: it is in the event log alone.",
            options = {@Option(JOURNAL), @Option("off")})
    String forward() default JOURNAL;
}
