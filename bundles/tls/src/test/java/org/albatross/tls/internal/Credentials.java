package org.albatross.tls.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.albatross.model.Command;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Text;
import org.albatross.pki.Authority;
import org.albatross.pki.Certificates;
import org.albatross.pki.KeyType;
import org.albatross.pki.Keys;
import org.albatross.pki.Profile;
import org.albatross.pki.Validity;
import org.albatross.wire.BlobSource;

/**
 * A key and its chain, as one end of a connection has them.
 *
 * @param chain its own certificate first
 */
record Credentials(KeyPair key, List<X509Certificate> chain) {
    static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");
    static final Validity YEAR = Validity.of(NOW, Duration.ofDays(365));

    /** Reads what the original made: {@code name.pem}, and for a key {@code name.key.der}. */
    static Credentials original(String type, String name) {
        try {
            String pem = "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder()
                            .encodeToString(bytes(type, (name.equals("cacert") ? "ca" : name) + ".key.der"))
                    + "\n-----END PRIVATE KEY-----\n";
            return new Credentials(
                    Keys.read(pem.getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                    Certificates.ofFile(bytes(type, name + ".pem")));
        } catch (org.albatross.pki.MalformedPkiException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(String type, String file) {
        try (InputStream in = Credentials.class.getResourceAsStream("/pki-" + type + "/" + file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Authority root() {
        return Authority.root("ca", KeyType.ED25519.generate(), YEAR);
    }

    static Policy policy(long unikernels, long memory) {
        return new Policy(
                CpuId.setOf(0, 1),
                unikernels,
                new Megabytes(memory),
                Optional.of(new Megabytes(100)),
                new TreeSet<>(Set.of(Text.of("service"))));
    }

    static Authority below(Authority issuer, String label, Policy policy) throws Exception {
        KeyPair key = KeyType.ED25519.generate();
        return Authority.of(
                issuer.chain(issuer.issue(
                        label,
                        key.getPublic(),
                        YEAR,
                        Profile.AUTHORITY,
                        Authority.Request.of(new PolicyCommand.Add(policy), BlobSource.NONE))),
                key);
    }

    static Credentials server(Authority root) {
        KeyPair key = KeyType.ED25519.generate();
        return new Credentials(
                key, List.of(root.issue("server", key.getPublic(), YEAR, Profile.SERVER, new Authority.Request())));
    }

    /** Returns those of somebody with a command. */
    static Credentials leaf(Authority issuer, String commonName, Command command) throws Exception {
        return leaf(issuer, commonName, Profile.CLIENT, YEAR, Authority.Request.of(command, BlobSource.NONE));
    }

    static Credentials leaf(
            Authority issuer, String commonName, Profile profile, Validity validity, Authority.Request request)
            throws Exception {
        KeyPair key = KeyType.ED25519.generate();
        return new Credentials(
                key, issuer.chain(issuer.issue(commonName, key.getPublic(), validity, profile, request)));
    }
}
