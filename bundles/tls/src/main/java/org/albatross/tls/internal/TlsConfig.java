package org.albatross.tls.internal;

import org.albatross.admission.EndpointConfig;
import org.albatross.endpoint.EndpointFiles;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The keys of {@code etc/org.albatross.tls.cfg} beside those of {@link EndpointConfig}. An underscore here is a dot in a key. */
public @interface TlsConfig {
    /** All keys of the file. */
    @ObjectClassDefinition(
            name = "Albatross TLS",
            description = "The endpoint for remote clients. Without the file there is none: the platform opens no"
                    + " network socket.")
    interface Keys extends TlsConfig, EndpointConfig {}

    /** Where the component finds it. */
    String PID = "org.albatross.tls";

    /** The port of the original, on all addresses, of IPv4 and IPv6. */
    String EVERYWHERE = "*:1025";

    /** See {@link ListenAddress}. */
    @AttributeDefinition(
            description =
                    "Where to listen; forwarders of inetd (nowait) connect to a Unix domain socket. What a service"
                            + " manager or inetd (wait) hands over takes the place of them all.",
            cardinality = 16,
            options = {
                @Option("<address>"),
                @Option(label = "pattern: * and a port for all addresses (*:1025)", value = "\\*:[1-9][0-9]{0,4}"),
                @Option(label = "pattern: the absolute path of a Unix domain socket", value = EndpointConfig.FILE)
            })
    String[] addresses() default EVERYWHERE;

    /** See {@link EndpointFiles}. */
    @AttributeDefinition(
            description = "The endpoint's own certificate, and what is between it and the CA.",
            options = @Option(label = "pattern: the absolute path of a file", value = EndpointConfig.FILE))
    String certificate() default "/etc/albatross/server.pem";

    /** See {@link EndpointFiles}. */
    @AttributeDefinition(
            description = "The private key of that certificate; not readable for others.",
            options = @Option(label = "pattern: the absolute path of a file", value = EndpointConfig.FILE))
    String key() default "/etc/albatross/server.key";

    /** See {@link HandshakeLimits#pending}. */
    @AttributeDefinition(
            description = "How many handshakes may be under way; with one more the oldest one goes.",
            min = "1",
            max = "65536")
    int handshakes() default 512;

    /** See {@link HandshakeLimits#pending}. */
    @AttributeDefinition(
            description =
                    "How many of them may be with one network: an IPv4 address, or the first 64 bits of an IPv6 one.",
            min = "1",
            max = "65536")
    int handshakes_per_network() default 256;

    /** See {@link HandshakeLimits#within}. */
    @AttributeDefinition(description = "How long a handshake may take, in seconds.", min = "1", max = "3600")
    int handshake_seconds() default 10;
}
