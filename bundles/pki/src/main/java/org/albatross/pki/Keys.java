package org.albatross.pki;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.albatross.model.Bytes;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/** Private keys as files: PKCS#8 in PEM, as the original writes and reads them. */
public final class Keys {
    private static final int P256_BITS = 256;
    private static final int P384_BITS = 384;

    private Keys() {}

    /**
     * Reads a private key, PKCS#8 or the older form of RSA keys, not encrypted. The public half is worked out of it.
     *
     * @throws MalformedPkiException when there is not exactly one, or of a kind that {@link KeyType} does not have
     */
    public static KeyPair read(byte[] file) throws MalformedPkiException {
        for (Pem block : Pem.read(file)) {
            switch (block.label()) {
                case "RSA PRIVATE KEY" -> {
                    return pair(pkcs8(block.der().toArray()));
                }
                case "ENCRYPTED PRIVATE KEY" ->
                    throw new MalformedPkiException(
                            "the key is encrypted (openssl pkey -in FILE writes it without encryption)");
                case "EC PRIVATE KEY" ->
                    throw new MalformedPkiException(
                            "the key is not in the form PKCS#8 (openssl pkcs8 -topk8 -nocrypt -in FILE writes that)");
                default -> {}
            }
        }
        return pair(info(Pem.only(file, Pem.KEY, "private key (-----BEGIN PRIVATE KEY-----)")));
    }

    /** Returns a private key as the contents of its file. */
    public static String text(PrivateKey key) {
        return new Pem(Pem.KEY, Bytes.of(key.getEncoded())).text();
    }

    /** Tells whether a private key is that of a public one, as a certificate has it. */
    public static boolean belongTogether(KeyPair pair, PublicKey key) {
        return Arrays.equals(pair.getPublic().getEncoded(), key.getEncoded());
    }

    /** Returns the name of the algorithm by which a key signs: that of Ed25519, or with the digest that befits its length. */
    static String signatureAlgorithm(PrivateKey key) {
        if (key instanceof ECKey ec) {
            int bits = ec.getParams().getOrder().bitLength();
            return (bits <= P256_BITS ? "SHA256" : bits <= P384_BITS ? "SHA384" : "SHA512") + "withECDSA";
        }
        return key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "Ed25519";
    }

    private static PrivateKeyInfo info(Pem block) throws MalformedPkiException {
        try {
            return PrivateKeyInfo.getInstance(block.der().toArray());
        } catch (RuntimeException e) {
            throw new MalformedPkiException("the key in it is not PKCS#8", e);
        }
    }

    private static PrivateKeyInfo pkcs8(byte[] rsa) throws MalformedPkiException {
        try {
            return new PrivateKeyInfo(
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                    RSAPrivateKey.getInstance(rsa));
        } catch (IOException | RuntimeException e) {
            throw new MalformedPkiException("the RSA key in it is malformed", e);
        }
    }

    /** Makes keys of the JDK: of any other its TLS knows no Ed25519. */
    private static KeyPair pair(PrivateKeyInfo any) throws MalformedPkiException {
        try {
            // Version 0, without attributes and public half.
            PrivateKeyInfo info = new PrivateKeyInfo(any.getPrivateKeyAlgorithm(), any.parsePrivateKey());
            KeyFactory factory = KeyFactory.getInstance(
                    algorithm(info.getPrivateKeyAlgorithm().getAlgorithm()));
            SubjectPublicKeyInfo half = publicHalf(PrivateKeyFactory.createKey(info));
            return new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(half.getEncoded())),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded())));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new MalformedPkiException("the key in it cannot be used: " + e.getMessage(), e);
        }
    }

    /** Returns what the JDK calls the algorithm of a key. */
    static String algorithm(ASN1ObjectIdentifier oid) throws GeneralSecurityException {
        if (oid.equals(EdECObjectIdentifiers.id_Ed25519)) {
            return "Ed25519";
        }
        if (oid.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
            return "EC";
        }
        if (oid.equals(PKCSObjectIdentifiers.rsaEncryption)) {
            return "RSA";
        }
        throw new GeneralSecurityException("its algorithm " + oid + " is not one of RSA, Ed25519 and ECDSA");
    }

    private static SubjectPublicKeyInfo publicHalf(AsymmetricKeyParameter key) throws IOException {
        AsymmetricKeyParameter half;
        if (key instanceof Ed25519PrivateKeyParameters ed) {
            half = ed.generatePublicKey();
        } else if (key instanceof ECPrivateKeyParameters ec) {
            half = new ECPublicKeyParameters(
                    ec.getParameters().getG().multiply(ec.getD()).normalize(), ec.getParameters());
        } else if (key instanceof RSAPrivateCrtKeyParameters rsa) {
            half = new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent());
        } else {
            throw new IOException("its public half cannot be worked out");
        }
        return SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(half);
    }
}
