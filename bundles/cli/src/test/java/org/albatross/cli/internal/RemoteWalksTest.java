package org.albatross.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walks of docs/remote.md: every command line of them, in their order, as a user would type it. */
class RemoteWalksTest {
    private static final String COMMAND = "    albatross ";

    @SuppressWarnings("NullAway.Init") // set by JUnit
    @TempDir
    private Path directory;

    @Test
    void everyCommandLineOfThePageDoesWhatThePageSays() throws Exception {
        List<String> lines = Files.readAllLines(page()).stream()
                .filter(line -> line.startsWith(COMMAND))
                .map(String::strip)
                .toList();
        assertThat(lines).hasSizeGreaterThan(15);
        Files.writeString(directory.resolve("password"), "correct horse\n");
        Files.createDirectory(directory.resolve("next"));
        for (String line : lines) {
            if (line.contains(" --destination host.example")) {
                String output = output(line.replace("host.example", "-"));
                assertThat(output).as(line).containsSubsequence("intermediate:", "leaf:");
                assertThat(exitCode).as("%s: %s", line, output).isEqualTo(121);
            } else if (!line.equals("albatross crl db.crl")) { // this one needs a platform
                run(line);
            }
            check(line);
        }
        assertThat(directory.resolve("next/customer.pem")).exists();
        assertThat(openssl("verify", "-CAfile", "next/cacert.pem", "next/customer.pem"))
                .contains("OK");
        assertThat(openssl("pkcs12", "-in", "alice.p12", "-passin", "file:password", "-nokeys"))
                .contains("CN = alice", "CN = customer");
        assertThat(openssl("x509", "-in", "www.pem", "-noout", "-text"))
                .contains("DNS:host.example, IP Address:192.0.2.1", "NIST CURVE: P-256");
    }

    /** What openssl says of what a line has left behind. */
    private void check(String line) throws Exception {
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
        }
        if (line.contains(" revoke team ")) {
            assertThat(openssl("crl", "-in", "customer.db.crl", "-noout", "-text"))
                    .contains("Issuer: CN = customer");
        }
    }

    private void run(String line) throws Exception {
        String output = output(line);
        assertThat(output).as(line).doesNotContain("[ERROR]", "see albatross", "Exception");
        assertThat(exitCode).as("%s: %s", line, output).isZero();
    }

    private String output(String line) throws Exception {
        Path program = directory.resolve("albatross");
        if (!Files.exists(program)) {
            Files.writeString(
                    program,
                    "#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin", "java")
                            + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dalbatross.columns=0 -cp '"
                            + System.getProperty("java.class.path") + "' org.albatross.cli.Main \"$@\"\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return execute("sh", "-c", "PATH=.:$PATH; exec " + line);
    }

    private int exitCode;

    private String openssl(String... words) throws Exception {
        String[] all = new String[words.length + 1];
        all[0] = "openssl";
        System.arraycopy(words, 0, all, 1, words.length);
        return execute(all);
    }

    private String execute(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        exitCode = process.exitValue();
        return output;
    }

    private static Path page() {
        return Path.of("../../docs/remote.md");
    }
}
