package org.albatross.endpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.albatross.pki.ChainVerifier;
import org.albatross.pki.Keys;
import org.albatross.pki.MalformedPkiException;
import org.albatross.pki.Revocation;

/**
 * The files of the endpoint's identity.
 *
 * @param authorities of those whose clients are let in
 * @param certificate its own certificate and those between it and the CA
 * @param key the private key
 */
public record EndpointFiles(CaFiles authorities, Path certificate, Path key) {
    /**
     * Reads all of them.
     *
     * @throws IOException with the name of the file that is wrong, and why
     */
    public EndpointTls load(Revocation revocation, InstantSource clock) throws IOException {
        List<X509Certificate> roots = authorities.roots();
        List<X509Certificate> chain = CaFiles.certificates(certificate);
        if (Files.isReadable(key) && Files.getPosixFilePermissions(key).contains(PosixFilePermission.OTHERS_READ)) {
            throw new IOException(key + ": others can read the private key (chmod o-r)");
        }
        KeyPair pair;
        try {
            pair = Keys.read(CaFiles.bytes(key));
        } catch (MalformedPkiException e) {
            throw new IOException(key + ": " + e.getMessage(), e);
        }
        if (!Keys.belongTogether(pair, chain.get(0).getPublicKey())) {
            throw new IOException(key + ": the key is not that of the certificate in " + certificate);
        }
        try {
            return new EndpointTls(pair, chain, new ChainVerifier(roots, revocation), clock);
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS 1.3 cannot be spoken with " + certificate + ": " + e.getMessage(), e);
        }
    }

    /** Returns something that is equal to what this returned before as long as no file was changed or replaced. */
    public List<String> state() {
        List<String> all = new ArrayList<>(authorities.state());
        all.add(CaFiles.state(certificate));
        all.add(CaFiles.state(key));
        return all;
    }
}
