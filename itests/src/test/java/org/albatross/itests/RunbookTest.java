package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.albatross.model.UnikernelStatus;
import org.junit.jupiter.api.Test;

/** docs/runbook.md has an entry for each state, each check and each ERROR that there is, and for nothing else. */
class RunbookTest {
    private static final Path TREE = Path.of("..").toAbsolutePath().normalize();
    private static final Path CHECKS =
            TREE.resolve("bundles/health/src/main/java/org/albatross/health/internal/HealthComponent.java");
    private static final String LITERALS = "((?:\"(?:[^\"\\\\]|\\\\.)*\"\\s*\\+?\\s*)+)?";

    /** The first argument of every call that logs an ERROR; what is not a literal is not matched. */
    private static final Pattern ERROR = Pattern.compile("\\b[Ll](?:OG|og|OGGER|ogger)\\s*\\.error\\(\\s*" + LITERALS);

    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern CHECK = Pattern.compile("\"([a-z-]+)\",\\s*(?:\\(\\)|[a-z]+::)");
    private static final Pattern SOURCE = Pattern.compile("String check\\(\\) \\{\\s*return \"([a-z-]+)\";");
    private static final Pattern ENTRY = Pattern.compile("(?m)^\\| `([^`]+)` \\|");

    /** Returns the entries of the tables between a heading and the next one of its level. */
    private static SortedSet<String> entries(String heading) throws IOException {
        String page = Files.readString(TREE.resolve("docs/runbook.md"));
        int begin = page.indexOf("\n## " + heading + "\n");
        assertThat(begin).as("the section %s", heading).isPositive();
        int end = page.indexOf("\n## ", begin + 1);
        SortedSet<String> entries = new TreeSet<>();
        Matcher entry = ENTRY.matcher(page.substring(begin, end < 0 ? page.length() : end));
        while (entry.find()) {
            assertThat(entries.add(entry.group(1)))
                    .as("one entry for %s", entry.group(1))
                    .isTrue();
        }
        return entries;
    }

    private static SortedSet<String> found(Pattern pattern, String text) {
        SortedSet<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static String sources() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String folder : new String[] {"bundles", "launcher"}) {
            try (Stream<Path> files = Files.walk(TREE.resolve(folder))) {
                for (Path file : files.filter(path -> path.toString().matches(".*/src/main/.*\\.java"))
                        .toList()) {
                    all.append(Files.readString(file));
                }
            }
        }
        return all.toString();
    }

    @Test
    void explainsEveryState() throws IOException {
        SortedSet<String> states = new TreeSet<>();
        Arrays.stream(UnikernelStatus.State.values())
                .forEach(state -> states.add(state.text().toString()));

        assertThat(entries("States")).isEqualTo(states);
    }

    @Test
    void explainsEveryCheck() throws IOException {
        SortedSet<String> checks = found(CHECK, Files.readString(CHECKS));
        assertThat(checks).contains("components", "event-log");
        checks.addAll(found(SOURCE, sources()));

        assertThat(entries("Health")).isEqualTo(checks);
    }

    @Test
    void explainsEveryError() throws IOException {
        SortedSet<String> messages = new TreeSet<>();
        Matcher error = ERROR.matcher(sources());
        while (error.find()) {
            assertThat(error.group(1))
                    .as("a message that begins as text: an ERROR has an entry")
                    .isNotNull();
            StringBuilder message = new StringBuilder();
            Matcher literal = LITERAL.matcher(error.group(1));
            while (literal.find()) {
                message.append(literal.group(1));
            }
            String text = message.toString().replace("{}", "..");
            assertThat(text).as("more than what is filled in").matches(".*[a-z]{3}.*");
            messages.add(text);
        }
        assertThat(messages).hasSizeGreaterThan(40);

        assertThat(entries("ERROR lines")).isEqualTo(messages);
    }
}
