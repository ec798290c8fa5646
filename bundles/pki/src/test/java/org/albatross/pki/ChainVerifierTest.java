package org.albatross.pki;

import static org.albatross.pki.TestPki.NOW;
import static org.albatross.pki.TestPki.YEAR;
import static org.albatross.pki.TestPki.below;
import static org.albatross.pki.TestPki.leaf;
import static org.albatross.pki.TestPki.policy;
import static org.albatross.pki.TestPki.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.albatross.model.Bytes;
import org.albatross.model.Command;
import org.albatross.model.UnikernelCommand;
import org.albatross.pki.ChainVerifier.Purpose;
import org.albatross.pki.TestPki.Forge;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

class ChainVerifierTest {
    private static final Command INFO = new UnikernelCommand.Info(UnikernelCommand.InfoForm.CURRENT);

    private final Authority root = root("ca");
    private final ChainVerifier verifier = new ChainVerifier(List.of(root.certificate()), Revocation.NONE);

    @Test
    void trustsAnAdministratorsLeafAndALongChain() throws Exception {
        assertThat(verify(leaf(root, ".", INFO)).authorities()).containsExactly(root.certificate());
        Authority authority = root;
        for (int i = 0; i < ChainVerifier.MAX_CERTIFICATES - 1; i++) {
            authority = below(authority, "a" + i, policy(10 - i, 1000));
        }
        List<X509Certificate> chain = leaf(authority, "x", INFO);
        assertThat(verify(chain).certificates()).isEqualTo(chain).hasSize(9);
    }

    @Test
    void ignoresTheRootAtTheEndOfAChainAlsoAnOldOneOfTheSameKey() throws Exception {
        List<X509Certificate> chain = new ArrayList<>(leaf(root, "x", INFO));
        X509Certificate renewed = Authority.root(
                        "ca", root.key(), Validity.of(NOW.minus(Duration.ofDays(9)), Duration.ofDays(8)))
                .certificate();
        assertThat(verify(List.of(chain.get(0), root.certificate())).certificates())
                .hasSize(1);
        assertThat(verify(List.of(chain.get(0), renewed)).certificates()).hasSize(1);
    }

    @Test
    void trustsTwoRootsOfTheSameNameDuringARollOver() throws Exception {
        Authority next = root("ca");
        ChainVerifier both = new ChainVerifier(List.of(root.certificate(), next.certificate()), Revocation.NONE);
        assertThat(both.verify(leaf(root, "x", INFO), Purpose.CLIENT, NOW).root())
                .isEqualTo(root.certificate());
        assertThat(both.verify(leaf(next, "x", INFO), Purpose.CLIENT, NOW).root())
                .isEqualTo(next.certificate());
    }

    @Test
    void trustsLeavesWithoutUsagesAndCasWithoutCrlSignAsMollymawkMakesThem() throws Exception {
        Forge ca = Forge.authority("user").usage(KeyUsage.keyCertSign);
        X509Certificate user = ca.issuedBy(root);
        X509Certificate leaf = new Forge("x").issuedBy(user, ca.key());
        assertThat(verify(List.of(leaf, user)).certificates()).hasSize(2);
    }

    @Test
    void refusesNoCertificate() {
        assertThat(refusal(List.of())).isInstanceOf(Distrust.NoCertificate.class);
    }

    @Test
    void refusesTenCertificates() throws Exception {
        Authority authority = root;
        for (int i = 0; i < ChainVerifier.MAX_CERTIFICATES; i++) {
            authority = below(authority, "a" + i, policy(10 - i, 1000));
        }
        assertThat(refusal(leaf(authority, "x", INFO))).isEqualTo(new Distrust.TooLong(10, 9));
    }

    @Test
    void refusesACaWhoseUnusedExtensionIsLarge() throws Exception {
        Forge ca = Forge.authority("user").with("1.2.3.4", false, Bytes.of(new byte[1 << 16]));
        X509Certificate user = ca.issuedBy(root);
        X509Certificate leaf = new Forge("x").issuedBy(user, ca.key());
        int length = user.getEncoded().length;
        assertThat(refusal(List.of(leaf, user)))
                .isEqualTo(new Distrust.TooLarge(CertificateId.of(user), length, 1 << 16, false));
        assertThat(refusal(List.of(leaf, user)).message())
                .isEqualTo("/CN=user (serial 1267) has " + length + " bytes, at most 65536 are allowed");
    }

