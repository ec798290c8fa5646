package org.albatross.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginTest {
    private Site site;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        site = new Site(directory);
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
    }

    private String told() {
        return site.events().stream()
                .map(event -> event.event().getClass().getSimpleName() + " " + event.caller())
                .collect(Collectors.joining(", "));
    }

    @Test
    void givesASessionToWhoKnowsThePassword() throws Exception {
        HttpResponse<String> answer = site.login("view", Site.PASSWORD);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"user\": \"view\", \"role\": \"viewer\", \"path\": \"a:\", \"consoles\": true}\n");
        String set = answer.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(set).matches("albatross-session=[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Strict");
        String cookie = set.substring(0, set.indexOf(';'));
        assertThat(site.ask("GET", "/api/v1/session", cookie).body()).isEqualTo(answer.body());
        Site.await(() -> told().equals("LoggedIn web view"));
    }

    @Test
    void endsASessionThatIsLoggedOut() throws Exception {
        String cookie = site.cookie("oper");
        HttpResponse<String> answer = site.ask("DELETE", "/api/v1/session", cookie);
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("albatross-session=;", "Max-Age=0");
        assertThat(site.ask("GET", "/api/v1/unikernels", cookie).statusCode()).isEqualTo(401);
    }

    @Test
    void endsASessionWhoseUserWasChanged() throws Exception {
        String oper = site.cookie("oper");
        String view = site.cookie("view");
        site.writeUsers("oper viewer :", "view viewer a:");
        Site.await(() -> {
            try {
                return site.ask("GET", "/api/v1/session", oper).statusCode() == 401;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        assertThat(site.ask("GET", "/api/v1/session", view).statusCode()).isEqualTo(200);
    }

    @Test
    void asksForALoginFirst() throws Exception {
        for (String cookie : new String[] {"a=b", "albatross-session=", "albatross-session=" + "A".repeat(43)}) {
            HttpResponse<String> answer = site.ask("GET", "/api/v1/unikernels", cookie);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("urn:albatross:problem:not-logged-in");
        }
        assertThat(site.platform().asked()).isEmpty();
    }

    @Test
    void boundsHowOftenALoginMayFail() throws Exception {
        for (int i = 0; i < FailureLimit.MOST; i++) {
            HttpResponse<String> answer = site.login("oper", "wrong");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("there is no such user, or the password is another one");
        }
        HttpResponse<String> refused = site.login("oper", Site.PASSWORD);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Long.parseLong(refused.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1L, FailureLimit.WINDOW.toSeconds() + 1);
        assertThat(site.login("view", Site.PASSWORD).statusCode()).isEqualTo(200);

        site.pass(FailureLimit.WINDOW);
        assertThat(site.login("oper", Site.PASSWORD).statusCode()).isEqualTo(200);
        Site.await(() -> told().contains("LoginRefused web oper"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"user\": \"oper\"}                                       | the member password is missing",
                "{\"user\": \"oper\", \"password\": \"x\", \"role\": \"\"}  | the member \\\"role\\\" is unknown",
                "user=oper                                                  | not JSON: line 1",
            })
    void namesWhatIsWrongWithABody(String body, String detail) throws Exception {
        HttpResponse<String> answer = site.post(body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(detail);
    }

    @Test
    void boundsABodyWhetherItsLengthIsToldOrNot() throws Exception {
        String large = "{\"user\": \"" + "x".repeat(5000) + "\", \"password\": \"\"}";
        assertThat(site.post(large).statusCode()).isEqualTo(413);
        HttpRequest.Builder chunked = site.request("POST", "/api/v1/session")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.US_ASCII))));
        assertThat(site.send(chunked).statusCode()).isEqualTo(413);
    }

    /** What a form of another site could send without being asked back. */
    @Test
    void takesNoForm() throws Exception {
        HttpResponse<String> answer = site.send(site.request("POST", "/api/v1/session")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Content-Type is not application/json");
    }
}
