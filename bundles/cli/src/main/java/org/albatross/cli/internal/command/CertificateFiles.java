package org.albatross.cli.internal.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.disk.DurableFiles;
import org.albatross.pki.Authority;
import org.albatross.pki.Certificates;
import org.albatross.pki.KeyType;
import org.albatross.pki.Keys;
import org.albatross.pki.MalformedPkiException;
import org.albatross.pki.Pem;
import org.albatross.pki.SigningRequest;

/** The files that a command line names for keys, certificates and requests. What is wrong with one is told with its name. */
final class CertificateFiles {
    private CertificateFiles() {}

    /** Something that reads the contents of a file. */
    @FunctionalInterface
    interface Reader<T> {
        T read(byte[] contents) throws MalformedPkiException;
    }

    /** Reads a private key. */
    static KeyPair key(Path file) throws CommandFailure {
        return read(file, Keys::read);
    }

    /** Reads a private key, and makes one of a kind, for its owner alone, where there is none. */
    static KeyPair keyOrNew(Path file, KeyType type) throws IOException, CommandFailure {
        if (Files.exists(file)) {
            return key(file);
        }
        KeyPair key = type.generate();
        new DurableFiles().createSecret(file, ascii(Keys.text(key.getPrivate())));
        return key;
    }

    /** Reads certificates, at least one. */
    static List<X509Certificate> certificates(Path file) throws CommandFailure {
        return read(file, Certificates::ofFile);
    }

    /** Reads a request. */
    static SigningRequest request(Path file) throws CommandFailure {
        return read(file, SigningRequest::read);
    }

    /** Reads the certificate of a CA, those above it that the file has, and its key. */
    static Authority authority(Path certificate, Path key) throws CommandFailure {
        List<X509Certificate> certificates = certificates(certificate);
        KeyPair pair = key(key);
        try {
            return Authority.of(certificates, pair);
        } catch (MalformedPkiException e) {
            throw CommandFailure.usage(certificate + " and " + key + ": " + e.getMessage());
        }
    }

    /** Writes or replaces a file of text. */
    static void write(Path file, String text) throws IOException {
        new DurableFiles().write(file.toAbsolutePath(), ascii(text), DurableFiles.PUBLIC);
    }

    /** Reads a file that may not be longer than any of these is. */
    static <T> T read(Path file, Reader<T> reader) throws CommandFailure {
        try {
            if (Files.isDirectory(file)) {
                throw CommandFailure.usage(file + ": is a directory");
            }
            if (Files.size(file) > Pem.MAX_FILE) {
                throw CommandFailure.usage(
                        file + ": has " + Files.size(file) + " bytes, at most " + Pem.MAX_FILE + " are read");
            }
            return reader.read(Files.readAllBytes(file));
        } catch (MalformedPkiException e) {
            throw CommandFailure.usage(file + ": " + e.getMessage());
        } catch (NoSuchFileException e) {
            throw CommandFailure.usage(file + ": no such file");
        } catch (AccessDeniedException e) {
            throw CommandFailure.usage(file + ": permission denied");
        } catch (IOException e) {
            throw CommandFailure.usage(file + ": " + e.getMessage());
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
