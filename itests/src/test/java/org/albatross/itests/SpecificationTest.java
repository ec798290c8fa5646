package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test that docs/specification.md names as keeping a promise exists. */
class SpecificationTest {
    private static final Path TREE = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern NAMED = Pattern.compile("\\b([A-Z][A-Za-z0-9]*(?:Test|IT))(?:\\.([a-zA-Z0-9]+))?\\b");

    @Test
    void namesTestsThatExist() throws IOException {
        Map<String, String> tests = sources();
        Matcher named = NAMED.matcher(Files.readString(TREE.resolve("docs/specification.md")));
        int count = 0;
        while (named.find()) {
            count++;
            assertThat(tests).as("a test class that the specification names").containsKey(named.group(1));
            if (named.group(2) != null) {
                assertThat(tests.get(named.group(1)))
                        .as("the methods of %s", named.group(1))
                        .contains(" " + named.group(2) + "(");
            }
        }
        assertThat(count).as("tests that the specification names").isGreaterThan(50);
    }

    /** The sources of all test classes, by simple name; those of one name together. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        for (String folder : List.of("bundles", "itests", "launcher")) {
            try (Stream<Path> files = Files.walk(TREE.resolve(folder))) {
                for (Path file : files.filter(path -> path.toString().matches(".*/src/test/.*(Test|IT)\\.java"))
                        .toList()) {
                    String name = String.valueOf(file.getFileName()).replace(".java", "");
                    sources.merge(name, Files.readString(file), String::concat);
                }
            }
        }
        return sources;
    }
}
