package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lines of docs/remote.md as its readers type them: the walks in their order, and how a service manager starts the platform. */
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
            assertThat(platform.log().lines().filter(line -> line.contains(" refused 127.0.0.1:")))
                    .as("one line for the one who was revoked")
                    .singleElement()
                    .asString()
                    .containsPattern("/CN=customer \\(serial [0-9a-f]+\\) was revoked at ");
        }
        assertThat(directory.resolve("next/customer.pem")).exists();
        assertThat(openssl("verify", "-CAfile", "next/cacert.pem", "next/customer.pem"))
                .contains("OK");
        assertThat(openssl("pkcs12", "-in", "alice.p12", "-passin", "file:password", "-nokeys"))
                .contains("CN = alice", "CN = customer");
        assertThat(openssl("x509", "-in", "www.pem", "-noout", "-text"))
                .contains("DNS:host.example, IP Address:192.0.2.1", "NIST CURVE: P-256");
    }

    @Test
    void aServiceManagerStartsThePlatformByTheLineOfThePage() throws Exception {
        Matcher line = Pattern.compile("`(systemd-socket-activate [^`]*)`").matcher(Files.readString(PAGE));
        assertThat(line.find()).isTrue();
        assertThat(run("albatross generate ca db").exit()).isZero();
        Path program = home.resolve("albatrossd");
        Files.writeString(
                program,
                "#!/bin/sh\nexec " + Tree.file("bin/albatrossd") + " --state-dir " + home.resolve("state")
                        + " --run-dir " + home.resolve("run") + " --etc-dir " + home.resolve("etc") + " \"$@\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path log = home.resolve("log");
        ProcessBuilder manager = new ProcessBuilder("sh", "-c", "exec " + line.group(1))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        manager.environment().merge("PATH", home.toString(), (path, ours) -> ours + ":" + path);
        Process platform = manager.start();
        try {
            Await.until(Daemon.LIMIT, () -> assertThat(Files.readString(log)).contains("Listening on"));
            Shell.Outcome shown = run("albatross info --destination 127.0.0.1 --ca cacert.pem --ca-key ca.key");
            assertThat(shown.out()).as(shown.err()).contains("no unikernels");
            assertThat(Files.readString(log)).contains("which was handed over at the start");
        } finally {
            platform.destroyForcibly();
            platform.onExit().join();
        }
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
        if (line.equals("albatross generate ca db --server-only")) {
            String renewed = openssl("x509", "-in", "server.pem", "-noout", "-serial");
            Await.until(Daemon.LIMIT, () -> assertThat(shown()).contains(renewed));
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

    /** Returns the serial number of the certificate that the platform shows to who connects. */
    private String shown() throws Exception {
        return Shell.run(
                        Map.of(),
                        List.of("sh", "-c", "openssl s_client -connect 127.0.0.1:1025 | openssl x509 -noout -serial"))
                .out();
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