    @Test
    void refusesACaWhoseNameOrCommandIsLarge() throws Exception {
        Forge named = Forge.authority("user").subject("CN=user,O=" + "x".repeat(1 << 16));
        X509Certificate user = named.issuedBy(root);
        assertThat(refusal(List.of(new Forge("x").issuedBy(user, named.key()), user)))
                .isInstanceOf(Distrust.TooLarge.class);
        Forge commanded = Forge.authority("user").command(Bytes.of(new byte[1 << 16]));
        X509Certificate other = commanded.issuedBy(root);
        assertThat(refusal(List.of(new Forge("x").issuedBy(other, commanded.key()), other)))
                .isInstanceOf(Distrust.TooLarge.class);
    }

    @Test
    void refusesALeafThatIsLargeBesideItsCommandAndTrustsOneWithALargeCommand() throws Exception {
        Bytes image = Bytes.of(new byte[1 << 20]);
        assertThat(verify(List.of(new Forge("x").command(image).issuedBy(root))).certificates())
                .hasSize(1);
        Forge large = new Forge("x").command(image).with("1.2.3.4", false, Bytes.of(new byte[1 << 16]));
        Distrust refusal = refusal(List.of(large.issuedBy(root)));
        assertThat(refusal).isInstanceOf(Distrust.TooLarge.class);
        assertThat(refusal.message())
                .matches("/CN=x \\(serial 1267\\) has 65[0-9]{3} bytes beside its command, at most 65536 are allowed");
    }

    @Test
    void refusesTheWrongOrder() throws Exception {
        Authority a = below(root, "a", policy(9, 1000));
        List<X509Certificate> chain = leaf(below(a, "b", policy(8, 1000)), "x", INFO);
        assertThat(refusal(List.of(chain.get(0), chain.get(2), chain.get(1)))).isInstanceOf(Distrust.OutOfOrder.class);
    }

    @Test
    void refusesTheChainOfAnotherCa() throws Exception {
        Distrust refusal = refusal(leaf(root("other"), "x", INFO));
        assertThat(refusal).isInstanceOf(Distrust.UnknownAuthority.class);
        assertThat(refusal.message()).contains("was issued by /CN=other, which is not a CA that is trusted here");
    }

    @Test
    void refusesTheChainOfAnotherCaOfTheSameName() throws Exception {
        assertThat(refusal(leaf(root("ca"), "x", INFO))).isInstanceOf(Distrust.BadSignature.class);
    }

    @Test
    void refusesALeafThatItsIssuerHasNotSigned() throws Exception {
        Authority a = below(root, "a", policy(9, 1000));
        Authority impostor = below(root, "a", policy(9, 1000));
        List<X509Certificate> chain =
                List.of(leaf(impostor, "x", INFO).get(0), leaf(a, "x", INFO).get(1));
        assertThat(refusal(chain)).isInstanceOf(Distrust.BadSignature.class);
    }

    @Test
    void refusesWhatIsExpiredOrNotYetValidWhereverItStands() throws Exception {
        Instant begin = NOW.minus(Duration.ofDays(2));
        X509Certificate old = new Forge("x").valid(begin, NOW.minusSeconds(1)).issuedBy(root);
        assertThat(refusal(List.of(old))).isEqualTo(new Distrust.Expired(CertificateId.of(old), NOW.minusSeconds(1)));
        X509Certificate early =
                new Forge("x").valid(NOW.plusSeconds(1), NOW.plusSeconds(9)).issuedBy(root);
        assertThat(refusal(List.of(early)))
                .isEqualTo(new Distrust.NotYetValid(CertificateId.of(early), NOW.plusSeconds(1)));
        Forge ca = Forge.authority("user").valid(begin, NOW.minusSeconds(1));
        X509Certificate user = ca.issuedBy(root);
        assertThat(refusal(List.of(new Forge("x").issuedBy(user, ca.key()), user)))
                .isEqualTo(new Distrust.Expired(CertificateId.of(user), NOW.minusSeconds(1)));
        Authority oldRoot = Authority.root("ca", KeyType.ED25519.generate(), new Validity(begin, NOW.minusSeconds(1)));
        UntrustedException refused = catchThrowableOfType(
                UntrustedException.class, () -> new ChainVerifier(List.of(oldRoot.certificate()), Revocation.NONE)
                        .verify(leaf(oldRoot, "x", INFO), Purpose.CLIENT, NOW));
        assertThat(refused.reason()).isInstanceOf(Distrust.Expired.class);
    }

