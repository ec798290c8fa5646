package org.albatross.pki;

import static org.albatross.pki.TestPki.extension;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.albatross.model.Name;
import org.albatross.model.PolicyCommand;
import org.albatross.model.UnikernelCommand;
import org.albatross.pki.ChainVerifier.Purpose;
import org.albatross.wire.BlobSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What openssl makes is taken: keys, certificates, requests. */
class OpensslChainsTest {
    @SuppressWarnings("NullAway.Init") // set by JUnit
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "rsa:2048", "ec:P-256", "ec:P-384", "ec:P-521"})
    void trustsAndReadsAChainThatOpensslHasMade(String kind) throws Exception {
        certificate("ca", kind, List.of("-x509", "-days", "9"), "basicConstraints=critical,CA:TRUE");
        issue(
                "user",
                kind,
                "ca",
                "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n"
                        + command(extension(new PolicyCommand.Add(TestPki.policy(4, 100)))
                                .hex()));
        issue(
                "web",
                kind,
                "user",
                "extendedKeyUsage=clientAuth\n"
                        + command(extension(new UnikernelCommand.Destroy()).hex()));
        TrustedChain chain = new ChainVerifier(Certificates.ofFile(file("ca.pem")), Revocation.NONE)
                .verify(
                        List.of(
                                Certificates.ofFile(file("web.pem")).get(0),
                                Certificates.ofFile(file("user.pem")).get(0)),
                        Purpose.CLIENT,
                        Instant.now());
        Entitlement entitlement = Entitlement.of(chain, BlobSink.REFUSING);
        assertThat(entitlement.leaf()).isEqualTo(new Leaf.Ask(Name.parse("user:web"), new UnikernelCommand.Destroy()));
        Authority user = Authority.of(Certificates.ofFile(file("user.pem")), Keys.read(file("user.key")));
        assertThat(SigningRules.of(user).path()).hasToString("user:");
    }

    @Test
    void readsARequestWithoutACommandAsAServers() throws Exception {
        certificate("www", "ec:P-256", List.of(), "basicConstraints=CA:FALSE");
        SigningRequest request = SigningRequest.read(file("www.pem"));
        assertThat(request.command(BlobSink.REFUSING)).isEmpty();
        assertThat(request.display()).isEqualTo("/CN=www");
        assertThat(SigningRules.checkRequest("www", request.command(BlobSink.REFUSING)))
                .isEqualTo(Profile.SERVER);
    }

    private static String command(String hex) {
        return CommandExtension.OID + "=DER:" + hex;
    }

    /** Makes a key and a request, or with {@code -x509} a certificate of its own. */
    private void certificate(String name, String kind, List<String> options, String extensions) throws Exception {
        String[] parts = kind.split(":", -1);
        List<String> key = new ArrayList<>(List.of("genpkey", "-out", name + ".key", "-algorithm", parts[0]));
        if (parts[0].equals("rsa")) {
            key.addAll(List.of("-pkeyopt", "rsa_keygen_bits:" + parts[1]));
        } else if (parts[0].equals("ec")) {
            key.addAll(List.of("-pkeyopt", "ec_paramgen_curve:" + parts[1]));
        }
        openssl(key);
        Files.writeString(
                directory.resolve("config"),
                "[req]\ndistinguished_name=dn\nx509_extensions=own\n[dn]\n[own]\n" + extensions + "\n");
        List<String> words = new ArrayList<>(List.of(
                "req",
                "-new",
                "-config",
                "config",
                "-key",
                name + ".key",
                "-subj",
                "/CN=" + name,
                "-out",
                name + ".pem"));
        words.addAll(options);
        openssl(words);
    }

    private void issue(String name, String kind, String issuer, String extensions) throws Exception {
        certificate(name, kind, List.of(), "basicConstraints=CA:FALSE");
        Files.move(directory.resolve(name + ".pem"), directory.resolve(name + ".req"));
        Files.writeString(directory.resolve("extensions"), extensions + "\n");
        openssl(List.of(
                "x509",
                "-req",
                "-in",
                name + ".req",
                "-CA",
                issuer + ".pem",
                "-CAkey",
                issuer + ".key",
                "-CAcreateserial",
                "-days",
                "9",
                "-extfile",
                "extensions",
                "-out",
                name + ".pem"));
    }

    private byte[] file(String name) throws Exception {
        return Files.readAllBytes(directory.resolve(name));
    }

    private void openssl(List<String> words) throws Exception {
        List<String> all = new ArrayList<>(List.of("openssl"));
        all.addAll(words);
        Process process = new ProcessBuilder(all)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", words, output).isZero();
    }
}
