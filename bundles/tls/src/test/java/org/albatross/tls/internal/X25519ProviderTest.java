package org.albatross.tls.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Security;
import java.security.interfaces.XECPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;
import javax.crypto.ShortBufferException;
import org.albatross.model.Reply;
import org.albatross.pki.Authority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that are agreed upon with the JDK's own provider at the other end. */
class X25519ProviderTest {
    private static final String OURS = "AlbatrossX25519";
    private static final String THE_JDKS = "SunEC";

    @BeforeEach
    void install() {
        X25519Provider.install();
    }

    @AfterEach
    void remove() {
        X25519Provider.remove();
        assertThat(Security.getProvider(OURS)).isNull();
    }

    private static KeyPair pair(NamedParameterSpec curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("XDH");
        generator.initialize(curve);
        return generator.generateKeyPair();
    }

    private static KeyPair pairOfTheJdk() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("XDH", THE_JDKS);
        generator.initialize(NamedParameterSpec.X25519);
        return generator.generateKeyPair();
    }

    private static PublicKey coordinate(BigInteger u) throws Exception {
        return KeyFactory.getInstance("XDH").generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, u));
    }

    private static KeyAgreement agreement(PrivateKey key, PublicKey peer) throws Exception {
        KeyAgreement agreement = KeyAgreement.getInstance("XDH");
        agreement.init(key);
        agreement.doPhase(peer, true);
        return agreement;
    }

    @Test
    void agreesWithTheJdksOwn() throws Exception {
        for (int i = 0; i < 50; i++) {
            KeyPair ours = pair(NamedParameterSpec.X25519);
            KeyPair other = pairOfTheJdk();
            KeyAgreement here = agreement(ours.getPrivate(), other.getPublic());
            assertThat(here.getProvider().getName()).isEqualTo(OURS);
            KeyAgreement there = agreement(other.getPrivate(), coordinate(((XECPublicKey) ours.getPublic()).getU()));
            assertThat(there.getProvider().getName()).isEqualTo(THE_JDKS);

            byte[] secret = here.generateSecret();
            assertThat(secret).isEqualTo(there.generateSecret()).hasSize(32);
            assertThat(agreement(ours.getPrivate(), other.getPublic())
                            .generateSecret("TlsPremasterSecret")
                            .getEncoded())
                    .isEqualTo(secret);
        }
    }

    @Test
    void agreesWithOpensslInAHandshake(@TempDir Path folder) throws Exception {
        Authority root = Credentials.root();
        try (Endpoint endpoint = new Endpoint(folder, root).open(FakeCommands.answering(new Reply.Done("done")))) {
            Process openssl = new ProcessBuilder(
                            "openssl",
                            "s_client",
                            "-connect",
                            "127.0.0.1:" + endpoint.address().getPort(),
                            "-groups",
                            "X25519",
                            "-brief")
                    .redirectErrorStream(true)
                    .start();
            openssl.getOutputStream().close();
            assertThat(new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("Server Temp Key: X25519, 253 bits", "Verification");
        }
    }

    @Test
    void refusesPointsOfSmallOrder() throws Exception {
        PrivateKey key = pair(NamedParameterSpec.X25519).getPrivate();
        for (BigInteger u : new BigInteger[] {BigInteger.ZERO, BigInteger.ONE}) {
            PublicKey small = coordinate(u);
            assertThatThrownBy(() -> agreement(key, small))
                    .isInstanceOf(InvalidKeyException.class)
                    .hasMessage("a point of small order");
        }
    }

    /** No key of the JDK's own can have it. */
    @Test
    void refusesACoordinateThatIsTooLarge() throws Exception {
        PrivateKey key = pair(NamedParameterSpec.X25519).getPrivate();
        BigInteger bound = BigInteger.ONE.shiftLeft(256);
        assertThat(agreement(key, new Coordinate(bound.subtract(BigInteger.ONE)))
                        .generateSecret())
                .hasSize(32);
        assertThatThrownBy(() -> agreement(key, new Coordinate(bound)))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessage("a coordinate of more than 256 bits");
    }

    @Test
    void refusesTheKeyOfAnotherCurve() throws Exception {
        PrivateKey key = pair(NamedParameterSpec.X25519).getPrivate();
        PublicKey other = pair(NamedParameterSpec.X448).getPublic();
        assertThatThrownBy(() -> agreement(key, other))
                .isInstanceOf(InvalidKeyException.class)
                .hasMessage("not an X25519 key");
        KeyPairGenerator generator = KeyPairGenerator.getInstance("XDH", OURS);
        assertThatThrownBy(() -> generator.initialize(NamedParameterSpec.X448))
                .isInstanceOf(InvalidAlgorithmParameterException.class);
        assertThatThrownBy(() -> generator.initialize(448)).isInstanceOf(InvalidParameterException.class);
    }

    @Test
    void tellsASecretOnceAndInItsOrder() throws Exception {
        KeyPair pair = pair(NamedParameterSpec.X25519);
        KeyAgreement agreement = KeyAgreement.getInstance("XDH", OURS);
        agreement.init(pair.getPrivate());
        assertThatThrownBy(agreement::generateSecret).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> agreement.doPhase(pair.getPublic(), false)).isInstanceOf(IllegalStateException.class);
        agreement.doPhase(pair.getPublic(), true);
        assertThatThrownBy(() -> agreement.generateSecret(new byte[32], 1)).isInstanceOf(ShortBufferException.class);
        byte[] target = new byte[34];
        assertThat(agreement.generateSecret(target, 1)).isEqualTo(32);
        assertThat(Arrays.copyOfRange(target, 1, 33))
                .isEqualTo(agreement(pair.getPrivate(), pair.getPublic()).generateSecret());
        assertThatThrownBy(agreement::generateSecret).isInstanceOf(IllegalStateException.class);
        agreement.doPhase(pair.getPublic(), true);
        agreement.init(pair.getPrivate());
        assertThatThrownBy(agreement::generateSecret).isInstanceOf(IllegalStateException.class);
    }

    /** A key as a peer's TLS might make it. */
    private record Coordinate(BigInteger u) implements XECPublicKey {
        @Override
        public BigInteger getU() {
            return u;
        }

        @Override
        public AlgorithmParameterSpec getParams() {
            return NamedParameterSpec.X25519;
        }

        @Override
        public String getAlgorithm() {
            return "XDH";
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

    @Test
    void leavesOtherCurvesToTheJdk() throws Exception {
        KeyPair first = pair(NamedParameterSpec.X448);
        KeyPair second = pair(NamedParameterSpec.X448);
        KeyAgreement agreement = agreement(first.getPrivate(), second.getPublic());
        assertThat(agreement.getProvider().getName()).isEqualTo(THE_JDKS);
        assertThat(agreement.generateSecret()).hasSize(56);
    }
}
