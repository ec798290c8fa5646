package org.albatross.eventlog.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The keys of {@code etc/org.albatross.eventlog.cfg}. */
@ObjectClassDefinition(name = "Albatross event log", description = "What happened, and who asked for it.")
public @interface EventLogConfig {
    /** Where the component finds it. */
    String PID = "org.albatross.eventlog";

    /** The value of {@link #forward} that writes to standard error. */
    String JOURNAL = "journal";

    /** The value of {@link #forward} that sends to syslog. */
    String SYSLOG = "syslog";

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

    /** Where events go beside the log. */
    @AttributeDefinition(
            description =
                    "Where each event goes, too. journal: a line of the platform's log on standard error, which systemd"
                            + " hands to the journal; syslog: a message to the daemon behind /dev/log; off: nowhere.",
            options = {@Option(JOURNAL), @Option(SYSLOG), @Option("off")})
    String forward() default JOURNAL;
}
