package org.albatross.endpoint;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.albatross.pki.Certificates;
import org.albatross.pki.ChainVerifier;
import org.albatross.pki.MalformedPkiException;
import org.albatross.pki.Pem;

/**
 * The files with the certificates of the CAs whose clients are let in, which may change at any time.
 *
 * @param files one, and two while one CA takes the place of the other
 */
public record CaFiles(List<Path> files) {
    /** Copies the list. */
    public CaFiles {
        files = List.copyOf(files);
    }

    /**
     * Reads the CAs.
     *
     * @throws IOException with the name of the file that is wrong, and why
     */
    public List<X509Certificate> roots() throws IOException {
        List<X509Certificate> roots = new ArrayList<>();
        for (Path file : files) {
            for (X509Certificate root : certificates(file)) {
                checkLength(file, root);
                roots.add(root);
            }
        }
        if (roots.isEmpty()) {
            throw new IOException("no CA is given (ca)");
        }
        if (roots.size() > ChainVerifier.MAX_ROOTS) {
            throw new IOException(files.get(0) + ": " + roots.size() + " CAs are given, at most "
                    + ChainVerifier.MAX_ROOTS + " are trusted; the file holds the one at the top alone");
        }
        return roots;
    }

    private static void checkLength(Path file, X509Certificate root) throws IOException {
        int length = Certificates.length(root);
        if (length > Certificates.MAX_WITHOUT_COMMAND) {
            throw new IOException(file + ": the certificate of " + Certificates.display(root) + " has " + length
                    + " bytes, at most " + Certificates.MAX_WITHOUT_COMMAND + " are allowed for a CA");
        }
    }

    /** Returns something that is equal to what this returned before as long as no file was changed or replaced. */
    public List<String> state() {
        return files.stream().map(CaFiles::state).toList();
    }

    /**
     * Reads the certificates of a file.
     *
     * @throws IOException with the name of the file, and why it cannot be used
     */
    public static List<X509Certificate> certificates(Path file) throws IOException {
        try {
            return Certificates.ofFile(bytes(file));
        } catch (MalformedPkiException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a file, of at most {@link Pem#MAX_FILE} bytes.
     *
     * @throws IOException with the name of the file, and why it cannot be read
     */
    public static byte[] bytes(Path file) throws IOException {
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

    /** Returns something that is equal to what this returned before as long as the file was not changed or replaced. */
    public static String state(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.fileKey() + " " + attributes.lastModifiedTime() + " " + attributes.size();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
