package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Remote clients of a platform as an operator starts it. */
class RemoteIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void carriesOutTheCommandOfACertificateOfTheOriginal() throws Exception {
        Path home = Tree.newHome();
        RemoteConfiguration remote = RemoteConfiguration.in(home);
        try (Daemon daemon = Daemon.start(home, "--etc-dir", remote.etc().toString())) {
            assertThat(daemon.log()).contains("remote clients come on /" + remote.address());
            remote.ask("hello");
            remote.ask("hello");

            Client client = new Client(home);
            assertThat(client.require("policy")).contains("user:");
            assertThat(client.require("log", "--count=10"))
                    .containsOnlyOnce("policy_add")
                    .contains("user:hello", "127.0.0.1:");
        }
    }

    @Test
    void servesTheClientOfAnotherHost() throws Exception {
        Path home = Tree.newHome();
        RemoteConfiguration remote = RemoteConfiguration.in(home);
        try (Daemon daemon = Daemon.start(home, "--etc-dir", remote.etc().toString())) {
            Client client = new Client(home);
            assertThat(client.require(remote.client("info"))).contains("no unikernels");
            client.require(remote.client("block"));
            client.require(remote.client("policy"));
            Shell.Outcome refused = client.run(remote.client("create-block", "disk", "1"));
            assertThat(refused.exit()).isEqualTo(117);
            assertThat(refused.err()).contains("user:disk", "block");
            assertThat(client.run(remote.client("destroy", "hello")).exit()).isEqualTo(117);
            assertThat(client.require("policy")).contains("user:");
            assertThat(daemon.log()).contains("remote clients come on ");
        }
    }

    @Test
    void servesRemoteClientsAsSoonAsItsCertificatesAreRight() throws Exception {
        Path home = Tree.newHome();
        RemoteConfiguration remote = RemoteConfiguration.in(home);
        Path away = Files.move(remote.etc().resolve("cacert.pem"), home.resolve("cacert.pem"));
        Path there = Files.writeString(remote.etc().resolve("cacert.pem"), "nothing");
        try (Daemon daemon = Daemon.start(home, "--etc-dir", remote.etc().toString())) {
            Await.until(LIMIT, () -> assertThat(daemon.log())
                    .contains("remote clients are not served: " + there + ": it is not PEM"));
            new Client(home).require("info");

            Files.copy(away, there, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Await.until(LIMIT, () -> assertThat(daemon.log()).contains("remote clients come on "));
            remote.ask("hello");
        }
    }

    @Test
    void servesRemoteClientsAsSoonAsNobodyElseCanReadItsKey() throws Exception {
        Path home = Tree.newHome();
        RemoteConfiguration remote = RemoteConfiguration.in(home);
        Path key = remote.etc().resolve("server.key");
        Set<PosixFilePermission> own = Files.getPosixFilePermissions(key);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        try (Daemon daemon = Daemon.start(home, "--etc-dir", remote.etc().toString())) {
            Await.until(LIMIT, () -> assertThat(daemon.log()).contains(key + ": others can read the private key"));

            Files.setPosixFilePermissions(key, own);
            Await.until(LIMIT, () -> assertThat(daemon.log()).contains("remote clients come on "));
            remote.ask("hello");
        }
    }

    @Test
    void servesTheClientsOfASocketThatAServiceManagerHandsOver() throws Exception {
        Path home = Tree.newHome();
        RemoteConfiguration remote = RemoteConfiguration.in(home);
        List<String> manager = List.of("systemd-socket-activate", "--listen=" + remote.address());
        try (Daemon daemon = Daemon.launchBy(
                manager, home, Map.of(), "--etc-dir", remote.etc().toString())) {
            remote.ask("hello"); // the connection starts the platform, and waits for it
            assertThat(daemon.log()).contains(remote.address() + ", which was handed over at the start");
        }
    }

    @Test
    void servesClientsByTheNamesOfTheOriginalsPrograms() throws Exception {
        Path home = Tree.newHome();
        RemoteConfiguration remote = RemoteConfiguration.in(home);
        remote.listenOn(home.resolve("run/inetd.sock"));
        String program = Tree.file("bin/albatross-tls-endpoint") + " --inetd --syslog cacert.pem server.pem server.key";
        String port = remote.address().substring(remote.address().indexOf(':') + 1);
        ProcessBuilder inetd = new ProcessBuilder(
                        "socat", "-dd", "TCP-LISTEN:" + port + ",bind=127.0.0.1,reuseaddr,fork", "EXEC:" + program)
                .redirectErrorStream(true);
        inetd.environment().put("ALBATROSS_ETC_DIR", remote.etc().toString());
        try (Daemon daemon = Daemon.start(home, "--etc-dir", remote.etc().toString())) {
            Await.until(LIMIT, () -> assertThat(daemon.log()).contains("remote clients come "));
            Process forwarding = inetd.start();
            try {
                BufferedReader said = forwarding.inputReader();
                String line = said.readLine();
                while (!line.contains("listening on")) {
                    line = said.readLine();
                }
                List<String> words = new ArrayList<>(
                        List.of(Tree.file("bin/albatross-client-remote-tls").toString()));
                words.addAll(remote.operands("hello"));
                Shell.Outcome shown = Shell.run(Map.of(), words);
                assertThat(shown.exit()).as(shown.err()).isZero();
                assertThat(new Client(home).require("log", "--count=10")).contains("user:hello", "inetd");
            } finally {
                forwarding.destroyForcibly().waitFor();
            }
            assertThat(daemon.log()).contains(home.resolve("run/inetd.sock").toString());
        }
        Shell.Outcome lacking = Shell.run(
                Map.of(), List.of(Tree.file("bin/albatross-client-remote-tls").toString(), "cacert.pem"));
        assertThat(lacking.exit()).isEqualTo(124);
        assertThat(lacking.err()).startsWith("usage: albatross-client-remote-tls CA CERTIFICATE KEY HOST:PORT");
    }
}
