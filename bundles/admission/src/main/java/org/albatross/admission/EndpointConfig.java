package org.albatross.admission;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Option;

/**
 * The keys that the configuration files of all front ends for remote clients have. An underscore here is a dot in a key. A front
 * end that has keys of its own declares an interface that extends its annotation and this one.
 */
public @interface EndpointConfig {
    /** How the path of a file is written, which may come and go while the platform runs. */
    String FILE = "/[^,]*";

    /** See {@link org.albatross.endpoint.CaFiles}. */
    @AttributeDefinition(
            description =
                    "The certificate of the CA whose clients are let in; two while one takes the place of the other.",
            cardinality = 2,
            options = @Option(label = "pattern: the absolute path of a file", value = FILE))
    String[] ca() default "/etc/albatross/cacert.pem";

    /** See {@link org.albatross.pki.Crls.Expired}. */
    @AttributeDefinition(
            description = "Whether certificates pass whose CA has a revocation list that has expired, of which the log"
                    + " tells each hour, or are refused.",
            options = {@Option("pass"), @Option("refuse")})
    String crl_expired() default "pass";

    /** See {@link CertificateLimits}. */
    @AttributeDefinition(
            description =
                    "How large a client's certificates may be, with the image in one of them, in MB of 2^20 bytes.",
            min = "1",
            max = "16")
    int handshake_megabytes() default 16;

    /** See {@link org.albatross.session.SessionLimits#connections}. */
    @AttributeDefinition(
            description = "How many clients may be served at once; one more is refused.",
            min = "1",
            max = "65536")
    int connections() default 1024;

    /** See {@link org.albatross.session.SessionLimits#connections}. */
    @AttributeDefinition(description = "How many of them may hold certificates of one CA.", min = "1", max = "65536")
    int connections_per_ca() default 512;

    /** See {@link Admission}. */
    @AttributeDefinition(
            description = "How large an image may be that follows the certificates, in MB of 2^20 bytes.",
            min = "1",
            max = "2047")
    int image_megabytes() default 512;

    /** See {@link org.albatross.session.SessionLimits#spool}. */
    @AttributeDefinition(
            description = "How much of images may lie in the spool directory, in MB of 2^20 bytes.",
            min = "1",
            max = "1048576")
    int spool_megabytes() default 8192;

    /** See {@link org.albatross.session.SessionLimits#spool}. */
    @AttributeDefinition(
            description = "How much of it may have come by certificates of one CA, in MB of 2^20 bytes.",
            min = "1",
            max = "1048576")
    int spool_megabytes_per_ca() default 4096;

    /** See {@link org.albatross.session.SessionLimits#workers}. */
    @AttributeDefinition(description = "How many commands are begun at once.", min = "1", max = "1024")
    int workers() default 32;

    /** See {@link org.albatross.session.SessionLimits#workers}. */
    @AttributeDefinition(description = "How many of them may be by certificates of one CA.", min = "1", max = "1024")
    int workers_per_ca() default 8;

    /** See {@link org.albatross.session.SessionLimits#transfers}. */
    @AttributeDefinition(
            description = "How many images and large answers are received or sent at once.",
            min = "1",
            max = "1024")
    int transfers() default 32;

    /** See {@link org.albatross.session.SessionLimits#transfers}. */
    @AttributeDefinition(description = "How many of them may be by certificates of one CA.", min = "1", max = "1024")
    int transfers_per_ca() default 16;

    /** See {@link org.albatross.session.Deadlines#frameIdle}. */
    @AttributeDefinition(
            description = "How long a peer may pause within an image or contents, in seconds.",
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
            description = "How many KiB a second a peer must send of an image or contents, or take of an answer,"
                    + " on average after the first minute.",
            min = "1",
            max = "1048576")
    int slowest_kib_per_second() default 16;

    /** See {@link org.albatross.session.Deadlines#service}. */
    @AttributeDefinition(
            description = "How long a command waits while the command service is being replaced, in seconds.",
            min = "1",
            max = "3600")
    int service_seconds() default 30;
}