    @Test
    void trustsTheFirstAndTheLastMoment() throws Exception {
        X509Certificate leaf = new Forge("x").valid(NOW, NOW.plusSeconds(5)).issuedBy(root);
        assertThat(verifier.verify(List.of(leaf), Purpose.CLIENT, NOW)).isNotNull();
        assertThat(verifier.verify(List.of(leaf), Purpose.CLIENT, NOW.plusSeconds(5)))
                .isNotNull();
    }

    @Test
    void noticesWhatExpiresWhileAConnectionLasts() throws Exception {
        X509Certificate leaf = new Forge("x").valid(NOW, NOW.plusSeconds(5)).issuedBy(root);
        TrustedChain chain = verify(List.of(leaf));
        UntrustedException refused =
                catchThrowableOfType(UntrustedException.class, () -> verifier.recheck(chain, NOW.plusSeconds(6)));
        assertThat(refused.reason()).isInstanceOf(Distrust.Expired.class);
    }

    @Test
    void refusesWhatIsSignedByALeafAlsoWithoutConstraints() throws Exception {
        for (Forge forge : List.of(new Forge("user"), new Forge("user").withoutConstraints())) {
            X509Certificate user = forge.issuedBy(root);
            assertThat(refusal(List.of(new Forge("x").issuedBy(user, forge.key()), user)))
                    .isEqualTo(new Distrust.NotAnAuthority(CertificateId.of(user)));
        }
    }

    @Test
    void refusesACaWhoseKeyMayNotSignCertificates() throws Exception {
        Forge ca = Forge.authority("user").usage(KeyUsage.digitalSignature | KeyUsage.cRLSign);
        X509Certificate user = ca.issuedBy(root);
        assertThat(refusal(List.of(new Forge("x").issuedBy(user, ca.key()), user))
                        .message())
                .endsWith("is not for issuing certificates (keyCertSign)");
    }

    @Test
    void refusesCasBelowOneThatAllowsNone() throws Exception {
        Forge upper = Forge.authority("a").pathLength(0);
        X509Certificate a = upper.issuedBy(root);
        assertThat(verify(List.of(new Forge("x").issuedBy(a, upper.key()), a))).isNotNull();
        Forge lower = Forge.authority("b");
        X509Certificate b = lower.issuedBy(a, upper.key());
        assertThat(refusal(List.of(new Forge("x").issuedBy(b, lower.key()), b, a)))
                .isEqualTo(new Distrust.BelowPathLength(CertificateId.of(a), 0));
    }

    @Test
    void refusesALeafWhoseKeyMayNotSign() throws Exception {
        X509Certificate leaf = new Forge("x").usage(KeyUsage.keyEncipherment).issuedBy(root);
        assertThat(refusal(List.of(leaf)).message()).endsWith("is not for TLS 1.3 (digitalSignature)");
    }

    @Test
    void refusesTheCertificateOfAServerAsAClientsAndTheOtherWayRound() throws Exception {
        X509Certificate server =
                new Forge("x").purpose(KeyPurposeId.id_kp_serverAuth).issuedBy(root);
        X509Certificate client =
                new Forge("x").purpose(KeyPurposeId.id_kp_clientAuth).issuedBy(root);
        assertThat(refusal(List.of(server)).message()).endsWith("is not for TLS clients (extended key usage)");
        assertThat(verifier.verify(List.of(server), Purpose.SERVER, NOW)).isNotNull();
        assertThat(verify(List.of(client))).isNotNull();
        UntrustedException refused = catchThrowableOfType(
                UntrustedException.class, () -> verifier.verify(List.of(client), Purpose.SERVER, NOW));
        assertThat(refused.reason()).isInstanceOf(Distrust.WrongUsage.class);
        X509Certificate any =
                new Forge("x").purpose(KeyPurposeId.anyExtendedKeyUsage).issuedBy(root);
        assertThat(verify(List.of(any))).isNotNull();
    }

