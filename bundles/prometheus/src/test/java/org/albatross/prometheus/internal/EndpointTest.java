package org.albatross.prometheus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.albatross.api.Exposition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EndpointTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient();
    private volatile Optional<String> reason = Optional.empty();
    private int port;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Endpoint endpoint;

    @BeforeEach
    void make() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        endpoint = new Endpoint("127.0.0.1:" + port, this::page, 20);
    }

    @AfterEach
    void stop() {
        endpoint.stop();
    }

    private Exposition.Page page(String accept) {
        reason.ifPresent(words -> {
            throw new IllegalStateException(words);
        });
        return new Exposition.Page("text/x-test", "of " + accept);
    }

    private String scrape() throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                return answer.body();
            } catch (IOException e) {
                assertThat(System.nanoTime()).as(String.valueOf(e)).isLessThan(end);
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
    }

    @Test
    void handsOutAPageInTheFormatThatIsAskedForAndPacksItForWhoTakesThat() throws Exception {
        endpoint.start();
        assertThat(scrape()).isEqualTo("of ");

        HttpResponse<byte[]> answer = get("/metrics", "Accept", "text/plain;q=0.5", "Accept-Encoding", "br, gzip");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/x-test");
        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("of text/plain;q=0.5");
    }

    @Test
    void saysWhatElseThereIsNot() throws Exception {
        endpoint.start();
        scrape();

        HttpResponse<byte[]> other = get("/", "Accept", "*/*");
        assertThat(other.statusCode()).isEqualTo(404);
        assertThat(other.body()).asString(StandardCharsets.UTF_8).isEqualTo("what is measured is at /metrics\n");
        HttpRequest post = HttpRequest.newBuilder(uri("/metrics"))
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build();
        assertThat(client.send(post, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(405);
        reason = Optional.of("not now");
        HttpResponse<byte[]> none = get("/metrics", "Accept", "*/*");
        assertThat(none.statusCode()).isEqualTo(503);
        assertThat(none.body()).asString(StandardCharsets.UTF_8).isEqualTo("not now\n");
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        return client.send(
                HttpRequest.newBuilder(uri(path)).headers(headers).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void servesOthersBesideScrapesThatHang() throws Exception {
        endpoint.start();
        scrape();
        List<Socket> hanging = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.getOutputStream().write("GET /metrics HTTP/1.1\r\nHost:".getBytes(StandardCharsets.US_ASCII));
                hanging.add(socket);
            }

            assertThat(scrape()).startsWith("of ");
        } finally {
            for (Socket socket : hanging) {
                socket.close();
            }
        }
    }

    @Test
    void waitsForAPortThatIsSomebodyElses() throws Exception {
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            endpoint.start();
            assertThat(other.isBound()).isTrue();
            TimeUnit.MILLISECONDS.sleep(100);
        }

        assertThat(scrape()).startsWith("of ");
    }

    @Test
    void listensOnLoopbackAlone() throws Exception {
        for (String any : List.of("0.0.0.0:", "[::]:")) {
            Endpoint open = new Endpoint(any + port, this::page, 20);
            try {
                open.listen();

                assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                        .as(any)
                        .isInstanceOf(ConnectException.class);
            } finally {
                open.stop();
            }
        }
    }

    @Test
    void listensNoMoreOnceItWasStopped() {
        endpoint.stop();
        endpoint.listen();

        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(ConnectException.class);
    }
}
