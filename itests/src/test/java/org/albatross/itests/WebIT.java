package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The API of the installed tree, by the JDK's client. */
class WebIT {
    /** Somebody who uses the API. */
    private record Caller(String address, HttpClient client) {
        static Caller of(WebPlatform platform, String user) throws Exception {
            Caller caller = new Caller(
                    platform.address(),
                    HttpClient.newBuilder().cookieHandler(new CookieManager()).build());
            HttpRequest.Builder login = caller.request("/session")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"user\": \"" + user + "\", \"password\": \"" + WebPlatform.PASSWORD + "\"}"));
            assertThat(caller.client
                            .send(login.build(), HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            return caller;
        }

        private HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(URI.create(address + "/api/v1" + path))
                    .header("Origin", address);
        }

        HttpResponse<String> ask(String method, String path) throws Exception {
            return client.send(
                    request(path)
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }

        InputStream stream(String path) throws Exception {
            return client.send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream())
                    .body();
        }
    }

    @Test
    void showsAndChangesUnikernelsByTheRolesOfUsers() throws Exception {
        try (WebPlatform platform = new WebPlatform(true)) {
            platform.create();
            platform.client().require("create-block", "b:data", "1");
            Caller operator = Caller.of(platform, "oper");
            Caller viewer = Caller.of(platform, "view");

            assertThat(operator.ask("GET", "/unikernels").body())
                    .contains("\"name\": \"a:hello\"", "\"state\": \"running\"", "\"memory\": 2");
            assertThat(operator.ask("GET", "/unikernels/a:hello").body()).contains("--greeting=<b>");
            assertThat(viewer.ask("GET", "/unikernels/a:hello").body()).doesNotContain("greeting");
            assertThat(operator.ask("GET", "/block-devices").body()).doesNotContain("data");
            assertThat(operator.ask("GET", "/policies").statusCode()).isEqualTo(200);
            HttpResponse<String> other = operator.ask("DELETE", "/unikernels/b:x");
            assertThat(other.statusCode()).isEqualTo(403);
            assertThat(other.body()).contains("\"where\": \"b:\"");
            HttpResponse<String> refused = viewer.ask("POST", "/unikernels/a:hello/stop");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("it needs operator of a: or above, and web view is viewer of a:");

            try (BufferedReader events = new BufferedReader(
                    new InputStreamReader(viewer.stream("/events/stream?count=1"), StandardCharsets.UTF_8))) {
                assertThat(operator.ask("POST", "/unikernels/a:hello/stop").statusCode())
                        .isEqualTo(200);
                String line = "";
                while (!line.contains("\"kind\": \"stopped\"")) {
                    line = events.readLine();
                    assertThat(line).as("events up to the stop").isNotNull();
                }
                assertThat(line).contains("\"name\": \"a:hello\"", "\"by\": \"web oper\"");
            }
            assertThat(operator.ask("GET", "/unikernels/a:hello").body()).contains("\"state\": \"stopped\"");
            assertThat(operator.ask("POST", "/unikernels/a:hello/start").statusCode())
                    .isEqualTo(200);
            assertThat(operator.ask("DELETE", "/unikernels/a:hello").statusCode())
                    .isEqualTo(200);
            HttpResponse<String> gone = operator.ask("POST", "/unikernels/a:hello/restart");
            assertThat(gone.statusCode()).isEqualTo(404);
            assertThat(platform.client().require("log", "--count", "30"))
                    .contains("logged in a: by web view", "refused a:hello", "destroyed a:hello");
            assertThat(platform.daemon().log()).doesNotContain(" ERROR ");
        }
    }

    @Test
    void streamsAConsoleFromTheFirstLine() throws Exception {
        try (WebPlatform platform = new WebPlatform(false)) {
            assumeTrue(platform.executes(), "no tender executes guests here");
            platform.create();
            Caller viewer = Caller.of(platform, "view");
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                    viewer.stream("/unikernels/a:hello/console?lines=1000"), StandardCharsets.UTF_8))) {
                String line = "";
                while (!line.contains("<script>")) {
                    line = lines.readLine();
                    assertThat(line).as("the console up to what was printed").isNotNull();
                }
                assertThat(line).contains("\\u001b[31mabc");
            }
            assertThat(platform.client().run("health").out()).contains("web");
        }
    }

    /** What cannot be meant is refused before anything starts. */
    @Test
    void isServedOnLoopbackAlone() throws Exception {
        Path home = Tree.newHome();
        for (List<String> wrong : List.of(
                List.of("--web=0.0.0.0:8470", "the page is not encrypted"),
                List.of("--web=localhost", "the page is not encrypted"),
                List.of("--web=127.0.0.1:70000", "a port is a number from 1 to 65535"),
                List.of("--web=127.0.0.1:x", "'x' is not a number"),
                List.of("--feature=host", "host has no page"))) {
            try (Daemon daemon = Daemon.launch(home, "--web", wrong.get(0))) {
                assertThat(daemon.awaitEnd()).isEqualTo(124);
                assertThat(daemon.log()).contains(wrong.get(1));
            }
        }
        Path etc = Files.createDirectory(home.resolve("etc"));
        Files.copy(Tree.file("etc/logback.xml"), etc.resolve("logback.xml"));
        Files.writeString(etc.resolve("org.albatross.web.cfg"), "listen = 192.0.2.1:80\n");
        try (Daemon daemon = Daemon.launch(home, "--etc-dir", etc.toString())) {
            assertThat(daemon.awaitEnd()).isEqualTo(1);
            assertThat(daemon.log()).contains("org.albatross.web.cfg", "listen", "192.0.2.1:80");
        }
    }
}
