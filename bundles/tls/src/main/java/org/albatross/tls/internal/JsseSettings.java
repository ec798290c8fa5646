package org.albatross.tls.internal;

import java.util.Map;
import java.util.Optional;

/**
 * What the JVM's TLS has to be told before it is first used, as system properties: certificates with images in them are larger
 * than it takes by default, no state of a session is put into tickets, for which such a certificate is too large, and whether
 * a chain is too long is ours to say: newer Javas take eight certificates by default.
 */
final class JsseSettings {
    /** The properties and their values. */
    static final Map<String, String> VALUES = Map.of(
            "jdk.tls.maxHandshakeMessageSize", "16777215",
            "jdk.tls.server.enableSessionTicketExtension", "false",
            "jdk.tls.server.maxInboundCertificateChainLength", "10");

    private JsseSettings() {}

    /** Returns which of the properties is not set as it must be, if so. */
    static Optional<String> missing() {
        return VALUES.entrySet().stream()
                .filter(setting -> !setting.getValue().equals(System.getProperty(setting.getKey())))
                .map(setting -> "-D" + setting.getKey() + "=" + setting.getValue())
                .sorted()
                .findFirst();
    }
}
