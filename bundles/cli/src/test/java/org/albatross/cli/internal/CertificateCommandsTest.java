package org.albatross.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.albatross.cli.internal.Outcome.Client;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.fixture.Image;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateCommandsTest {
    @SuppressWarnings("NullAway.Init") // set by JUnit
    @TempDir
    private Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Client client;

    @BeforeEach
    void start() {
        client = new Client(directory);
    }

    @Test
    void generatesAsTheOriginalDid() throws Exception {
        Outcome outcome = generate();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).contains("cacert.pem: /CN=ca, serial ", ", until 2036-11-19T09:34:44Z\n");
        assertThat(names()).containsExactly("ca.key", "cacert.pem", "db", "server.key", "server.pem");
        assertThat(mode("ca.key")).isEqualTo("r--------");
        assertThat(mode("server.key")).isEqualTo("r--------");
        assertThat(read("db")).matches("([0-9a-f]{2}){1,11} server\n");
        assertThat(verified("-CAfile", "cacert.pem", "server.pem")).contains("OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa2048", "ed25519", "p256", "p384", "p521"})
    void makesAndSignsForEveryKindOfKey(String type) throws Exception {
        succeeds("generate", "ca", file("db"), dir(), "--key-type=" + type);
        succeeds("add-policy", "user", "16", "--mem=1024", "--bridge=service", "--csr", dir(), "--key-type=" + type);
        assertThat(openssl("req", "-in", "user.req", "-noout", "-verify", "-subject"))
                .contains("verify OK", "CN = user");
        Outcome signed = sign("cacert.pem", "ca.key", "user.req");
        assertThat(signed.out())
                .isEqualTo("signing certificate with subject /CN=user\n"
                        + "signing policy add policy: 16 unikernels 0 CPUids 1024 MB memory no block, bridges:"
                        + " service\n");
        assertThat(verified("-CAfile", "cacert.pem", "user.pem")).contains("OK");
        assertThat(read("db")).endsWith(" user\n");
    }

    @Test
    void renewsWithTheSameKeysAndTouchesNoOtherCa() throws Exception {
        generate();
        String key = read("ca.key");
        String first = read("cacert.pem");
        String server = read("server.pem");
        generate();
        assertThat(read("ca.key")).isEqualTo(key);
        assertThat(read("cacert.pem")).isNotEqualTo(first);
        assertThat(verified("-CAfile", "cacert.pem", "server.pem")).contains("OK");
        Files.writeString(directory.resolve("server.pem"), server);
        assertThat(verified("-CAfile", "cacert.pem", "server.pem")).contains("OK");
        fails(
                "is there, and " + file("other.key") + " is not; a new CA needs another directory",
                "generate",
                "other",
                file("db"),
                dir());
        succeeds("generate", "third", file("db3"), "--directory=" + Files.createDirectory(directory.resolve("3")));
        Files.move(directory.resolve("3/third.key"), directory.resolve("other.key"));
        fails("Public key of certificate doesn't match private key", "generate", "other", file("db"), dir());
    }

    @Test
    void makesAServersCertificateForBrowsersOnly() throws Exception {
        generate();
        String ca = read("cacert.pem");
        succeeds(
                "generate",
                "ca",
                file("db"),
                dir(),
                "--server-only",
                "--server=www",
                "--web=*.host.example",
                "--web=::1");
        assertThat(read("cacert.pem")).isEqualTo(ca);
        assertThat(openssl("x509", "-in", "www.pem", "-noout", "-text"))
                .contains("DNS:*.host.example, IP Address:0:0:0:0:0:0:0:1", "NIST CURVE: P-256", "TLS Web Server");
        fails(
                "is an Ed25519 key, which browsers do not take",
                "generate",
                "ca",
                file("db"),
                dir(),
                "--server-only",
                "--web=host.example");
        fails("--web a_b is not a host's name or address", "generate", "ca", file("db"), dir(), "--web=a_b");
    }

    @Test
    void signsAtDepthTwoAgainstEveryPolicyAbove() throws Exception {
        generate();
        delegate("cacert.pem", "ca.key", "user", "--mem=1024", "--cpu=0", "--cpu=1");
        delegate("user.pem", "user.key", "team", "--mem=512", "--cpu=1");
        assertThat(Files.readAllLines(directory.resolve("team.pem")).stream()
                        .filter(line -> line.startsWith("-----BEGIN")))
                .hasSize(2);
        succeeds("add-policy", "sub", "1", "--mem=513", "--cpu=1", "--csr", dir());
        assertThat(sign("team.pem", "team.key", "sub.req").err())
                .endsWith("albatross: [ERROR] error while signing: policy above allows 512 MB memory, which is fewer"
                        + " than 513 MB\n");
        assertThat(directory.resolve("sub.pem")).doesNotExist();
        assertThat(read("db")).doesNotContain("sub");
        succeeds("create", "web", image(), "--mem=513", "--cpu=1", "--csr", dir());
        assertThat(sign("team.pem", "team.key", "web.req").err())
                .endsWith("error while signing: 513 MB memory assigned to unikernel exceeds policy (512MB)\n");
        succeeds("create", "web", image(), "--mem=512", "--cpu=1", "--csr", dir());
        Outcome signed = sign("team.pem", "team.key", "web.req");
        assertThat(signed.out())
                .matches(
                        """
                        signing certificate with subject /CN=web
                        signing unikernel create typ solo5 compression true image [0-9]+ bytes
                        fail behaviour quit startup at not specified add_name true CPUids 1
                        512 MB memory block devices  bridge  #cpus 1 linux_boot not specified
                        """);
        assertThat(verified("-CAfile", "cacert.pem", "-untrusted", "web.pem", "web.pem"))
                .contains("OK");
    }

    @Test
    void requestsEveryCommandThatACertificateCanCarry() throws Exception {
        for (String line : List.of(
                "destroy x",
                "restart x",
                "get x",
                "info --name x",
                "status x",
                "start x",
                "stop x",
                "shutdown x",
                "console x",
                "inactive-consoles",
                "policy",
                "block",
                "create-block x 5",
                "dump-block x",
                "destroy-block x",
                "log x",
                "role x viewer")) {
            List<String> words = new ArrayList<>(List.of(line.split(" ", -1)));
            words.addAll(List.of("--csr", dir()));
            succeeds(words.toArray(String[]::new));
            String name = line.contains(" x") ? "x" : words.get(0);
            assertThat(openssl("req", "-in", name + ".req", "-noout", "-verify", "-text"))
                    .contains("verify OK", "1.3.6.1.4.1.49836.42");
            Files.delete(directory.resolve(name + ".req"));
        }
    }

    @Test
    void worksUnderTheNamesOfTheOldPrograms() throws Exception {
        generate();
        client.calledAs("albatross-provision-request");
        succeeds("add-policy", "user", "4", "--mem=100", dir());
        succeeds("destroy", "x", "--csr", dir());
        client.calledAs("albatross-provision-ca");
        assertThat(sign("cacert.pem", "ca.key", "user.req").exitCode()).isZero();
        assertThat(names()).contains("user.pem", "x.req");
    }

    @Test
    void keepsAKeyThatIsThere() throws Exception {
        succeeds("destroy", "x", "--csr", dir());
        String key = read("x.key");
        succeeds("restart", "x", "--csr", dir());
        assertThat(read("x.key")).isEqualTo(key);
        Files.delete(directory.resolve("x.key"));
        Files.writeString(directory.resolve("x.key"), "mine");
        fails(file("x.key") + ": it is not PEM: there is no -----BEGIN in it", "restart", "x", "--csr", dir());
    }

    @Test
    void saysWhatCannotBeRequested() {
        fails(
                "non-empty path: a:x lies at the path of the CA that signs the request",
                "destroy",
                "a:x",
                "--csr",
                dir());
        fails("the policy of a:b: cannot be requested", "add-policy", "a:b", "1", "--csr", dir());
        fails("unexpected command: no platform takes it from a certificate", "remove-policy", "a", "--csr", dir());
        fails("update --csr is not possible: a certificate carries one command", "update", "x", "--csr", dir());
        fails("set-block --csr is not possible", "set-block", "x", file("y"), "--csr", dir());
        fails("--csr is needed", "role", "alice", "viewer");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void saysWhichFileIsWrongAndWhy() throws Exception {
        generate();
        succeeds("info", "--name=x", "--csr", dir());
        fails(file("none.pem") + ": no such file", "sign", file("none.pem"), file("db"), file("ca.key"), file("x.req"));
        fails(
                file("ca.key") + ": it holds no certificate",
                "sign",
                file("ca.key"),
                file("db"),
                file("ca.key"),
                file("x.req"));
        fails(
                "Public key of certificate doesn't match private key",
                "sign",
                file("cacert.pem"),
                file("db"),
                file("server.key"),
                file("x.req"));
        fails(file("db") + ": it is not PEM", "sign", file("cacert.pem"), file("db"), file("ca.key"), file("db"));
        fails("certificate /CN=server", "sign", file("server.pem"), file("db"), file("server.key"), file("x.req"));
        Files.writeString(directory.resolve("bad.req"), read("x.req").replaceFirst("M", "N"));
        fails(
                file("bad.req") + ": the request in it cannot be read",
                "sign",
                file("cacert.pem"),
                file("db"),
                file("ca.key"),
                file("bad.req"));
        fails(
                "--days 0, 1 to 36500 days are possible",
                "sign",
                file("cacert.pem"),
                file("db"),
                file("ca.key"),
                file("x.req"),
                "--days=0");
    }

    @Test
    void revokesByFileSerialNumberAndName() throws Exception {
        generate();
        for (String name : List.of("a", "b", "c")) {
            delegate("cacert.pem", "ca.key", name, "--mem=100");
        }
        delegate("cacert.pem", "ca.key", "c", "--mem=100");
        String serial = Files.readAllLines(directory.resolve("db")).stream()
                .filter(line -> line.endsWith(" b"))
                .findFirst()
                .orElseThrow()
                .replaceFirst(" .*", "");
        String db = read("db");
        assertThat(revoke(file("a.pem"), serial, "c").out().lines().filter(line -> line.startsWith("revoked: ")))
                .hasSize(4);
        assertThat(read("db")).isEqualTo(db);
        assertThat(read("db.revoked").lines()).hasSize(4);
        for (String name : List.of("a", "b", "c")) {
            assertThat(verified("-crl_check", "-CRLfile", "db.crl", "-CAfile", "cacert.pem", name + ".pem"))
                    .contains("certificate revoked");
        }
        assertThat(verified("-crl_check", "-CRLfile", "db.crl", "-CAfile", "cacert.pem", "server.pem"))
                .contains("OK");
        assertThat(revoke("b").out()).contains("was revoked before: ");
        assertThat(revoke().out()).contains(", 4 revoked, next by 2026-12-22T09:34:44Z");
        assertThat(revoke("nobody").err()).contains("'nobody' is neither a file nor a serial number or a name in ");
        assertThat(openssl("crl", "-in", "db.crl", "-noout", "-CAfile", "cacert.pem"))
                .contains("verify OK");
    }

    @Test
    void revokesOnlyWhatTheCaHasSigned() throws Exception {
        generate();
        delegate("cacert.pem", "ca.key", "user", "--mem=100");
        delegate("user.pem", "user.key", "team", "--mem=100");
        assertThat(revoke(file("team.pem")).err())
                .contains(file("team.pem") + ": /CN=team was not issued by /CN=ca of " + file("cacert.pem"));
        assertThat(directory.resolve("db.revoked")).doesNotExist();
        succeeds(
                "revoke",
                file("team.pem"),
                "--ca=" + file("user.pem"),
                "--ca-key=" + file("user.key"),
                "--db=" + file("user.db"));
        assertThat(openssl("crl", "-in", "user.db.crl", "-noout", "-issuer")).contains("CN = user");
    }

    @Test
    void putsCertificateAndKeyIntoOneFile() throws Exception {
        generate();
        succeeds("role", "alice", "operator", "--csr", "--key-type=p256", dir());
        assertThat(sign("cacert.pem", "ca.key", "alice.req").out()).contains("signing role operator\n");
        Files.writeString(directory.resolve("password"), "correct horse\n");
        Outcome outcome = client.run(
                "certificate",
                file("alice.pem"),
                file("alice.key"),
                "--pkcs12=" + file("alice.p12"),
                "--trust-store=" + file("ca.p12"),
                "--server-ca=" + file("cacert.pem"),
                "--password-file=" + file("password"));
        assertThat(outcome).isEqualTo(new Outcome(ExitCode.OK, "", ""));
        assertThat(mode("alice.p12")).isEqualTo("r--------");
        assertThat(openssl("pkcs12", "-in", "alice.p12", "-passin", "file:password", "-noenc"))
                .contains("CN = alice", "BEGIN PRIVATE KEY");
        KeyStore trust = KeyStore.getInstance(directory.resolve("ca.p12").toFile(), "correct horse".toCharArray());
        assertThat(trust.isCertificateEntry("ca0")).isTrue();
        fails(
                "is not the key of the certificate in",
                "certificate",
                file("alice.pem"),
                file("server.key"),
                "--pkcs12=" + file("x"),
                "--password-file=" + file("password"));
        Files.writeString(directory.resolve("password"), "short\n");
        fails(
                "the password has 5 characters, at least 6 are needed",
                "certificate",
                file("alice.pem"),
                file("alice.key"),
                "--pkcs12=" + file("x"),
                "--password-file=" + file("password"));
    }

    private Outcome generate() {
        return succeeds("generate", "ca", file("db"), dir());
    }

    private void delegate(String certificate, String key, String name, String... limits) {
        List<String> words = new ArrayList<>(List.of("add-policy", name, "4", "--csr", dir()));
        words.addAll(List.of(limits));
        succeeds(words.toArray(String[]::new));
        assertThat(sign(certificate, key, name + ".req").exitCode()).isZero();
    }

    private Outcome sign(String certificate, String key, String request) {
        return client.run("sign", file(certificate), file("db"), file(key), file(request), dir());
    }

    private Outcome revoke(String... words) {
        List<String> all = new ArrayList<>(
                List.of("revoke", "--ca=" + file("cacert.pem"), "--ca-key=" + file("ca.key"), "--db=" + file("db")));
        all.addAll(List.of(words));
        return client.run(all.toArray(String[]::new));
    }

    private Outcome succeeds(String... words) {
        Outcome outcome = client.run(words);
        assertThat(outcome.exitCode()).as("%s: %s", List.of(words), outcome).isZero();
        return outcome;
    }

    private void fails(String message, String... words) {
        Outcome outcome = client.run(words);
        assertThat(outcome.err()).as("%s", List.of(words)).contains(message);
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.COMMAND_LINE);
    }

    private String image() throws IOException {
        Path image = directory.resolve("image.hvt");
        Image.hello().write(image);
        return image.toString();
    }

    private String dir() {
        return "--directory=" + directory;
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private String read(String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name)));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    /** Lets openssl verify at the time of every run. */
    private String verified(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("verify", "-attime", String.valueOf(Outcome.NOW.getEpochSecond())));
        all.addAll(List.of(words));
        return openssl(all.toArray(String[]::new));
    }

    private String openssl(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("openssl"));
        all.addAll(List.of(words));
        Process process = new ProcessBuilder(all)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
