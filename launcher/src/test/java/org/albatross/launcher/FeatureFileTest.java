package org.albatross.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureFileTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    @Test
    void readsBundlesInTheirOrderAndReplacesPlaceholders() throws IOException {
        Properties placeholders = new Properties();
        placeholders.setProperty("state.dir", "/st$ate");

        FeatureFile feature = read(
                """
                {"framework-properties": {"a": "${state.dir}/x", "b": "y"},
                 "bundles": [{"id": "g.h:b:1.0", "start-order": 2}, {"id": "g:a:2-SNAPSHOT", "start-order": 1}]}
                """,
                placeholders);

        assertThat(feature.frameworkProperties()).isEqualTo(Map.of("a", "/st$ate/x", "b", "y"));
        assertThat(feature.bundles())
                .containsExactly(new FeatureFile.Entry("g.h:b:1.0", 2), new FeatureFile.Entry("g:a:2-SNAPSHOT", 1));
        assertThat(feature.bundles().get(0).in(Path.of("/b"))).hasToString("/b/g.h.b-1.0.jar");
    }

    @Test
    void refusesAPlaceholderWithoutAValue() {
        assertRefused(
                "{\"framework-properties\": {\"a\": \"${x}\"}, \"bundles\": []}", "the system property x is not set");
    }

    @Test
    void refusesWhatIsNoFeature() {
        assertRefused("[]", "the file is missing or no object");
        assertRefused("{\"bundles\": []}", "framework-properties is missing or no object");
        assertRefused("{\"framework-properties\": {\"a\": 1}}", "a is missing or no string");
        assertRefused("{\"framework-properties\": {}}", "bundles is missing or no list");
        assertRefused("{\"framework-properties\": {}, \"bundles\": [{}]}", "id is missing or no string");
    }

    @Test
    void refusesABundleThatCannotBeFoundByItsId() {
        assertRefused(bundle("\"../x\"", "1"), "the bundle id ../x is not group:artifact:version");
        assertRefused(bundle("\"g:a:1\"", "0"), "the start-order of g:a:1 is 0, the least is 1");
        assertRefused(bundle("\"g:a:1\"", "\"1\""), "the start-order of g:a:1 is missing or no number");
    }

    private static String bundle(String id, String startOrder) {
        return "{\"framework-properties\": {}, \"bundles\": [{\"id\": " + id + ", \"start-order\": " + startOrder
                + "}]}";
    }

    private void assertRefused(String text, String reason) {
        assertThatIOException()
                .isThrownBy(() -> read(text, new Properties()))
                .withMessage(folder.resolve("feature.json") + ": " + reason);
    }

    private FeatureFile read(String text, Properties placeholders) throws IOException {
        Path file = folder.resolve("feature.json");
        Files.writeString(file, text);
        return FeatureFile.read(file, placeholders);
    }
}
