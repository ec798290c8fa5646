package org.albatross.exposition.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.codahale.metrics.MetricRegistry;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.albatross.api.Exposition;
import org.albatross.api.Sample;
import org.albatross.testing.DocumentedMetrics;
import org.albatross.testing.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Prometheus that scrapes an endpoint, and answers what the dashboards and rules in {@code packaging} ask. */
@Timeout(120)
class RealPrometheusTest {
    private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
    private static final Path PACKAGING =
            Path.of("../../packaging").toAbsolutePath().normalize();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port = freePort();

    RealPrometheusTest() throws IOException {}

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** One that has the root's domain, too. */
    private static Sample sample() {
        Sample one = Samples.sample("none");
        List<Sample.Domain> domains = new ArrayList<>(one.domains());
        domains.add(new Sample.Domain(
                org.albatross.model.Path.ROOT, one.domains().get(0).policy(), 1, 2, 3, 4));
        return new Sample(one.time(), 1, one.unikernels(), one.statuses(), domains, one.platform());
    }

    private Process start(Path folder, int endpoint) throws IOException {
        Path file = Files.writeString(
                folder.resolve("prometheus.yml"),
                """
                global: {scrape_interval: 500ms, evaluation_interval: 500ms}
                rule_files: [%s]
                scrape_configs:
                  - job_name: albatross
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                """
                        .formatted(PACKAGING.resolve("prometheus/alerts.yml"), endpoint));
        return new ProcessBuilder(
                        PROMETHEUS.toString(),
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
    }

    private String ask(String what) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/" + what))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private String query(String expression) throws Exception {
        return ask("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    }

    /** Asks until the answer holds {@code wanted}. */
    private void await(String what, String wanted) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        String answer = "";
        while (!answer.contains(wanted)) {
            assertThat(System.nanoTime()).as(answer).isLessThan(end);
            try {
                answer = ask(what);
            } catch (IOException e) {
                answer = e.toString();
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Test
    void answersEveryExpressionOfTheDashboardsAndKeepsTheRules(@TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(PROMETHEUS), "needs prometheus (Debian: prometheus)");
        MetricRegistry registry = DocumentedMetrics.registry();
        registry.timer("dispatch.answer{command=hello}");
        int listening = freePort();
        TextExposition exposition =
                new TextExposition(() -> Optional.of(sample()), () -> () -> {}, registry, System::nanoTime);
        HttpServer endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), listening), 0);
        endpoint.createContext("/metrics", exchange -> {
            try (exchange) {
                Exposition.Page page =
                        exposition.page(exchange.getRequestHeaders().getFirst("Accept"));
                byte[] text = page.text().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", page.contentType());
                exchange.sendResponseHeaders(200, text.length);
                exchange.getResponseBody().write(text);
            }
        });
        endpoint.start();
        Process prometheus = start(folder, listening);
        try {
            await("query?query=count_over_time(process_cpu_seconds_total%5B1m%5D)%20%3E%202", "\"value\"");
            for (String expression : PackagingTest.expressions()) {
                if (!expression.startsWith("label_values(")) {
                    String filled = expression
                            .replace("$__rate_interval", "1m")
                            .replaceAll("\\$(domain|path)", "a:")
                            .replace("$name", "web");

                    assertThat(query(filled))
                            .as(filled)
                            .startsWith("{\"status\":\"success\"")
                            .contains("\"value\"");
                }
            }
            assertThat(query("albatross_unikernel_state{state=\"waiting\"}"))
                    .contains("\"name\":\"web\"", "\"path\":\"a:\"", ",\"1\"]");
            assertThat(query("albatross_platform_dispatch_answer_seconds{quantile=\"0.5\"}"))
                    .contains("\"command\":\"x\"", ",\"7\"]")
                    .doesNotContain("hello");
            await("rules", "\"health\":\"ok\"");
            assertThat(ask("rules")).doesNotContain("\"health\":\"err\"");
        } finally {
            prometheus.destroyForcibly().onExit().join();
            endpoint.stop(0);
        }
    }
}
