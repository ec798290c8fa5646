package org.albatross.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before anybody is asked who it is. */
class GuardTest {
    private Site site;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        site = new Site(directory);
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
    }

    private String get(String path, String headers) throws Exception {
        return site.raw("GET " + path + " HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LocalHost:8470", "127.0.0.1", "[::1]:99"})
    void answersToTheNamesOfThisHost(String host) throws Exception {
        assertThat(get("/", "Host: " + host + "\r\n")).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example", "localhost.", "[::2]", "127.0.0.2"})
    void refusesOtherNames(String host) throws Exception {
        for (String path : new String[] {"/", "/api/v1/session", "/api/v1/openapi.json"}) {
            assertThat(get(path, "Host: " + host + "\r\n"))
                    .startsWith("HTTP/1.1 421 ")
                    .contains("urn:albatross:problem:unknown-host");
        }
    }

    @Test
    void refusesARequestForTwoNames() throws Exception {
        assertThat(get("/", "Host: localhost\r\nHost: evil.example\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(get("http://localhost/", "Host: evil.example\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(get("/", "")).startsWith("HTTP/1.1 400 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Origin: null\r\n", "Origin: http://evil.example\r\n", "Origin: http://localhost:1\r\n"})
    void refusesAChangeThatAnotherPageAsksFor(String origin) throws Exception {
        String cookie = site.cookie("oper");
        assertThat(site.raw("POST /api/v1/unikernels/a:web/stop HTTP/1.1\r\nHost: localhost:"
                        + site.page().port() + "\r\nCookie: " + cookie + "\r\n" + origin + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ")
                .contains("urn:albatross:problem:other-origin");
        assertThat(site.platform().asked()).isEmpty();
    }

    @Test
    void saysWhatABrowserMayDo() throws Exception {
        for (String path : new String[] {"/", "/none", "/api/v1/session", "/api/v1/openapi.json"}) {
            HttpResponse<String> answer = site.send(site.request("GET", path));
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains(
                            "default-src 'none'; script-src 'self' 'sha256-",
                            "frame-ancestors 'none'",
                            "base-uri 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
            assertThat(answer.headers().firstValue("Cross-Origin-Resource-Policy"))
                    .contains("same-origin");
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(answer.headers().firstValue("Server")).isEmpty();
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/../../etc/passwd", "/assets/..%2f..%2fetc/passwd", "/%2e%2e/page/app.js", "/page/app.js", "//"
            })
    void hasNothingButThePageAndTheApi(String path) throws Exception {
        assertThat(get(path, "Host: localhost\r\n"))
                .matches("(?s)HTTP/1\\.1 40[04] .*")
                .contains("application/problem+json");
    }

    @Test
    void refusesHeadersThatAreTooLong() throws Exception {
        assertThat(get("/", "Host: localhost\r\nX-Long: " + "x".repeat(WebServer.HEADERS) + "\r\n"))
                .startsWith("HTTP/1.1 431 ")
                .contains("have more than 8192 bytes");
    }

    @Test
    void refusesWhatIsNotHttp() throws Exception {
        assertThat(site.raw("\u0016\u0003\u0001 hello\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(get("/", "Host: localhost\r\nbad header\r\n")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void refusesMethodsAndBodiesThatAreNotAskedFor() throws Exception {
        String cookie = site.cookie("oper");
        assertThat(site.ask("PUT", "/api/v1/unikernels", cookie).body())
                .contains("\"status\": 405", "this path is for GET");
        assertThat(site.ask("TRACE", "/", cookie).statusCode()).isEqualTo(404);
        assertThat(site.raw(
                        "POST /api/v1/unikernels/a:web/stop HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
                                + "Cookie: " + cookie + "\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"))
                .contains("this request takes no body");
        assertThat(site.platform().asked()).isEmpty();
    }
}
