package org.albatross.pki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.albatross.model.Bytes;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * A block of a PEM file (RFC 7468).
 *
 * @param label what it is, {@code CERTIFICATE}
 * @param der its contents
 */
public record Pem(String label, Bytes der) {
    /** The label of a certificate. */
    public static final String CERTIFICATE = "CERTIFICATE";

    /** The label of a request. */
    public static final String REQUEST = "CERTIFICATE REQUEST";

    /** The label of a private key in PKCS#8, not encrypted. */
    public static final String KEY = "PRIVATE KEY";

    /** The label of a revocation list. */
    public static final String CRL = "X509 CRL";

    /** The most bytes that a file may have: a chain whose leaf carries the largest image takes 22 MiB. */
    public static final int MAX_FILE = 32 << 20;

    /**
     * Reads all blocks of a file; what stands between them is passed over.
     *
     * @throws MalformedPkiException when it is longer than {@link #MAX_FILE}, has no block, or one that is cut off
     */
    public static List<Pem> read(byte[] file) throws MalformedPkiException {
        if (file.length > MAX_FILE) {
            throw new MalformedPkiException("it has " + file.length + " bytes, at most " + MAX_FILE + " are read");
        }
        List<Pem> blocks = new ArrayList<>();
        try (PemReader reader =
                new PemReader(new InputStreamReader(new ByteArrayInputStream(file), StandardCharsets.ISO_8859_1))) {
            for (PemObject block = reader.readPemObject(); block != null; block = reader.readPemObject()) {
                blocks.add(new Pem(block.getType(), Bytes.of(block.getContent())));
            }
        } catch (IOException | RuntimeException e) {
            throw new MalformedPkiException("it is not PEM: " + e.getMessage(), e);
        }
        if (blocks.isEmpty()) {
            throw new MalformedPkiException("it is not PEM: there is no -----BEGIN in it");
        }
        return blocks;
    }

    /** Returns the block as text, lines of 64 characters. */
    public String text() {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(label, der.toArray()));
        } catch (IOException e) {
            throw new IllegalStateException("a string can always be written to", e);
        }
        return text.toString();
    }

    /** Returns the only block with this label. */
    static Pem only(byte[] file, String label, String what) throws MalformedPkiException {
        List<Pem> found =
                read(file).stream().filter(block -> block.label.equals(label)).toList();
        if (found.size() != 1) {
            throw new MalformedPkiException(
                    "it holds " + (found.isEmpty() ? "no " : found.size() + " times a ") + what + ", one is needed");
        }
        return found.get(0);
    }
}
