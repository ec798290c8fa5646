package org.albatross.tls.internal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.albatross.pki.Certificates;
import org.albatross.pki.ChainVerifier;
import org.albatross.pki.Keys;
import org.albatross.pki.MalformedPkiException;
import org.albatross.pki.Pem;
import org.albatross.pki.Revocation;

/**
 * The files of the endpoint's identity.
 *
 * @param authorities of those whose clients are let in
 * @param certificate its own certificate and those between it and the CA
 * @param key the private key
 */
record TlsFiles(List<Path> authorities, Path certificate, Path key) {
    /** Copies the list. */
    TlsFiles {
        authorities = List.copyOf(authorities);
    }

    /**
     * Reads all of them.
     *
     * @throws IOException with the name of the file that is wrong, and why
     */
    TlsContext load(Revocation revocation, InstantSource clock) throws IOException {
        List<X509Certificate> roots = roots();
        List<X509Certificate> chain = certificates(certificate);
        if (Files.isReadable(key) && Files.getPosixFilePermissions(key).contains(PosixFilePermission.OTHERS_READ)) {
            throw new IOException(key + ": others can read the private key (chmod o-r)");
        }
        KeyPair pair;
        try {
            pair = Keys.read(bytes(key));
        } catch (MalformedPkiException e) {
            throw new IOException(key + ": " + e.getMessage(), e);
        }
        if (!Keys.belongTogether(pair, chain.get(0).getPublicKey())) {
            throw new IOException(key + ": the key is not that of the certificate in " + certificate);
        }
        try {
            return new TlsContext(pair, chain, new ChainVerifier(roots, revocation), clock);
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS 1.3 cannot be spoken with " + certificate + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads the CAs alone.
     *
     * @throws IOException with the name of the file that is wrong, and why
     */
    List<X509Certificate> roots() throws IOException {
        List<X509Certificate> roots = new ArrayList<>();
        for (Path file : authorities) {
            roots.addAll(certificates(file));
        }
        if (roots.isEmpty()) {
            throw new IOException("no CA is given (ca)");
        }
        if (roots.size() > ChainVerifier.MAX_ROOTS) {
            throw new IOException(authorities.get(0) + ": " + roots.size() + " CAs are given, at most "
                    + ChainVerifier.MAX_ROOTS + " are trusted; the file holds the one at the top alone");
        }
        return roots;
    }

    private static List<X509Certificate> certificates(Path file) throws IOException {
        try {
            return Certificates.ofFile(bytes(file));
        } catch (MalformedPkiException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        try {
            if (Files.size(file) > Pem.MAX_FILE) {
                throw new IOException(
                        file + ": it has " + Files.size(file) + " bytes, at most " + Pem.MAX_FILE + " are read");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw new IOException(file + ": permission denied", e);
        }
    }

    /** Returns something that is equal to what this returned before as long as no file was changed or replaced. */
    List<String> state() {
        return Stream.concat(authorities.stream(), Stream.of(certificate, key))
                .map(TlsFiles::state)
                .toList();
    }

    private static String state(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.fileKey() + " " + attributes.lastModifiedTime() + " " + attributes.size();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