    @Test
    void refusesACriticalExtensionThatItDoesNotKnow() throws Exception {
        X509Certificate leaf =
                new Forge("x").with("1.2.3.4", true, Bytes.ofHex("0500")).issuedBy(root);
        assertThat(refusal(List.of(leaf))).isEqualTo(new Distrust.UnknownExtension(CertificateId.of(leaf), "1.2.3.4"));
        assertThat(verify(List.of(new Forge("x")
                        .with("1.2.3.4", false, Bytes.ofHex("0500"))
                        .issuedBy(root))))
                .isNotNull();
    }

    @Test
    void refusesWeakKeysAndSignatures() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        KeyPair weak = generator.generateKeyPair();
        assertThat(refusal(List.of(new Forge("x").key(weak).issuedBy(root))).message())
                .endsWith("has an RSA key of 1024 bits, which is not accepted");
        KeyPair rsa = KeyType.RSA2048.generate();
        Authority rsaRoot = Authority.root("ca", rsa, YEAR);
        X509Certificate leaf = new Forge("x").signedBy(rsa, "SHA1withRSA").issuedBy(rsaRoot);
        UntrustedException refused = catchThrowableOfType(
                UntrustedException.class, () -> new ChainVerifier(List.of(rsaRoot.certificate()), Revocation.NONE)
                        .verify(List.of(leaf), Purpose.CLIENT, NOW));
        assertThat(refused.reason().message()).endsWith("has a signature by SHA1withRSA, which is not accepted");
    }

    @Test
    void refusesASerialNumberOfMoreThanTwentyBytes() throws Exception {
        X509Certificate longest = new Forge("x")
                .serial(BigInteger.TWO.pow(160).subtract(BigInteger.ONE))
                .issuedBy(root);
        assertThat(verify(List.of(longest))).isNotNull();
        X509Certificate tooLong = new Forge("x").serial(BigInteger.TWO.pow(168)).issuedBy(root);
        assertThat(refusal(List.of(tooLong)).message())
                .isEqualTo("/CN=x has a serial number of 22 bytes, at most 21 are allowed");
    }

    @Test
    void asksForEachCertificateWhetherItsIssuerHasRevokedIt() throws Exception {
        Authority a = below(root, "a", policy(9, 1000));
        List<X509Certificate> chain = leaf(a, "x", INFO);
        List<IssuedCertificate> asked = new ArrayList<>();
        Revocation revocation = (certificate, now) -> {
            asked.add(certificate);
            return certificate.id().equals(CertificateId.of(chain.get(0)))
                    ? Optional.of(new Distrust.Revoked(certificate.id(), now))
                    : Optional.empty();
        };
        UntrustedException refused = catchThrowableOfType(
                UntrustedException.class,
                () -> new ChainVerifier(List.of(root.certificate()), revocation).verify(chain, Purpose.CLIENT, NOW));
        assertThat(refused.reason()).isInstanceOf(Distrust.Revoked.class);
        assertThat(refused.getCause())
                .isInstanceOfSatisfying(CertPathValidatorException.class, cause -> assertThat(cause.getReason())
                        .isEqualTo(CertPathValidatorException.BasicReason.REVOKED));
        assertThat(asked)
                .containsExactly(
                        IssuedCertificate.of(
                                a.certificate(), ListIssuer.of(root.certificate()), ListIssuer.of(root.certificate())),
                        IssuedCertificate.of(
                                chain.get(0), ListIssuer.of(a.certificate()), ListIssuer.of(a.certificate())));
    }

    private TrustedChain verify(List<X509Certificate> chain) throws UntrustedException {
        return verifier.verify(chain, Purpose.CLIENT, NOW);
    }

    private Distrust refusal(List<X509Certificate> chain) {
        return catchThrowableOfType(UntrustedException.class, () -> verify(chain))
                .reason();
    }
}
