package org.albatross.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.albatross.model.Bytes;
import org.albatross.model.Command;
import org.albatross.wire.BlobSink;
import org.albatross.wire.BlobSource;
import org.albatross.wire.MemoryMeter;
import org.albatross.wire.ProtocolException;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.PKCSException;

/** A request for a certificate (PKCS#10), signed by the key that it is for, with the command in the extensions that it asks for. */
public final class SigningRequest {
    private final X500Name subject;
    private final PublicKey key;
    private final Optional<Bytes> extension;
    private final Bytes der;

    private SigningRequest(X500Name subject, PublicKey key, Optional<Bytes> extension, Bytes der) {
        this.subject = subject;
        this.key = key;
        this.extension = extension;
        this.der = der;
    }

    /** Makes a request for a command that fits into a certificate; {@code blobs} has the image that it refers to. */
    public static SigningRequest of(String commonName, KeyPair key, Optional<Command> command, BlobSource blobs)
            throws IOException, MalformedPkiException {
        X500Name subject = Authority.name(commonName);
        PKCS10CertificationRequestBuilder builder = new PKCS10CertificationRequestBuilder(
                subject, SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()));
        Optional<Bytes> value = Optional.empty();
        if (command.isPresent()) {
            Extension extension = CommandExtension.of(command.get(), blobs);
            value = Optional.of(Bytes.of(extension.getExtnValue().getOctets()));
            builder.addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, new Extensions(extension));
        }
        return new SigningRequest(
                subject,
                key.getPublic(),
                value,
                Bytes.of(builder.build(Authority.signer(key)).getEncoded()));
    }

    /**
     * Reads the request of a PEM file.
     *
     * @throws MalformedPkiException when there is not exactly one, it is malformed, or its key has not signed it
     */
    public static SigningRequest read(byte[] file) throws MalformedPkiException {
        Bytes der = Pem.only(file, Pem.REQUEST, "request (-----BEGIN CERTIFICATE REQUEST-----)")
                .der();
        try {
            PKCS10CertificationRequest request = new PKCS10CertificationRequest(der.toArray());
            byte[] info = request.getSubjectPublicKeyInfo().getEncoded();
            PublicKey key = KeyFactory.getInstance(Keys.algorithm(
                            request.getSubjectPublicKeyInfo().getAlgorithm().getAlgorithm()))
                    .generatePublic(new X509EncodedKeySpec(info));
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder()
                    .setProvider(Crypto.PROVIDER)
                    .build(request.getSubjectPublicKeyInfo()))) {
                throw new MalformedPkiException("the request's signature is not that of its key");
            }
            return new SigningRequest(request.getSubject(), key, extension(request), der);
        } catch (IOException
                | GeneralSecurityException
                | OperatorCreationException
                | PKCSException
                | RuntimeException e) {
            throw new MalformedPkiException("the request in it cannot be read: " + e.getMessage(), e);
        }
    }

    private static Optional<Bytes> extension(PKCS10CertificationRequest request) {
        Extensions asked = request.getRequestedExtensions();
        Extension found = asked == null ? null : asked.getExtension(CommandExtension.IDENTIFIER);
        return found == null
                ? Optional.empty()
                : Optional.of(Bytes.of(found.getExtnValue().getOctets()));
    }

    /** Returns the subject as people read it. */
    public String display() {
        return Certificates.display(subject);
    }

    /** Returns the common name; nothing where there is none. */
    public Optional<String> commonName() throws MalformedPkiException {
        return Certificates.commonName(subject);
    }

    /** Returns the key that it is for, one of the JDK. */
    public PublicKey key() {
        return key;
    }

    /** Reads its command; nothing where it has none. */
    public Optional<Command> command(BlobSink sink) throws IOException, MalformedPkiException {
        if (extension.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(CommandExtension.read(extension.get().toArray(), 0, sink, MemoryMeter.NONE));
        } catch (ProtocolException e) {
            throw new MalformedPkiException("the command of the request cannot be read: " + e.getMessage(), e);
        }
    }

    /** Returns the request as the contents of a file. */
    public String text() {
        return new Pem(Pem.REQUEST, der).text();
    }

    X500Name subject() {
        return subject;
    }

    Optional<Bytes> extension() {
        return extension;
    }
}
