package org.albatross.pki;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.albatross.model.Command;
import org.albatross.wire.BlobSink;
import org.albatross.wire.BlobSource;
import org.albatross.wire.Encoding;
import org.albatross.wire.Limits;
import org.albatross.wire.MemoryMeter;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.WireDecoder;
import org.albatross.wire.WireEncoder;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Extension;

/** The extension of a certificate or request that holds a command: {@code CertExtension} of the wire's ASN.1 module. */
public final class CommandExtension {
    /** Its object identifier. */
    public static final String OID = "1.3.6.1.4.1.49836.42";

    /** The most bytes that a command in a certificate may have: the rest of a TLS message is for the chain. */
    public static final int MAX_LENGTH = Certificates.MAX_LENGTH - (1 << 16);

    static final ASN1ObjectIdentifier IDENTIFIER = new ASN1ObjectIdentifier(OID);

    private static final int LENGTH_BITS = 0x7f;

    private CommandExtension() {}

    /**
     * Reads the command of a certificate; nothing where it has none.
     *
     * @param sink where an image goes that is too large for memory
     * @throws ProtocolException when the extension is malformed, of another version, or of an unknown command
     */
    public static Optional<Command> of(X509Certificate certificate, BlobSink sink)
            throws IOException, ProtocolException {
        return of(certificate, sink, MemoryMeter.NONE);
    }

    /** As above, and tells {@code memory} what the command takes. */
    static Optional<Command> of(X509Certificate certificate, BlobSink sink, MemoryMeter memory)
            throws IOException, ProtocolException {
        byte[] value = certificate.getExtensionValue(OID);
        if (value == null) {
            return Optional.empty();
        }
        // Behind tag and length of the OCTET STRING around it, which the JDK has made.
        int begin = 2 + (value[1] >= 0 ? 0 : value[1] & LENGTH_BITS);
        return Optional.of(read(value, begin, sink, memory));
    }

    /** Returns how many bytes of a certificate are its command. */
    static int length(X509Certificate certificate) {
        byte[] value = certificate.getExtensionValue(OID);
        return value == null ? 0 : value.length;
    }

    static Command read(byte[] value, int begin, BlobSink sink, MemoryMeter memory)
            throws IOException, ProtocolException {
        int length = value.length - begin;
        return new WireDecoder(Limits.REMOTE, sink, memory)
                .extension(new ByteArrayInputStream(value, begin, length), length);
    }

    static void checkLength(Command command) throws MalformedPkiException {
        long length = WireEncoder.extension(command).length();
        if (length > MAX_LENGTH) {
            throw new MalformedPkiException(
                    "the command has " + length + " bytes, at most " + MAX_LENGTH + " fit into a certificate");
        }
    }

    /**
     * Returns the extension for a command; {@code blobs} has the images that it refers to.
     *
     * @throws MalformedPkiException when it has more than {@link #MAX_LENGTH} bytes
     */
    static Extension of(Command command, BlobSource blobs) throws IOException, MalformedPkiException {
        checkLength(command);
        Encoding encoding = WireEncoder.extension(command);
        ByteArrayOutputStream value = new ByteArrayOutputStream((int) encoding.length());
        encoding.writeTo(value, blobs);
        return new Extension(IDENTIFIER, false, value.toByteArray());
    }
}
