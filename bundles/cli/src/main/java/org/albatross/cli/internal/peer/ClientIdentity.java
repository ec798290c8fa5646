package org.albatross.cli.internal.peer;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who this program is to a remote platform, and so what it asks.
 *
 * @param chain the certificate with the command, then those above it
 * @param key the key of the first one
 */
public record ClientIdentity(List<X509Certificate> chain, KeyPair key) {
    /** Copies the list. */
    public ClientIdentity {
        chain = List.copyOf(chain);
    }
}
