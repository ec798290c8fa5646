package org.albatross.tls.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Ed25519ProviderTest {
    private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);

    @BeforeEach
    void install() {
        Ed25519Provider.install();
    }

    @AfterEach
    void remove() {
        Ed25519Provider.remove();
    }

    @Test
    void signsWithTheKeyThatItIsGivenWhicheverWasTheLast() throws Exception {
        KeyPair one = pair("Ed25519");
        KeyPair other = pair("Ed25519");
        for (KeyPair pair : new KeyPair[] {one, other, other, one}) {
            byte[] signature = signed(pair);
            assertThat(isSignedBy(one, signature)).isEqualTo(pair.equals(one));
            assertThat(isSignedBy(other, signature)).isEqualTo(pair.equals(other));
        }
    }

    @Test
    void refusesAKeyOfAnotherAlgorithm() throws Exception {
        KeyPair other = pair("EC");
        Signature signature = Signature.getInstance("Ed25519", "AlbatrossEd25519");
        assertThatThrownBy(() -> signature.initSign(other.getPrivate())).isInstanceOf(InvalidKeyException.class);
    }

    private static KeyPair pair(String algorithm) throws GeneralSecurityException {
        return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    }

    private static byte[] signed(KeyPair pair) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519", "AlbatrossEd25519");
        signature.initSign(pair.getPrivate());
        signature.update(MESSAGE);
        return signature.sign();
    }

    /** As the JDK has it. */
    private static boolean isSignedBy(KeyPair pair, byte[] signature) throws GeneralSecurityException {
        Signature jdk = Signature.getInstance("Ed25519", "SunEC");
        jdk.initVerify(pair.getPublic());
        jdk.update(MESSAGE);
        return jdk.verify(signature);
    }
}
