package org.albatross.pki;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;
import org.albatross.model.Bytes;

/**
 * A CA as revocation lists know it, without the rest of its certificate: what is kept of it is small.
 *
 * @param name a digest of its name, see {@link #digest}
 * @param key its public key, encoded
 * @param signsLists whether its certificate lets it sign revocation lists
 */
public record ListIssuer(Bytes name, Bytes key, boolean signsLists) {
    private static final int CRL_SIGN = 6;

    /** Returns that of a CA's certificate. */
    public static ListIssuer of(X509Certificate authority) {
        boolean[] usage = authority.getKeyUsage();
        return new ListIssuer(
                digest(authority.getSubjectX500Principal()),
                Bytes.of(authority.getPublicKey().getEncoded()),
                authority.getBasicConstraints() >= 0 && (usage == null || usage[CRL_SIGN]));
    }

    /** Returns the SHA-256 of a name in its canonical form: names are the same if their digests are. */
    static Bytes digest(X500Principal name) {
        return Bytes.of(Crypto.sha256(name.getName(X500Principal.CANONICAL).getBytes(StandardCharsets.UTF_8)));
    }
}
