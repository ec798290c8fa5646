package org.albatross.jmx.internal.connector;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The keys of {@code etc/org.albatross.jmx.cfg}. An underscore here is a dot in a key. */
@ObjectClassDefinition(
        name = "Albatross JMX",
        description = "The connector for JMX clients. Without the file there is none, and clients attach to the process"
                + " alone.")
public @interface ConnectorConfig {
    /** Where the component finds it. */
    String PID = "org.albatross.jmx";

    /** Every address of the host. */
    String EVERYWHERE = "*";

    /** How the path of a file is written, which may come and go while the platform runs. */
    String FILE = "/[^,]*";

    /** See {@link Connector}. */
    @AttributeDefinition(
            description =
                    "Whether it is for clients elsewhere: by TLS with role certificates (on), or on 127.0.0.1 alone"
                            + " with the passwords of etc/users (off).",
            options = {@Option("on"), @Option("off")})
    String tls() default "off";

    /** See {@link Connector}. */
    @AttributeDefinition(description = "The port, of the registry and of the objects alike.", min = "1", max = "65535")
    int port() default 1099;

    /** See {@link ServerSockets}. */
    @AttributeDefinition(
            description = "With TLS: the address to listen on, or * for all.",
            options = @Option(label = "pattern: * or an address of this host", value = "\\*|[0-9A-Fa-f.:]{3,45}"))
    String address() default EVERYWHERE;

    /** See {@link Connector}. */
    @AttributeDefinition(
            description = "With TLS: the name or address by which clients reach this host, which they are told.",
            options = @Option(label = "pattern: the name or address of a host", value = "[0-9A-Za-z.:-]{1,253}"))
    String hostname() default "localhost";

    /** See {@link org.albatross.endpoint.EndpointFiles}. */
    @AttributeDefinition(
            description =
                    "With TLS: the certificate of the CA whose people are let in; two while one takes the place of"
                            + " the other.",
            cardinality = 2,
            options = @Option(label = "pattern: the absolute path of a file", value = FILE))
    String[] ca() default "/etc/albatross/cacert.pem";

    /** See {@link org.albatross.endpoint.EndpointFiles}. */
    @AttributeDefinition(
            description = "With TLS: the connector's own certificate, and what is between it and the CA.",
            options = @Option(label = "pattern: the absolute path of a file", value = FILE))
    String certificate() default "/etc/albatross/server.pem";

    /** See {@link org.albatross.endpoint.EndpointFiles}. */
    @AttributeDefinition(
            description = "With TLS: the private key of that certificate; not readable for others.",
            options = @Option(label = "pattern: the absolute path of a file", value = FILE))
    String key() default "/etc/albatross/server.key";

    /** See {@link org.albatross.pki.Crls.Expired}. */
    @AttributeDefinition(
            description =
                    "With TLS: whether certificates pass whose CA has a revocation list that has expired, of which"
                            + " the log tells each hour, or are refused.",
            options = {@Option("pass"), @Option("refuse")})
    String crl_expired() default "pass";

    /** See {@link org.albatross.model.Grant#consoles}. */
    @AttributeDefinition(
            description = "Whether viewers may read consoles too.",
            options = {@Option("on"), @Option("off")})
    String viewers_consoles() default "on";
}
