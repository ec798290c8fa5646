package org.albatross.tls.internal;

import java.io.IOException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.Optional;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/**
 * Ed25519 signatures by Bouncy Castle in the place of the JDK's, for all of the JVM: the TLS of the JDK takes the first
 * provider that has an algorithm, and its own one takes about ten times as long. Nothing else comes from here.
 */
final class Ed25519Provider extends Provider {
    private static final long serialVersionUID = 1L;
    private static final String NAME = "AlbatrossEd25519";

    /** The key that was signed with last: that of the endpoint, whose public key takes as long to compute as a signature. */
    private static volatile Optional<SigningKey> signing = Optional.empty();

    private Ed25519Provider() {
        super(NAME, "1", "Ed25519 signatures by Bouncy Castle");
        for (String algorithm : new String[] {"Ed25519", "EdDSA"}) {
            put("Signature." + algorithm, Ed25519Signature.class.getName());
            put("Signature." + algorithm + " SupportedKeyClasses", Key.class.getName());
        }
    }

    /** Makes it the first provider. */
    static void install() {
        Security.insertProviderAt(new Ed25519Provider(), 1);
    }

    /** Takes it away. */
    static void remove() {
        Security.removeProvider(NAME);
        signing = Optional.empty();
    }

    /** A key as it is signed with, which has its public key once it was. */
    private record SigningKey(PrivateKey key, Ed25519PrivateKeyParameters parameters) {}

    @SuppressWarnings(
            "ReferenceEquality") // of two objects that are equal the second one is read again, and nothing is lost
    private static Ed25519PrivateKeyParameters parameters(PrivateKey key) throws IOException {
        Optional<SigningKey> last = signing;
        if (last.isPresent() && last.get().key() == key) {
            return last.get().parameters();
        }
        Ed25519PrivateKeyParameters parameters =
                (Ed25519PrivateKeyParameters) PrivateKeyFactory.createKey(key.getEncoded());
        signing = Optional.of(new SigningKey(key, parameters));
        return parameters;
    }

    /** A signature. */
    public static final class Ed25519Signature extends SignatureSpi {
        private final Signer signer = new Ed25519Signer();

        /** For the provider. */
        public Ed25519Signature() {}

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            try {
                AsymmetricKeyParameter parameter = PublicKeyFactory.createKey(key.getEncoded());
                signer.init(false, parameter);
            } catch (IOException | RuntimeException e) {
                throw new InvalidKeyException("not an Ed25519 key", e);
            }
        }

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            try {
                signer.init(true, parameters(key));
            } catch (IOException | RuntimeException e) {
                throw new InvalidKeyException("not an Ed25519 key", e);
            }
        }

        @Override
        protected void engineUpdate(byte b) {
            signer.update(b);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int offset, int length) {
            signer.update(bytes, offset, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            try {
                return signer.generateSignature();
            } catch (CryptoException e) {
                throw new SignatureException(e);
            }
        }

        @Override
        protected boolean engineVerify(byte[] signature) {
            return signer.verifySignature(signature);
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new UnsupportedOperationException("Ed25519 has no parameters");
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException("Ed25519 has no parameters");
        }
    }
}
