package org.albatross.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
                {"framework-properties": {"a": "${state.dir}/x", "b": "\\u0079"},
                 "bundles": [{"id": "g.h:b:1.0", "start-order": 2}, {"start-order": 1, "id": "g:a:2-SNAPSHOT"}]}
                """,
                placeholders);

        assertThat(feature.frameworkProperties()).isEqualTo(Map.of("a", "/st$ate/x", "b", "y"));
        assertThat(feature.bundles())
                .containsExactly(new FeatureFile.Entry("g.h:b:1.0", 2), new FeatureFile.Entry("g:a:2-SNAPSHOT", 1));
        assertThat(feature.bundles().get(0).in(Path.of("/b"))).hasToString("/b/g.h.b-1.0.jar");
    }

    @Test
    void skipsWhatItDoesNotUse() throws IOException {
        FeatureFile feature = read(
                """
                {"id": "x", "more": {"bundles": [1, {"id": 2}]}, "framework-properties": {},
                 "bundles": [{"hash": [null], "id": "g:a:1", "start-order": 1}]}
                """,
                new Properties());

        assertThat(feature.bundles()).containsExactly(new FeatureFile.Entry("g:a:1", 1));
    }

    @Test
    void refusesAPlaceholderWithoutAValue() {
        assertRefused(
                "{\"bundles\": [],\n \"framework-properties\": {\"a\": \"${x}\"}}",
                "line 2, column 32: the system property x is not set");
    }

    @Test
    void refusesWhatIsNotAFeature() {
        assertRefused("", "line 1, column 1: the file is empty");
        assertRefused(" []", "line 1, column 2: the file is not a JSON object");
        assertRefused("{\"bundles\": []}", "line 1, column 1: framework-properties is missing");
        assertRefused("{\"framework-properties\": {}}", "line 1, column 1: bundles is missing");
        assertRefused("{\"framework-properties\": 1}", "line 1, column 26: framework-properties is not an object");
        assertRefused(
                "{\"framework-properties\":\n{\"a\": 1}}",
                "line 2, column 7: the framework property a is not a string");
        assertRefused("{\"bundles\": {}}", "line 1, column 13: bundles is not a list");
        assertRefused("{\"bundles\": [null]}", "line 1, column 14: an element of bundles is not an object");
        assertRefused("{\"bundles\":\n[{}]}", "line 2, column 2: the id of a bundle is missing");
        assertRefused("{\"bundles\": [{\"id\": 1}]}", "line 1, column 21: the id of a bundle is not a string");
        assertRefused("{\"bundles\": [{\"id\": \"a\"}]}", "line 1, column 14: the start-order of a is missing");
    }

    @Test
    void refusesABundleThatCannotBeFoundByItsId() {
        assertRefused(bundle("\"../x\"", "1"), "line 2, column 14: the bundle id ../x is not group:artifact:version");
    }

    @Test
    void refusesAStartOrderThatIsNotALevel() {
        assertRefused(bundle("\"g:a:1\"", "0"), "line 2, column 14: the start-order of g:a:1 is 0, the least is 1");
        assertRefused(bundle("\"g:a:1\"", "\"1\""), "line 2, column 45: a start-order is not a whole number");
        assertRefused(bundle("\"g:a:1\"", "1.5"), "line 2, column 45: a start-order is not a whole number");
        assertThatIOException()
                .isThrownBy(() -> read(bundle("\"g:a:1\"", "99999999999"), new Properties()))
                .withMessageContaining("feature.json: line 2, column ")
                .withMessageContaining("99999999999");
    }

    @Test
    void refusesAKeyThatAppearsTwice() {
        assertRefusedAt("{\"a\": 1,\n\"a\": 2}", "line 2, column 4: Duplicate field 'a'");
        assertRefusedAt("{\"bundles\": [], \"bundles\": []}", "line 1, column 26: Duplicate field 'bundles'");
        assertRefusedAt("{\"other\": [{\"b\": 1, \"b\": 2}]}", "line 1, column 24: Duplicate field 'b'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"a\": [1",
                "{\"a\": [1,]}",
                "{\"a\"}",
                "{\"a\":1,}",
                "{a:1}",
                "{\"framework-properties\": {}, \"bundles\": []} {}",
                "{\"a",
                "{\"a\": \"\\x\"}",
                "{\"a\": \"\\u12g4\"}",
                "{\"a\": \"a\nb\"}",
                "{\"a\": 01}",
                "{\"a\": +1}",
                "{\"a\": 1.}",
                "{\"a\": NaN}",
                "{\"a\": tru}",
                "{\"a\": // comment\n1}"
            })
    void refusesWhatIsNotJsonAndNamesThePlace(String text) {
        assertRefusedAt(text, "line ");
    }

    @Test
    void saysThatTheFileEndsTooEarly() {
        assertRefused("{\"bundles\": [\n", "line 2, column 1: the file ends too early");
    }

    @Test
    void refusesDeepNestingBeforeTheStackEnds() {
        assertRefusedAt("{\"a\": " + "[".repeat(100_000), "");
    }

    private static String bundle(String id, String startOrder) {
        return "{\"framework-properties\": {},\n \"bundles\": [{\"id\": " + id + ", \"start-order\": " + startOrder
                + "}]}";
    }

    private void assertRefused(String text, String reason) {
        assertThatIOException()
                .isThrownBy(() -> read(text, new Properties()))
                .withMessage(folder.resolve("feature.json") + ": " + reason);
    }

    private void assertRefusedAt(String text, String beginning) {
        assertThatIOException()
                .isThrownBy(() -> read(text, new Properties()))
                .withMessageStartingWith(folder.resolve("feature.json") + ": " + beginning)
                .withMessageNotContaining("Source");
    }

    @Test
    void takesAnAdditionWhoseBundlesAreThereOnce() throws IOException {
        FeatureFile base = read(
                """
                {"framework-properties": {"a": "1", "b": "1"}, "bundles": [{"id": "g:x:1", "start-order": 1}]}""",
                new Properties());
        FeatureFile addition = read(
                """
                {"framework-properties": {"b": "2"},
                 "bundles": [{"id": "g:y:1", "start-order": 2}, {"id": "g:x:1", "start-order": 1}]}""",
                new Properties());

        assertThat(base.with(addition))
                .isEqualTo(new FeatureFile(
                        Map.of("a", "1", "b", "2"),
                        List.of(new FeatureFile.Entry("g:x:1", 1), new FeatureFile.Entry("g:y:1", 2))));
    }

    private FeatureFile read(String text, Properties placeholders) throws IOException {
        Path file = folder.resolve("feature.json");
        Files.writeString(file, text);
        return FeatureFile.read(file, placeholders);
    }
}
