package org.albatross.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageFilesTest {
    private static final int MOST_BYTES = 300_000;
    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"]+)\"");
    private static final Pattern IMPORT = Pattern.compile("(?:from|import)\\s*['\"]([^'\"]+)['\"]");

    /** Follows every link and import of the page as a browser does. */
    @Test
    void hasEverythingThatThePageLoadsAndNothingElse(@TempDir Path directory) throws Exception {
        try (Site site = new Site(directory)) {
            HttpResponse<String> first = site.send(site.request("GET", "/"));
            assertThat(first.headers().firstValue("Cache-Control")).contains("no-store");
            Matcher map = Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL)
                    .matcher(first.body());
            assertThat(map.find()).isTrue();
            String digest = Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256")
                            .digest(map.group(1).getBytes(StandardCharsets.UTF_8)));
            assertThat(first.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("script-src 'self' 'sha256-" + digest + "'");
            assertThat(first.body().replace(map.group(), "")).doesNotContain("<script>", "onclick", "style=\"");

            Set<String> loaded = new TreeSet<>();
            Deque<String> next = new ArrayDeque<>();
            LINK.matcher(first.body()).results().forEach(link -> next.add(link.group(1)));
            long bytes = first.body().length();
            while (!next.isEmpty()) {
                String path = next.remove();
                if (loaded.add(path)) {
                    HttpResponse<String> file = site.send(site.request("GET", path));
                    assertThat(file.statusCode()).as(path).isEqualTo(200);
                    assertThat(file.headers().firstValue("Cache-Control").orElseThrow())
                            .contains("immutable");
                    bytes += file.body().length();
                    for (String imported : imports(file.body(), path)) {
                        next.add(imported.startsWith("/") ? imported : resolve(map.group(1), imported));
                    }
                }
            }
            assertThat(loaded).hasSize(PageFiles.FILES.size());
            assertThat(bytes).isLessThan(MOST_BYTES);
        }
    }

    private static Set<String> imports(String text, String path) {
        Set<String> imports = new TreeSet<>();
        if (path.endsWith(".js")) {
            IMPORT.matcher(text)
                    .results()
                    .map(found -> found.group(1))
                    .map(name ->
                            name.startsWith(".") ? path.substring(0, path.lastIndexOf('/')) + name.substring(1) : name)
                    .forEach(imports::add);
        }
        return imports;
    }

    private static String resolve(String map, String name) {
        Matcher entry =
                Pattern.compile("\"" + Pattern.quote(name) + "\": \"([^\"]+)\"").matcher(map);
        assertThat(entry.find()).as("the map of imports has %s", name).isTrue();
        return entry.group(1);
    }
}
