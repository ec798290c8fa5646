package org.albatross.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.albatross.model.Bytes;
import org.albatross.model.Command;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.UnikernelCommand;
import org.albatross.pki.ChainVerifier.Purpose;
import org.albatross.wire.BlobSink;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the original has made is taken, and what is made here is of the same form. */
class OriginalTest {
    private static final Instant NOW = Instant.parse("2026-11-29T00:00:00Z");

    private static final Policy POLICY =
            new Policy(CpuId.setOf(0), 2, new Megabytes(64), Optional.empty(), new TreeSet<>());

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "p256", "rsa2048"})
    void trustsAndReadsTheChainOfALeaf(String keyType) throws Exception {
        OriginalFiles files = new OriginalFiles(keyType);
        TrustedChain chain = verifier(files).verify(files.certificates("hello"), Purpose.CLIENT, NOW);
        Entitlement entitlement = Entitlement.of(chain, BlobSink.REFUSING);
        Path user = new Path(List.of("user"));
        assertThat(entitlement.path()).isEqualTo(user);
        assertThat(entitlement.policies()).containsExactly(new PathPolicy(user, POLICY));
        assertThat(entitlement.subjects()).containsExactly("user", "hello");
        Leaf.Ask ask = (Leaf.Ask) entitlement.leaf();
        assertThat(ask.name()).isEqualTo(Name.of(user, "hello"));
        assertThat(ask.command()).isInstanceOf(UnikernelCommand.Info.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "p256", "rsa2048"})
    void trustsTheCertificateOfAServer(String keyType) throws Exception {
        OriginalFiles files = new OriginalFiles(keyType);
        assertThat(verifier(files)
                        .verify(files.certificates("server"), Purpose.SERVER, NOW)
                        .root())
                .isEqualTo(files.certificates("cacert").get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "p256", "rsa2048"})
    void readsKeysAndWritesThemAgain(String keyType) throws Exception {
        OriginalFiles files = new OriginalFiles(keyType);
        for (String name : List.of("ca", "server", "user", "hello")) {
            KeyPair key = files.key(name);
            String certificate = name.equals("ca") ? "cacert" : name;
            assertThat(Keys.belongTogether(
                            key, files.certificates(certificate).get(0).getPublicKey()))
                    .isTrue();
            assertThat(Keys.text(key.getPrivate())).isEqualTo(files.pkcs8(name).text());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "p256", "rsa2048"})
    void tellsSerialNumbersAsTheDatabaseDoes(String keyType) throws Exception {
        OriginalFiles files = new OriginalFiles(keyType);
        List<String> lines = new ArrayList<>();
        for (String name : List.of("server", "user", "hello")) {
            lines.add(Certificates.serial(files.certificates(name).get(0)) + " " + name);
        }
        assertThat(new String(files.file("db"), StandardCharsets.US_ASCII).lines())
                .containsExactlyElementsOf(lines);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "p256", "rsa2048"})
    void signsRequestsAsTheOriginalDid(String keyType) throws Exception {
        OriginalFiles files = new OriginalFiles(keyType);
        Authority root = Authority.of(files.certificates("cacert"), files.key("ca"));
        X509Certificate user = sign(root, files.request("user"));
        assertSameForm(user, files.certificates("user").get(0));
        Authority below = Authority.of(files.certificates("user"), files.key("user"));
        X509Certificate hello = sign(below, files.request("hello"));
        assertSameForm(hello, files.certificates("hello").get(0));
        assertThat(verifier(files)
                        .verify(below.chain(hello), Purpose.CLIENT, NOW)
                        .certificates())
                .hasSize(2);
        Authority.Request nothing = new Authority.Request();
        assertSameForm(
                root.issue(
                        "server",
                        files.key("server").getPublic(),
                        Validity.of(NOW, Duration.ofDays(365)),
                        Profile.SERVER,
                        nothing),
                files.certificates("server").get(0));
        assertSameForm(
                Authority.root("ca", files.key("ca"), Validity.of(NOW, Duration.ofDays(3650)))
                        .certificate(),
                files.certificates("cacert").get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "p256", "rsa2048"})
    void makesRequestsAsTheOriginalDid(String keyType) throws Exception {
        OriginalFiles files = new OriginalFiles(keyType);
        SigningRequest original = files.request("user");
        Optional<Command> command = original.command(BlobSink.REFUSING);
        SigningRequest ours = SigningRequest.of("user", files.key("user"), command, blob -> {
            throw new IllegalStateException("a policy has no blob");
        });
        assertThat(tbs(ours)).isEqualTo(tbs(original));
    }

    private static Bytes tbs(SigningRequest request) throws Exception {
        byte[] der = Pem.read(request.text().getBytes(StandardCharsets.US_ASCII))
                .get(0)
                .der()
                .toArray();
        return Bytes.of(new PKCS10CertificationRequest(der)
                .toASN1Structure()
                .getCertificationRequestInfo()
                .getEncoded());
    }

    private static X509Certificate sign(Authority authority, SigningRequest request) throws Exception {
        return SigningRules.of(authority).sign(request, request.command(BlobSink.REFUSING), Optional.empty(), NOW);
    }

    /** Compares all but validity, serial number and signature: subject, issuer, key and extensions, in their order. */
    private static void assertSameForm(X509Certificate ours, X509Certificate original) throws Exception {
        Certificate one = new X509CertificateHolder(ours.getEncoded()).toASN1Structure();
        Certificate other = new X509CertificateHolder(original.getEncoded()).toASN1Structure();
        assertThat(one.getSubject().getEncoded()).isEqualTo(other.getSubject().getEncoded());
        assertThat(one.getIssuer().getEncoded()).isEqualTo(other.getIssuer().getEncoded());
        assertThat(one.getSignatureAlgorithm().getEncoded())
                .isEqualTo(other.getSignatureAlgorithm().getEncoded());
        assertThat(one.getSubjectPublicKeyInfo().getEncoded())
                .isEqualTo(other.getSubjectPublicKeyInfo().getEncoded());
        assertThat(extensions(one)).isEqualTo(extensions(other));
        assertThat(ours.getKeyUsage()).isEqualTo(original.getKeyUsage());
    }

    /** Without the value of key usage, which the original does not write in its shortest form, as DER would have it. */
    private static List<String> extensions(Certificate certificate) {
        Extensions extensions = certificate.getTBSCertificate().getExtensions();
        List<String> texts = new ArrayList<>();
        for (ASN1ObjectIdentifier oid : extensions.getExtensionOIDs()) {
            Extension extension = extensions.getExtension(oid);
            texts.add(oid
                    + (extension.isCritical() ? " critical " : " ")
                    + (oid.equals(Extension.keyUsage)
                            ? ""
                            : Bytes.of(extension.getExtnValue().getOctets()).hex()));
        }
        return texts;
    }

    private static ChainVerifier verifier(OriginalFiles files) throws MalformedPkiException {
        return new ChainVerifier(files.certificates("cacert"), Revocation.NONE);
    }
}
