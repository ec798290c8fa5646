package org.albatross.local.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The keys of {@code etc/org.albatross.local.cfg}. */
@ObjectClassDefinition(name = "Albatross local", description = "The conversation on the Unix domain sockets.")
public @interface LocalConfig {
    /** Where the component finds it. */
    String PID = "org.albatross.local";

    /** See {@link org.albatross.session.SessionLimits#connections}. */
    @AttributeDefinition(
            description = "How many connections may be open; then the one that has waited longest for a command goes.",
            min = "1",
            max = "65536")
    int connections() default 1024;

    /** See {@link org.albatross.session.SessionLimits#connections}. */
    @AttributeDefinition(
            description = "How many of them may belong to one user; then the one of that user goes.",
            min = "1",
            max = "65536")
    int connections_per_user() default 768;

    /** See {@link org.albatross.session.SessionLimits#frame}. */
    @AttributeDefinition(
            description = "The largest message in MB of 2^20 bytes: a create holds its image.",
            min = "1",
            max = "2047")
    int frame_megabytes() default 512;

    /** See {@link org.albatross.session.SessionLimits#spool}. */
    @AttributeDefinition(
            description = "How much may lie in the spool directory, in MB of 2^20 bytes.",
            min = "1",
            max = "1048576")
    int spool_megabytes() default 8192;

    /** See {@link org.albatross.session.SessionLimits#spool}. */
    @AttributeDefinition(
            description = "How much of it may have come from one user, in MB of 2^20 bytes.",
            min = "1",
            max = "1048576")
    int spool_megabytes_per_user() default 6144;

    /** See {@link org.albatross.session.SessionLimits#workers}. */
    @AttributeDefinition(description = "How many commands are decoded and begun at once.", min = "1", max = "1024")
    int workers() default 32;

    /** See {@link org.albatross.session.SessionLimits#workers}. */
    @AttributeDefinition(description = "How many of them may belong to one user.", min = "1", max = "1024")
    int workers_per_user() default 8;

    /** See {@link org.albatross.session.SessionLimits#transfers}. */
    @AttributeDefinition(
            description = "How many messages above 16 KiB are received or sent at once.",
            min = "1",
            max = "1024")
    int transfers() default 32;

    /** See {@link org.albatross.session.SessionLimits#transfers}. */
    @AttributeDefinition(description = "How many of them may be of or for one user.", min = "1", max = "1024")
    int transfers_per_user() default 16;

    /** See {@link org.albatross.session.Deadlines#firstByte}. */
    @AttributeDefinition(
            description = "How long a connection may wait before it sends a command, in seconds.",
            min = "1",
            max = "3600")
    int first_byte_seconds() default 60;

    /** See {@link org.albatross.session.Deadlines#frameIdle}. */
    @AttributeDefinition(
            description = "How long a peer may pause within a message or its data, in seconds.",
            min = "1",
            max = "3600")
    int frame_seconds() default 30;

    /** See {@link org.albatross.session.Deadlines#write}. */
    @AttributeDefinition(
            description = "How long a peer may take nothing of an answer, in seconds.",
            min = "1",
            max = "3600")
    int write_seconds() default 30;

    /** See {@link org.albatross.session.Deadlines#slowest}. */
    @AttributeDefinition(
            description = "How many KiB a second a peer must send of a message or its data, or take of an answer,"
                    + " on average after the first minute and a half.",
            min = "1",
            max = "1048576")
    int slowest_kib_per_second() default 64;

    /** See {@link org.albatross.session.Deadlines#service}. */
    @AttributeDefinition(
            description = "How long a command waits while the command service is being replaced, in seconds.",
            min = "1",
            max = "3600")
    int service_seconds() default 30;
}
