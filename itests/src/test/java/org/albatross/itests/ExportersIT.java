package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a running platform measures, as a Telegraf gets it and a Prometheus scrapes it. */
class ExportersIT {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void sendsToTelegrafAndIsScrapedByPrometheus() throws Exception {
        Path home = Tree.newHome();
        Path etc = Files.createDirectory(home.resolve("etc"));
        Files.copy(Tree.file("etc/logback.xml"), etc.resolve("logback.xml"));
        Files.writeString(etc.resolve("org.albatross.stats.cfg"), "interval.seconds = 1\n");
        int port = freePort();
        Files.writeString(etc.resolve("org.albatross.prometheus.cfg"), "listen = 127.0.0.1:" + port + "\n");
        try (ServerSocket telegraf = new ServerSocket(0, 1, LOOPBACK)) {
            Files.writeString(
                    etc.resolve("org.albatross.influx~telegraf.cfg"),
                    "kind = telegraf\naddress = 127.0.0.1:" + telegraf.getLocalPort() + "\n");
            telegraf.setSoTimeout(Math.toIntExact(Daemon.LIMIT.toMillis()));
            try (Daemon daemon = Daemon.start(home, "--etc-dir", etc.toString());
                    Socket connection = telegraf.accept()) {
                connection.setSoTimeout(Math.toIntExact(Daemon.LIMIT.toMillis()));
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
                assertThat(lines.lines().anyMatch(line -> line.startsWith("kinfo_mem,vm=albatross ")))
                        .isTrue();

                Await.until(Daemon.LIMIT, () -> assertThat(scrape(port))
                        .contains("\nprocess_cpu_seconds_total ")
                        .contains("\nalbatross_sample_time_seconds "));
                assertThat(daemon.log()).doesNotContain(" WARN ", " ERROR ");
            }
        }
    }

    @Test
    void sendsWhatASocketTellsByAProgramOfItsOwn() throws Exception {
        Path home = Tree.newHome();
        Path etc = Files.createDirectory(home.resolve("etc"));
        Files.copy(Tree.file("etc/logback.xml"), etc.resolve("logback.xml"));
        Files.writeString(etc.resolve("org.albatross.stats.cfg"), "interval.seconds = 1\n");
        Client client = new Client(home);
        Path err = home.resolve("influx.err");
        try (ServerSocket telegraf = new ServerSocket(0, 1, LOOPBACK)) {
            telegraf.setSoTimeout(Math.toIntExact(Daemon.LIMIT.toMillis()));
            Process program = new ProcessBuilder(
                            Tree.file("bin/albatross-influx").toString(),
                            "--influx=127.0.0.1:" + telegraf.getLocalPort(),
                            "--tmpdir=" + home.resolve("run"))
                    .redirectErrorStream(true)
                    .redirectOutput(err.toFile())
                    .start();
            try {
                // Before there is a platform: it is tried again.
                Await.until(Daemon.LIMIT, () -> assertThat(err).content().contains("stat.sock tells no statistics"));
                try (Daemon daemon = Daemon.start(home, "--etc-dir", etc.toString())) {
                    client.require(
                            "stats-add",
                            "--name=a:this",
                            Long.toString(ProcessHandle.current().pid()));
                    try (Socket connection = telegraf.accept()) {
                        connection.setSoTimeout(Math.toIntExact(Daemon.LIMIT.toMillis()));
                        BufferedReader lines = new BufferedReader(
                                new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
                        assertThat(lines.lines().anyMatch(line -> line.startsWith("kinfo_mem,vm=this,path=a: vsize=")))
                                .isTrue();
                    }
                    assertThat(daemon.log()).doesNotContain(" WARN ", " ERROR ");
                }
                assertThat(err).content().contains("stat.sock tells statistics again");
            } finally {
                program.destroy();
                program.onExit().join();
            }
        }
    }

    @Test
    void tellsOfThePlatformItselfWhatIsDocumented() throws Exception {
        Path home = Tree.newHome();
        Path etc = RemoteConfiguration.in(home).etc();
        int port = freePort();
        Files.writeString(etc.resolve("org.albatross.prometheus.cfg"), "listen = 127.0.0.1:" + port + "\n");
        Files.writeString(
                etc.resolve("org.albatross.influx~away.cfg"),
                "kind = telegraf\naddress = 127.0.0.1:" + freePort() + "\n");
        Client client = new Client(home);
        Files.writeString(etc.resolve("org.albatross.jmx.cfg"), "port = " + freePort() + "\n");
        try (Daemon daemon = Daemon.start(home, "--etc-dir", etc.toString());
                Client.Stream following = client.follow("log", "--follow")) {
            client.require("add-policy", "a", "1", "--mem=64", "--cpu=0");
            assertThat(client.run("destroy", "a:none").exit()).isNotZero();
            Await.until(Daemon.LIMIT, () -> assertThat(following.out()).contains("policy_add"));

            Await.until(Daemon.LIMIT, () -> assertThat(scrape(port))
                    .contains("_commands_total{command=\"policy_add\",outcome=\"done\"} 1.0\n")
                    .contains("_commands_total{command=\"unikernel_destroy\",outcome=\"refused\"} 1.0\n")
                    .contains("_answer_seconds_count{command=\"policy_add\"} 1\n")
                    .contains("_eventlog_followers 2.0\n")
                    .contains("_local_connections 1.0\n"));
            Set<String> told = RegistryNames.inScrape(scrape(port));
            assertThat(told).containsExactlyInAnyOrderElementsOf(RegistryNames.documented());
            assertThat(daemon.log()).doesNotContain(" ERROR ");
        }
    }

    private static String scrape(int port) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .timeout(Daemon.LIMIT)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }
}
