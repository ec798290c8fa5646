package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The walks of docs/remote.md: every command line of them, in their order, as a user would type it, beside a platform. */
class RemoteWalksIT {
    private static final Path PAGE = Path.of("../docs/remote.md");
    private static final String COMMAND = "    albatross ";

    /** Runs the line that follows where host.example has the address of this machine. */
    private static final List<String> WITH_HOSTS = List.of(
            "unshare",
            "--user",
            "--map-current-user",
            "--keep-caps",
            "--mount",
            "sh",
            "-c",
            "mount --bind hosts /etc/hosts && exec sh -c \"$0\"");

    private Path home;
    private Path directory;

    @BeforeEach
    void prepare() throws IOException {
        home = Tree.newHome();
        directory = Files.createDirectory(home.resolve("walk"));
        Files.createDirectory(directory.resolve("next"));
        Files.writeString(directory.resolve("password"), "correct horse\n");
        Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost host.example\n");
        Path etc = Files.createDirectory(home.resolve("etc"));
        Files.copy(Tree.file("etc/logback.xml"), etc.resolve("logback.xml"));
        Files.writeString(
                etc.resolve("org.albatross.tls.cfg"),
                "ca = " + directory + "/cacert.pem\ncertificate = " + directory + "/server.pem\nkey = " + directory
                        + "/server.key\n");
    }

    @Test
    void everyCommandLineOfThePageDoesWhatThePageSays() throws Exception {
        List<String> lines = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith(COMMAND))
                .map(String::strip)
                .toList();
        assertThat(lines)
                .hasSizeGreaterThan(20)
                .contains("albatross crl db.crl")
                .anyMatch(line -> line.contains(" --destination host.example "));
        try (Daemon platform =
                Daemon.start(home, "--etc-dir", home.resolve("etc").toString())) {
            for (String line : lines) {
                if (line.contains(" --destination ")) {
                    Await.until(Daemon.LIMIT, () -> assertThat(platform.log()).contains("remote clients come on "));
                }
                Shell.Outcome outcome = run(line);
                assertThat(outcome.exit()).as("%s: %s", line, outcome).isZero();
                assertThat(outcome.out() + outcome.err())
                        .as(line)
                        .doesNotContain("[ERROR]", "see albatross", "Exception");
                check(line, outcome);
            }
        }
        assertThat(directory.resolve("next/customer.pem")).exists();
        assertThat(openssl("verify", "-CAfile", "next/cacert.pem", "next/customer.pem"))
                .contains("OK");
        assertThat(openssl("pkcs12", "-in", "alice.p12", "-passin", "file:password", "-nokeys"))
                .contains("CN = alice", "CN = customer");
        assertThat(openssl("x509", "-in", "www.pem", "-noout", "-text"))
                .contains("DNS:host.example, IP Address:192.0.2.1", "NIST CURVE: P-256");
    }

    /** What a line has left behind, as the platform and openssl see it. */
    private void check(String line, Shell.Outcome outcome) throws Exception {
        if (line.contains(" --destination ")) {
            assertThat(outcome.out()).contains("no unikernels");
            assertThat(run("albatross policy").out()).contains("customer:");
        }
        if (line.contains(" sign customer.pem ") || line.contains(" sign team.pem ")) {
            String made = line.replaceFirst(".* ([a-z]+)\\.req.*", "$1.pem");
            assertThat(openssl("verify", "-CAfile", "cacert.pem", "-untrusted", made, made))
                    .contains("OK");
        }
        if (line.startsWith("albatross generate ca db")) {
            assertThat(openssl("verify", "-CAfile", "cacert.pem", "server.pem")).contains("OK");
        }
        if (line.equals("albatross revoke customer")) {
            assertThat(openssl("verify", "-crl_check", "-CRLfile", "db.crl", "-CAfile", "cacert.pem", "customer.pem"))
                    .contains("certificate revoked");
            assertThat(openssl("verify", "-crl_check", "-CRLfile", "db.crl", "-CAfile", "cacert.pem", "server.pem"))
                    .contains("OK");
            // Both the first certificate and the renewed one.
            assertThat(Files.readAllLines(directory.resolve("db.revoked"))).hasSize(2);
            assertThat(run(asCustomer()).exit())
                    .as("before the platform has the list")
                    .isZero();
        }
        if (line.equals("albatross crl db.crl")) {
            Shell.Outcome refused = run(asCustomer());
            assertThat(refused.exit()).as(refused.err()).isEqualTo(119);
        }
        if (line.contains(" revoke team ")) {
            assertThat(openssl("crl", "-in", "customer.db.crl", "-noout", "-text"))
                    .contains("Issuer: CN = customer");
        }
    }

    private static String asCustomer() {
        return "albatross info --destination host.example --ca customer.pem --ca-key customer.key";
    }

    private Shell.Outcome run(String line) throws Exception {
        List<String> words = new ArrayList<>(List.of("env", "--chdir=" + directory));
        words.addAll(WITH_HOSTS);
        words.add(line);
        return Shell.run(
                Map.of(
                        "ALBATROSS_RUN_DIR",
                        home.resolve("run").toString(),
                        "PATH",
                        Tree.file("bin") + ":" + System.getenv("PATH")),
                words);
    }

    private String openssl(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("env", "--chdir=" + directory, "openssl"));
        all.addAll(List.of(words));
        Shell.Outcome outcome = Shell.run(Map.of(), all);
        return outcome.out() + outcome.err();
    }
}
