package org.albatross.tls.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.albatross.model.Bytes;
import org.albatross.model.Command;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelCommand;
import org.albatross.pki.Authority;
import org.albatross.pki.Certificates;
import org.albatross.pki.CommandExtension;
import org.albatross.pki.KeyType;
import org.albatross.pki.Keys;
import org.albatross.pki.Profile;
import org.albatross.pki.Validity;
import org.albatross.wire.BlobSource;
import org.albatross.wire.WireEncoder;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each chain that is not good for what it asks: one that is not trusted gets an alert, all others a failure with the reason. Nothing is
 * carried out for any of them, and the next client is served.
 */
class BadCertificateTest {
    private static final Command INFO = new UnikernelCommand.Info(UnikernelCommand.InfoForm.CURRENT);
    private static final Reply DONE = new Reply.Done("done");

    private final Authority root = Credentials.root();
    private final FakeCommands commands = FakeCommands.answering(DONE);
    private Path folder;
    private Endpoint endpoint;

    @BeforeEach
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        endpoint = new Endpoint(folder, root).open(commands);
    }

    @AfterEach
    void serveOthersAndStop() throws Exception {
        assertThat(commands.isQuiet()).as("nothing was carried out").isTrue();
        try (Client client = new Client(endpoint, Credentials.leaf(root, ".", INFO))) {
            assertThat(client.answer()).isEqualTo(DONE);
        }
        endpoint.close();
    }

    private void assertAlert(Credentials credentials, String alert) {
        Throwable failure = catchThrowable(() -> {
            try (Client client = new Client(endpoint, credentials)) {
                client.next();
            }
        });
        assertThat(failure).isInstanceOf(SSLException.class).hasMessageContaining(alert);
    }

    private void assertFailure(Credentials credentials, String... parts) throws Exception {
        try (Client client = new Client(endpoint, credentials)) {
            assertThat(client.failure()).contains(parts);
            client.assertClosed();
        }
    }

    private Credentials leaf(Validity validity, Profile profile) throws Exception {
        return Credentials.leaf(root, "hello", profile, validity, Authority.Request.of(INFO, BlobSource.NONE));
    }

    private Credentials extended(Bytes extension) throws Exception {
        return Credentials.leaf(
                root,
                "hello",
                Profile.CLIENT,
                Credentials.YEAR,
                new Authority.Request(Optional.of(extension), List.of(), List.of()));
    }

    @Test
    void refusesOneThatHasExpired() throws Exception {
        Validity past =
                new Validity(Credentials.NOW.minus(Duration.ofDays(2)), Credentials.NOW.minus(Duration.ofDays(1)));
        assertAlert(leaf(past, Profile.CLIENT), "certificate_");
    }

    @Test
    void refusesOneThatIsNotValidYet() throws Exception {
        Validity future =
                new Validity(Credentials.NOW.plus(Duration.ofDays(1)), Credentials.NOW.plus(Duration.ofDays(2)));
        assertAlert(leaf(future, Profile.CLIENT), "certificate_");
    }

    @Test
    void refusesOneOfAnotherCa() throws Exception {
        assertAlert(Credentials.leaf(Credentials.root(), "hello", INFO), "certificate_");
    }

    @Test
    void refusesOneForAnotherUse() throws Exception {
        assertAlert(leaf(Credentials.YEAR, Profile.SERVER), "certificate_");
    }

    @Test
    void refusesALeafThatSaysItIsACa() throws Exception {
        assertFailure(leaf(Credentials.YEAR, Profile.AUTHORITY), "is that of a CA", "/CN=hello");
    }

    @Test
    void refusesOneSignedByWhatIsNotACa() throws Exception {
        Credentials signer = Credentials.leaf(root, "signer", INFO);
        KeyPair key = KeyType.ED25519.generate();
        X509Certificate forged = Certificates.ofDer(forge(
                Certificates.ofDer(Bytes.of(signer.chain().get(0).getEncoded()))
                        .getSubjectX500Principal()
                        .getEncoded(),
                signer.key(),
                key,
                List.of(WireEncoder.extension(INFO).toBytes())));
        assertAlert(new Credentials(key, List.of(forged, signer.chain().get(0))), "certificate_");
    }

    @Test
    void refusesAPolicyLargerThanItsParents() throws Exception {
        Authority small = Credentials.below(root, "a", Credentials.policy(2, 100));
        Authority large = Credentials.below(small, "b", Credentials.policy(3, 100));
        assertFailure(Credentials.leaf(large, "hello", INFO), "a:b:", "/CN=b");
    }

    @Test
    void refusesTenCertificates() throws Exception {
        Authority authority = root;
        for (int i = 0; i < 9; i++) {
            authority = Credentials.below(authority, "a" + i, Credentials.policy(2, 100));
        }
        Credentials ten = Credentials.leaf(authority, "hello", INFO);
        assertThat(ten.chain().stream().filter(one -> !one.equals(root.certificate())))
                .hasSize(10);
        assertAlert(ten, "certificate_");
    }

    @Test
    void refusesACommonNameThatIsNotALabel() throws Exception {
        assertFailure(Credentials.leaf(root, "-hello", INFO), "common name", "-hello");
    }

    @Test
    void refusesTwoExtensions() throws Exception {
        KeyPair key = KeyType.ED25519.generate();
        Bytes twice = forge(
                root.certificate().getSubjectX500Principal().getEncoded(),
                root.key(),
                key,
                List.of(
                        WireEncoder.extension(INFO).toBytes(),
                        WireEncoder.extension(new UnikernelCommand.Destroy()).toBytes()));
        assertThat(openssl(twice, key)).containsPattern("alert (bad certificate|certificate unknown|internal error)");
    }

    /** As {@code openssl s_client} says it: the JDK makes no object of a certificate that is malformed. */
    private String openssl(Bytes certificate, KeyPair key) throws IOException, InterruptedException {
        String pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.toArray())
                + "\n-----END CERTIFICATE-----\n";
        Path file = Files.writeString(folder.resolve("leaf.pem"), pem);
        Path keyFile = Files.writeString(folder.resolve("leaf.key"), Keys.text(key.getPrivate()));
        Path said = folder.resolve("said");
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "s_client",
                        "-quiet",
                        "-connect",
                        "127.0.0.1:" + endpoint.address().getPort(),
                        "-cert",
                        file.toString(),
                        "-key",
                        keyFile.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(openssl.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(said, StandardCharsets.ISO_8859_1);
    }

    @Test
    void refusesAnUnknownCommand() throws Exception {
        assertFailure(extended(Bytes.ofHex("3007020105" + "bf8a3f00")), "cannot be read", "unknown");
    }

    @Test
    void refusesBytesBehindTheCommand() throws Exception {
        String value = HexFormat.of().formatHex(WireEncoder.extension(INFO).toBytes());
        assertFailure(extended(Bytes.ofHex(value + "00")), "cannot be read");
    }

    @Test
    void refusesTheExtensionOfAnotherVersion() throws Exception {
        byte[] value = WireEncoder.extension(INFO).toBytes();
        for (byte version : new byte[] {4, 6}) {
            value[4] = version;
            assertFailure(extended(Bytes.of(value)), "version " + version);
        }
    }

    @Test
    void refusesACommandThatIsNoneOfALeaf() throws Exception {
        assertFailure(
                Credentials.leaf(root, ".", new PolicyCommand.Add(Credentials.policy(1, 100))), "unexpected command");
    }

    @Test
    void refusesTheRoleOfAPerson() throws Exception {
        assertFailure(
                Credentials.leaf(root, "alice", new Command.PersonRole(Command.PersonRole.Kind.OPERATOR)),
                "role of a person");
    }

    @Test
    void refusesACertificateWithoutACommand() throws Exception {
        assertFailure(
                Credentials.leaf(root, "alice", Profile.CLIENT, Credentials.YEAR, new Authority.Request()),
                "no command");
    }

    @Test
    void refusesAPeerWithoutACertificate() {
        Credentials nobody = new Credentials(KeyType.ED25519.generate(), List.of());
        // Newer Javas say certificate_required, older ones bad_certificate.
        assertAlert(nobody, "certificate");
    }

    @Test
    void takesTheCipherForWhichTheProcessorHasInstructions() throws Exception {
        try (Client client = new Client(endpoint, Credentials.leaf(root, ".", INFO))) {
            assertThat(client.socket().getSession().getCipherSuite()).isEqualTo("TLS_AES_128_GCM_SHA256");
            assertThat(client.answer()).isEqualTo(DONE);
            commands.asked();
        }
    }

    @Test
    void refusesAnOlderVersionOfTls() throws Exception {
        try (Client client = new Client(endpoint, Credentials.leaf(root, ".", INFO))) {
            assertThat(client.socket().getSession().getProtocol()).isEqualTo("TLSv1.3");
            assertThat(client.answer()).isEqualTo(DONE);
            commands.asked();
        }
        Path said = folder.resolve("said");
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "s_client",
                        "-tls1_2",
                        "-connect",
                        "127.0.0.1:" + endpoint.address().getPort())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(openssl.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(said)).contains("alert protocol version");
    }

    /** A certificate without any extension but ours: a builder refuses two of one kind, so the second one's identifier is overwritten. */
    private static Bytes forge(byte[] issuer, KeyPair issuerKey, KeyPair key, List<byte[]> extensions)
            throws Exception {
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                X500Name.getInstance(issuer),
                BigInteger.valueOf(4711),
                Date.from(Credentials.YEAR.begin()),
                Date.from(Credentials.YEAR.end()),
                new X500Name("CN=hello"),
                SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()));
        List<String> identifiers = new ArrayList<>(List.of("42", "43"));
        for (byte[] extension : extensions) {
            String identifier = CommandExtension.OID.replaceFirst("42$", identifiers.remove(0));
            builder.addExtension(new ASN1ObjectIdentifier(identifier), false, extension);
        }
        byte[] der = builder.build(new JcaContentSignerBuilder("Ed25519").build(issuerKey.getPrivate()))
                .getEncoded();
        return Bytes.ofHex(HexFormat.of().formatHex(der).replace("2b0601040183852c2b", "2b0601040183852c2a"));
    }
}
