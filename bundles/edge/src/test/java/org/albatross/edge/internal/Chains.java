package org.albatross.edge.internal;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
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
import org.albatross.pki.KeyType;
import org.albatross.pki.Profile;
import org.albatross.pki.Validity;
import org.albatross.wire.BlobSource;

/** Chains as clients have them, made at a time of their own. */
final class Chains {
    static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");
    static final Validity YEAR = Validity.of(NOW, Duration.ofDays(365));

    private Chains() {}

    static Authority root() {
        return Authority.root("ca", KeyType.ED25519.generate(), YEAR);
    }

    /** A CA below another one, for two unikernels. */
    static Authority below(Authority issuer, String label) throws Exception {
        Policy policy = new Policy(
                CpuId.setOf(0, 1), 2, new Megabytes(64), Optional.empty(), new TreeSet<>(Set.of(Text.of("service"))));
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

    static List<X509Certificate> leaf(Authority issuer, String commonName, Command command) throws Exception {
        return leaf(issuer, commonName, command, YEAR);
    }

    static List<X509Certificate> leaf(Authority issuer, String commonName, Command command, Validity validity)
            throws Exception {
        return issuer.chain(issuer.issue(
                commonName,
                KeyType.ED25519.generate().getPublic(),
                validity,
                Profile.CLIENT,
                Authority.Request.of(command, BlobSource.NONE)));
    }
}
