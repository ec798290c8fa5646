package org.albatross.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.albatross.api.Sink;
import org.albatross.model.Bytes;
import org.albatross.model.Data;
import org.albatross.model.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiTest {
    private Site site;
    private Schemas schemas;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        site = new Site(directory);
        schemas = new Schemas(
                site.send(site.request("GET", "/api/v1/openapi.json")).body());
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
    }

    /** Asks, and sees to it that the answer is as described. */
    private JsonNode ask(String operation, String path, String cookie, int status) throws Exception {
        HttpResponse<String> answer =
                site.ask(operation.substring(0, operation.indexOf(' ')), "/api/v1" + path, cookie);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        schemas.check(
                operation, status, answer.headers().firstValue("Content-Type").orElseThrow(), answer.body());
        return Schemas.parse(answer.body());
    }

    @Test
    void answersWhatIsDescribedAndNothingElse() {
        assertThat(site.page().api().operations()).containsExactlyInAnyOrderElementsOf(schemas.operations());
    }

    @Test
    void showsWhatThereIsAsDescribed() throws Exception {
        String cookie = site.cookie("root");
        JsonNode all = ask("GET /api/v1/unikernels", "/unikernels", cookie, 200);
        assertThat(all.at("/unikernels/0/name").asText()).isEqualTo("a:web");
        assertThat(all.at("/unikernels/0/status/info/memory").asInt()).isEqualTo(32);
        assertThat(all.at("/unikernels/1/status/reason").asText()).isEqualTo("bridge br9 does not exist");
        JsonNode one = ask("GET /api/v1/unikernels/{name}", "/unikernels/a:web", cookie, 200);
        assertThat(one.at("/status/info/bridges/0/host_device/hex").asText()).isEqualTo("ff");
        assertThat(ask("GET /api/v1/policies", "/policies", cookie, 200)
                        .at("/policies/0/path")
                        .asText())
                .isEqualTo("a:");
        assertThat(ask("GET /api/v1/block-devices", "/block-devices", cookie, 200)
                        .at("/block_devices/0/name")
                        .asText())
                .isEqualTo("a:data");
        assertThat(ask("GET /api/v1/session", "/session", cookie, 200)
                        .at("/role")
                        .asText())
                .isEqualTo("admin");
    }

    /** A platform answers relative to the path that it is asked about. */
    @Test
    void tellsWholeNamesToAUserOfADomain() throws Exception {
        String cookie = site.cookie("view");
        assertThat(ask("GET /api/v1/unikernels", "/unikernels", cookie, 200)
                        .at("/unikernels/0/name")
                        .asText())
                .isEqualTo("a:web");
        assertThat(site.platform().asked()).contains("lifecycle_status a: by web view");
    }

    @Test
    void changesWhatItsRoleAllows() throws Exception {
        String cookie = site.cookie("oper");
        for (String change : List.of("start", "stop", "restart")) {
            assertThat(ask("POST /api/v1/unikernels/{name}/" + change, "/unikernels/a:web/" + change, cookie, 200)
                            .at("/message")
                            .asText())
                    .isEqualTo("done with it");
        }
        assertThat(ask("DELETE /api/v1/unikernels/{name}", "/unikernels/a:web", cookie, 200)
                        .at("/message")
                        .asText())
                .isEqualTo("done with it");
        assertThat(site.platform().asked())
                .containsExactly(
                        "lifecycle_start a:web by web oper",
                        "lifecycle_stop a:web by web oper",
                        "unikernel_restart a:web by web oper",
                        "unikernel_destroy a:web by web oper");
    }

    @Test
    void tellsARefusalWithItsData() throws Exception {
        JsonNode refused =
                ask("POST /api/v1/unikernels/{name}/stop", "/unikernels/a:web/stop", site.cookie("view"), 403);
        assertThat(refused.at("/type").asText()).isEqualTo("urn:albatross:problem:not-allowed");
        assertThat(refused.at("/detail").asText())
                .isEqualTo("not allowed for a:web: it needs operator of a: or above, and web view is viewer of a:");
        assertThat(refused.at("/data/needed").asText()).isEqualTo("operator");
        assertThat(refused.at("/data/grants/0").asText()).isEqualTo("viewer of a:");

        String cookie = site.cookie("oper");
        assertThat(ask("POST /api/v1/unikernels/{name}/stop", "/unikernels/none/stop", cookie, 404)
                        .at("/data/name")
                        .asText())
                .isEqualTo(":none");
        assertThat(ask("GET /api/v1/unikernels/{name}", "/unikernels/none", cookie, 404)
                        .at("/type")
                        .asText())
                .isEqualTo("urn:albatross:problem:not-found");
        assertThat(ask("GET /api/v1/unikernels/{name}", "/unikernels/a_b", cookie, 400)
                        .at("/detail")
                        .asText())
                .contains("invalid label 'a_b'");
        assertThat(ask("GET /api/v1/unikernels/{name}", "/unikernels/a:", cookie, 400)
                        .at("/detail")
                        .asText())
                .isEqualTo("a: is a path, the name of a unikernel is needed");
        assertThat(ask("GET /api/v1/events", "/events?count=1001", cookie, 400)
                        .at("/detail")
                        .asText())
                .isEqualTo("the parameter count is a whole number from 1 to 1000");
    }

    @Test
    void answersWhileTheCommandServiceIsReplaced() throws Exception {
        String cookie = site.cookie("oper");
        site.page().commands().gate().close(site.platform());
        assertThat(ask("GET /api/v1/policies", "/policies", cookie, 503)
                        .at("/detail")
                        .asText())
                .contains("is being replaced");
        site.page().commands().gate().open(site.platform());
        ask("GET /api/v1/policies", "/policies", cookie, 200);
    }

    @Test
    void showsEvents() throws Exception {
        site.platform().history().addAll(PlayedPlatform.events());
        JsonNode events = ask("GET /api/v1/events", "/events?count=3", site.cookie("oper"), 200);
        assertThat(events.at("/events/0").toString())
                .isEqualTo(
                        "{\"sequence\":1,\"time\":\"2026-11-01T10:00:00.123Z\",\"kind\":\"created\",\"name\":\"a:web\","
                                + "\"by\":\"uid 0, pid 17\",\"details\":\"\"}");
        assertThat(events.at("/events/2/details").asText()).isEqualTo("<script>");
    }

    /** One stream, read as it comes. */
    private final class Reader implements AutoCloseable {
        private final InputStream body;
        private final BufferedReader lines;

        Reader(String path, String cookie, String... headers) throws Exception {
            HttpRequest.Builder request = site.request("GET", path).header("Cookie", cookie);
            for (int i = 0; i < headers.length; i += 2) {
                request.header(headers[i], headers[i + 1]);
            }
            HttpResponse<InputStream> answer = site.open(request);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
            body = answer.body();
            lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        }

        /** Returns the lines of the next event without its comments. */
        List<String> next() throws Exception {
            List<String> event = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty() && !event.isEmpty()) {
                    return event;
                }
                if (!line.isEmpty() && !line.startsWith(":") && !line.startsWith("retry:")) {
                    event.add(line);
                }
            }
            return event;
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    private static Data.Console line(int millis, String text) {
        return new Data.Console(PlayedPlatform.TIME.plusMillis(millis), Text.of(text));
    }

    private Sink lastStream(int number) {
        Site.await(() -> site.platform().streams().size() >= number);
        return site.platform().streams().get(number - 1);
    }

    @Test
    void streamsAConsoleAndGoesOnBehindTheLastLine() throws Exception {
        String cookie = site.cookie("oper");
        String path = "/api/v1/unikernels/a:web/console";
        List<Data> history = List.of(line(0, "one"), line(1, "two"), line(1, "<b>\u001b[31mthree"));
        site.platform().history().addAll(history);
        long millis = PlayedPlatform.TIME.toEpochMilli();
        try (Reader reader = new Reader(path, cookie)) {
            assertThat(reader.next()).startsWith("id: " + millis + "-1", "event: line");
            List<String> second = reader.next();
            assertThat(second)
                    .containsExactly(
                            "id: " + (millis + 1) + "-1",
                            "event: line",
                            "data: {\"time\": \"2026-11-01T10:00:00.124Z\", \"line\": \"two\"}");
            schemas.checkEvent(
                    "GET /api/v1/unikernels/{name}/console", second.get(2).substring(6));
            assertThat(reader.next()).contains("id: " + (millis + 1) + "-2");
            Sink live = lastStream(1);
            live.data(
                    PlayedPlatform.RUNNING,
                    new Data.Console(
                            PlayedPlatform.TIME.plusMillis(9), Text.of(Bytes.of(new byte[] {'x', (byte) 0xff}))));
            assertThat(reader.next().get(2)).endsWith("\"line\": \"x\\ufffd\"}");
        }
        site.platform().history().remove(0);
        site.platform().history().add(line(1, "four"));
        for (String[] again : new String[][] {
            {path, "Last-Event-ID", (millis + 1) + "-1"}, {path + "?after=" + (millis + 1) + "-1", "Accept", "*/*"}
        }) {
            try (Reader reader = new Reader(again[0], cookie, again[1], again[2])) {
                assertThat(reader.next()).contains("id: " + (millis + 1) + "-2");
                assertThat(reader.next().get(2)).contains("four");
            }
        }
        HttpResponse<String> bad = site.ask("GET", path + "?after=x", cookie);
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(site.ask("GET", "/api/v1/unikernels/a:db/console", cookie).statusCode())
                .isEqualTo(404);
    }

    @Test
    void streamsEventsAndSaysWhyAStreamEnds() throws Exception {
        site.platform().history().addAll(PlayedPlatform.events());
        String cookie = site.cookie("oper");
        try (Reader reader = new Reader("/api/v1/events/stream", cookie)) {
            List<String> first = reader.next();
            assertThat(first).startsWith("id: 1", "event: event");
            schemas.checkEvent("GET /api/v1/events/stream", first.get(2).substring(6));
            reader.next();
            reader.next();
            assertThat(site.ask("DELETE", "/api/v1/session", cookie).statusCode())
                    .isEqualTo(204);
            List<String> last = reader.next();
            assertThat(last.get(0)).isEqualTo("event: end");
            schemas.checkSchema("Problem", last.get(1).substring(6));
            assertThat(last.get(1)).contains("\"status\": 401");
            assertThat(reader.next()).isEmpty();
        }
        Site.await(() -> site.page().streams() == 0);
        assertThat(site.platform().cancelled()).hasSize(1);
    }

    /** Whoever prints is told to wait; what is kept for a peer that reads nothing has a bound. */
    @Test
    void takesNoMoreThanAPeerTakes() throws Exception {
        String cookie = site.cookie("oper");
        HttpResponse<InputStream> answer = site.open(
                site.request("GET", "/api/v1/unikernels/a:web/console").header("Cookie", cookie));
        Sink live = lastStream(1);
        String text = "x".repeat(1000);
        long sent = 0;
        while (live.data(PlayedPlatform.RUNNING, line(0, text))) {
            sent++;
            assertThat(sent).as("lines for a peer that reads none").isLessThan(1_000_000);
        }
        assertThat(live.queued()).isBetween(64L * 1024, 67L * 1024);
        CountDownLatch resumed = new CountDownLatch(1);
        live.whenReady(resumed::countDown);
        assertThat(resumed.getCount()).isEqualTo(1);
        answer.body().skipNBytes(sent * 1000);
        assertThat(resumed.await(60, TimeUnit.SECONDS)).isTrue();
        answer.body().close();
    }

    @Test
    void boundsStreamsOfOneUser() throws Exception {
        String cookie = site.cookie("oper");
        List<InputStream> open = new ArrayList<>();
        for (int i = 0; i < Streams.MOST_OF_ONE; i++) {
            open.add(site.open(site.request("GET", "/api/v1/events/stream").header("Cookie", cookie))
                    .body());
        }
        HttpResponse<String> refused = site.ask("GET", "/api/v1/events/stream", cookie);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("32 of one user; 32 are, and 32 of oper");
        try (Reader other = new Reader("/api/v1/events/stream", site.cookie("view"))) {
            assertThat(other).isNotNull();
        }
        for (InputStream each : open) {
            each.close();
        }
    }
}
