package org.albatross.pki;

import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.spec.ECGenParameterSpec;
import java.util.Locale;

/** The kinds of keys that can be made. */
public enum KeyType {
    /** RSA, 2048 bits. */
    RSA2048("RSA", "2048"),
    /** RSA, 4096 bits. */
    RSA4096("RSA", "4096"),
    /** Ed25519, the default. */
    ED25519("Ed25519", ""),
    /** ECDSA on NIST P-256, which browsers take. */
    P256("EC", "secp256r1"),
    /** ECDSA on NIST P-384. */
    P384("EC", "secp384r1"),
    /** ECDSA on NIST P-521. */
    P521("EC", "secp521r1");

    private final String algorithm;
    private final String size;

    KeyType(String algorithm, String size) {
        this.algorithm = algorithm;
        this.size = size;
    }

    /** Makes a key, with the JDK's generator and randomness: its PKCS#8 form is of version 0, which the original reads. */
    public KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            switch (algorithm) {
                case "RSA" -> generator.initialize(Integer.parseInt(size));
                case "EC" -> generator.initialize(new ECGenParameterSpec(size));
                default -> {}
            }
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("this Java platform cannot make keys of the kind " + this, e);
        }
    }

    /** Returns the word of a command line, {@code ed25519}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
