package org.albatross.tls.internal;

import java.math.BigInteger;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGeneratorSpi;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.interfaces.XECKey;
import java.security.interfaces.XECPrivateKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.math.ec.rfc7748.X25519;

/**
 * X25519 (RFC 7748) by Bouncy Castle in the place of the JDK's, for keys that are made for a handshake: the TLS of the JDK takes the first
 * provider that has an algorithm, and two multiplications by its own one are a third of what a handshake costs the server. For X448,
 * and for keys of others, the JDK's own provider is asked, as the next one.
 */
final class X25519Provider extends Provider {
    private static final long serialVersionUID = 1L;
    private static final String NAME = "AlbatrossX25519";
    private static final String ALGORITHM = "XDH";
    private static final int LENGTH = X25519.SCALAR_SIZE;

    private X25519Provider() {
        super(NAME, "1", "X25519 by Bouncy Castle");
        put("KeyPairGenerator." + ALGORITHM, Generator.class.getName());
        put("KeyAgreement." + ALGORITHM, Agreement.class.getName());
        put("KeyAgreement." + ALGORITHM + " SupportedKeyClasses", Secret.class.getName());
    }

    /** Makes it the first provider. */
    static void install() {
        Security.insertProviderAt(new X25519Provider(), 1);
    }

    /** Takes it away. */
    static void remove() {
        Security.removeProvider(NAME);
    }

    /** What both keys say of themselves: they are for one handshake, and cannot be stored. */
    private abstract static class HandshakeKey implements XECKey, Key {
        private static final long serialVersionUID = 1L;

        @Override
        public AlgorithmParameterSpec getParams() {
            return NamedParameterSpec.X25519;
        }

        @Override
        public String getAlgorithm() {
            return ALGORITHM;
        }

        @Override
        public String getFormat() {
            return "";
        }

        @Override
        public byte[] getEncoded() {
            return new byte[0];
        }
    }

    /** A private key. */
    private static final class Secret extends HandshakeKey implements XECPrivateKey {
        private static final long serialVersionUID = 1L;
        private final byte[] scalar;

        Secret(byte[] scalar) {
            this.scalar = scalar;
        }

        @Override
        public Optional<byte[]> getScalar() {
            return Optional.of(scalar.clone());
        }
    }

    /** The public key that goes to the peer, as its coordinate. */
    private static final class Coordinate extends HandshakeKey implements XECPublicKey {
        private static final long serialVersionUID = 1L;
        private final BigInteger u;

        Coordinate(BigInteger u) {
            this.u = u;
        }

        @Override
        public BigInteger getU() {
            return u;
        }
    }

    /** Makes pairs of keys. */
    public static final class Generator extends KeyPairGeneratorSpi {
        private SecureRandom random = new SecureRandom();

        /** For the provider. */
        public Generator() {}

        @Override
        public void initialize(int bits, SecureRandom source) {
            if (bits != 255) {
                throw new InvalidParameterException("X25519 has keys of 255 bits, not of " + bits);
            }
            random = source;
        }

        @Override
        public void initialize(AlgorithmParameterSpec parameters, SecureRandom source)
                throws InvalidAlgorithmParameterException {
            if (!isX25519(parameters)) {
                throw new InvalidAlgorithmParameterException("only X25519 is computed here");
            }
            random = source;
        }

        @Override
        public KeyPair generateKeyPair() {
            byte[] secret = new byte[LENGTH];
            byte[] coordinate = new byte[LENGTH];
            X25519.generatePrivateKey(random, secret);
            X25519.generatePublicKey(secret, 0, coordinate, 0);
            return new KeyPair(new Coordinate(number(coordinate)), new Secret(secret));
        }
    }

    private static boolean isX25519(AlgorithmParameterSpec parameters) {
        return parameters instanceof NamedParameterSpec named
                && named.getName().equalsIgnoreCase(NamedParameterSpec.X25519.getName());
    }

    private static BigInteger number(byte[] bytes) {
        return new BigInteger(1, reversed(bytes));
    }

    private static byte[] bytes(BigInteger number) throws InvalidKeyException {
        if (number.bitLength() > Byte.SIZE * LENGTH) {
            throw new InvalidKeyException("a coordinate of more than 256 bits");
        }
        return reversed(number.toByteArray());
    }

    /** Numbers are little-endian in RFC 7748, and have neither a byte for their sign nor fewer than others. */
    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[LENGTH];
        for (int i = 0; i < Math.min(LENGTH, bytes.length); i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    /** Computes the secret that both sides know. */
    public static final class Agreement extends KeyAgreementSpi {
        private byte[] scalar = new byte[0];
        private byte[] agreed = new byte[0];

        /** For the provider. */
        public Agreement() {}

        @Override
        protected void engineInit(Key key, SecureRandom random) throws InvalidKeyException {
            if (!(key instanceof Secret secret)) {
                throw new InvalidKeyException("not a key that was made here");
            }
            scalar = secret.scalar;
            agreed = new byte[0];
        }

        @Override
        protected void engineInit(Key key, AlgorithmParameterSpec parameters, SecureRandom random)
                throws InvalidKeyException {
            engineInit(key, random);
        }

        @Override
        @SuppressWarnings("NullAway") // nothing follows the last phase, as KeyAgreementSpi says
        protected Key engineDoPhase(Key key, boolean last) throws InvalidKeyException {
            if (scalar.length == 0 || !last) {
                throw new IllegalStateException("one phase follows the private key");
            }
            if (!(key instanceof XECPublicKey peer) || !isX25519(peer.getParams())) {
                throw new InvalidKeyException("not an X25519 key");
            }
            byte[] secret = new byte[LENGTH];
            if (!X25519.calculateAgreement(scalar, 0, bytes(peer.getU()), 0, secret, 0)) {
                throw new InvalidKeyException("a point of small order");
            }
            agreed = secret;
            return null;
        }

        @Override
        protected byte[] engineGenerateSecret() {
            if (agreed.length == 0) {
                throw new IllegalStateException("no key of a peer was given");
            }
            byte[] secret = agreed;
            agreed = new byte[0];
            return secret;
        }

        @Override
        protected int engineGenerateSecret(byte[] target, int offset) throws ShortBufferException {
            if (target.length - offset < LENGTH) {
                throw new ShortBufferException("a secret has " + LENGTH + " bytes");
            }
            byte[] secret = engineGenerateSecret();
            System.arraycopy(secret, 0, target, offset, secret.length);
            return secret.length;
        }

        @Override
        protected SecretKey engineGenerateSecret(String algorithm) {
            return new SecretKeySpec(engineGenerateSecret(), algorithm);
        }
    }
}
