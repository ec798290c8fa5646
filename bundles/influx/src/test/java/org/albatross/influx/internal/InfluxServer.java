package org.albatross.influx.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** An InfluxDB 1.x on loopback with its files in a directory of a test. */
final class InfluxServer implements AutoCloseable {
    private static final Path INFLUXD = Path.of("/usr/bin/influxd");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path folder;
    private final int port = freePort();
    private final HttpClient client = HttpClient.newHttpClient();
    private Optional<Process> process = Optional.empty();

    private InfluxServer(Path folder) throws IOException {
        this.folder = folder;
    }

    /** Starts one, or skips the test where there is none. */
    static InfluxServer start(Path folder) throws Exception {
        assumeTrue(Files.isExecutable(INFLUXD), "needs influxd (Debian: influxdb)");
        InfluxServer server = new InfluxServer(folder);
        String settings =
                """
                reporting-disabled = true
                bind-address = "127.0.0.1:%d"
                [meta]
                dir = "%s/meta"
                [data]
                dir = "%s/data"
                wal-dir = "%s/wal"
                [http]
                bind-address = "127.0.0.1:%d"
                """
                        .formatted(freePort(), folder, folder, folder, server.port);
        Files.writeString(folder.resolve("influxdb.conf"), settings);
        server.begin();
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Starts it again. */
    void begin() throws Exception {
        process = Optional.of(new ProcessBuilder(
                        INFLUXD.toString(),
                        "-config",
                        folder.resolve("influxdb.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("influxd.log").toFile())
                .start());
        await(this::answers);
    }

    private boolean answers() {
        try {
            HttpRequest ping = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/ping"))
                    .build();
            return client.send(ping, HttpResponse.BodyHandlers.discarding()).statusCode() == 204;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Kills it. */
    void end() {
        process.ifPresent(running -> running.destroyForcibly().onExit().join());
        process = Optional.empty();
    }

    int port() {
        return port;
    }

    /** Asks a database called albatross; the answer as JSON. */
    String query(String query) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/query?db=albatross&q="
                        + URLEncoder.encode(query, StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** Waits until a condition holds. */
    static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Override
    public void close() {
        end();
    }
}
