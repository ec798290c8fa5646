package org.albatross.pki;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A chain that a {@link ChainVerifier} trusts. */
public final class TrustedChain {
    private final List<X509Certificate> certificates;
    private final X509Certificate root;

    TrustedChain(List<X509Certificate> certificates, X509Certificate root) {
        this.certificates = List.copyOf(certificates);
        this.root = root;
    }

    /** Returns the leaf, at least, then each one's issuer; without the root. */
    public List<X509Certificate> certificates() {
        return certificates;
    }

    /** Returns the first one. */
    public X509Certificate leaf() {
        return certificates.get(0);
    }

    /** Returns the trusted CA that has issued the last one. */
    public X509Certificate root() {
        return root;
    }

    /** Returns the CAs of the chain from the leaf's issuer to the root. */
    public List<X509Certificate> authorities() {
        return Stream.concat(certificates.stream().skip(1), Stream.of(root)).toList();
    }

    /**
     * Returns what is to be kept of it to see whether a certificate was revoked meanwhile, from the root down: a list is believed only
     * when its issuer was not revoked.
     */
    public List<IssuedCertificate> issued() {
        List<ListIssuer> issuers = authorities().stream().map(ListIssuer::of).toList();
        int last = certificates.size() - 1;
        ListIssuer branch = issuers.get(Math.max(0, last - 1));
        return IntStream.rangeClosed(0, last)
                .map(i -> last - i)
                .mapToObj(i ->
                        IssuedCertificate.of(certificates.get(i), issuers.get(i), i == last ? issuers.get(i) : branch))
                .toList();
    }
}
