package org.albatross.influx.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Beside an HTTP server that answers as a test says. */
@Timeout(60)
class InfluxDestinationTest {
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final Chunks.Chunk CHUNK = new Chunks.Chunk("a b=1i\nc d=2i\n".getBytes(StandardCharsets.UTF_8), 2);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> seen = new ArrayList<>();
    private volatile int status = 204;
    private volatile String body = "";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            synchronized (seen) {
                seen.add(exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("Authorization") + " " + text);
            }
            byte[] answer = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(answer);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private Target target(Target.Kind kind, Optional<Path> token) {
        return new Target(kind, "127.0.0.1", server.getAddress().getPort(), false, "db1", "org2", "bucket2", token);
    }

    private InfluxDestination at(int port) {
        return new InfluxDestination(
                URI.create("http://127.0.0.1:" + port + "/write"), Optional::empty, LIMIT, threads);
    }

    @Test
    void saysThatAHostIsNotKnown() {
        InfluxDestination nowhere = new InfluxDestination(
                URI.create("http://no.such.host.invalid:8086/write"), Optional::empty, LIMIT, threads);

        assertThatThrownBy(() -> nowhere.send(CHUNK))
                .isInstanceOf(IOException.class)
                .hasMessage("no.such.host.invalid is not known");
    }

    private InfluxDestination destination() {
        return at(server.getAddress().getPort());
    }

    @Test
    void writesToADatabaseOfOneAndABucketOfTwoWithTheTokenOfAFile() throws Exception {
        Path token = folder.resolve("token");
        Files.writeString(token, "user:secret\n");
        target(Target.Kind.INFLUXDB1, Optional.of(token)).destination(threads).send(CHUNK);
        Destination two = target(Target.Kind.INFLUXDB2, Optional.of(token)).destination(threads);
        two.send(CHUNK);
        Files.writeString(token, "another\nsecond line\n");
        two.send(CHUNK);
        target(Target.Kind.INFLUXDB1, Optional.empty()).destination(threads).send(CHUNK);

        assertThat(seen)
                .containsExactly(
                        "/write?precision=ns&db=db1 Basic dXNlcjpzZWNyZXQ= a b=1i\nc d=2i\n",
                        "/api/v2/write?precision=ns&org=org2&bucket=bucket2 Token user:secret a b=1i\nc d=2i\n",
                        "/api/v2/write?precision=ns&org=org2&bucket=bucket2 Token another a b=1i\nc d=2i\n",
                        "/write?precision=ns&db=db1 null a b=1i\nc d=2i\n");
    }

    @Test
    void saysNothingOfATokenThatCannotBeSent() throws Exception {
        Path token = folder.resolve("token");
        Destination two = target(Target.Kind.INFLUXDB2, Optional.of(token)).destination(threads);
        assertThatThrownBy(() -> two.send(CHUNK))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(token.toString());
        Files.writeString(token, "top secret\n");

        assertThatThrownBy(() -> two.send(CHUNK))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(token.toString())
                .hasMessageNotContaining("top");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void takesWhatTheServerDoesNotUnderstandForRefused(int code) throws Exception {
        status = code;
        body = "{\"error\":\"unable to parse\u001b\n\"}" + "x".repeat(1_000_000);

        assertThat(destination().send(CHUNK)).hasValueSatisfying(refused -> {
            assertThat(refused.lines()).isEqualTo(2);
            assertThat(refused.reason())
                    .startsWith("HTTP " + code + " {\"error\":\"unable to parse \"}xx")
                    .hasSizeLessThan(400);
        });
    }

    @Test
    void countsThoseOfAPartialWrite() throws Exception {
        status = 400;
        body = "{\"error\":\"partial write: field type conflict: .. dropped=1\"}";

        assertThat(destination().send(CHUNK)).map(Destination.Refused::lines).contains(1L);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 401, 403, 404, 429, 500, 503})
    void keepsWhatMayBeTakenLater(int code) {
        status = code;
        body = "later";

        assertThatThrownBy(() -> destination().send(CHUNK))
                .isInstanceOf(IOException.class)
                .hasMessage("HTTP " + code + " later");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rubbish\r\n\r\n",
                "HTTP/1.1 204\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n1",
                "CLOSE"
            })
    void givesUpOnAServerThatHangsClosesOrSendsRubbish(String answer) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> {
                try {
                    Socket peer = listener.accept();
                    peer.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                    if (answer.equals("CLOSE")) {
                        peer.close();
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            long begin = System.nanoTime();

            assertThatThrownBy(() -> at(listener.getLocalPort()).send(CHUNK)).isInstanceOf(IOException.class);

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        }
    }
}
