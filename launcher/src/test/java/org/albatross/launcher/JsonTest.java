package org.albatross.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void readsEveryKindOfValue() {
        assertThat(Json.read(" {\"a\": [1, -2.5e1, true, false, null], \"b\": {}, \"c\": []} "))
                .isEqualTo(Map.of("a", Arrays.asList(1.0, -25.0, true, false, null), "b", Map.of(), "c", List.of()));
    }

    @Test
    void readsEveryEscape() {
        assertThat(Json.read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"")).isEqualTo("\"\\/\b\f\n\r\té");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1",
                "[1,]",
                "{\"a\"}",
                "{\"a\":1,}",
                "{a:1}",
                "{} {}",
                "\"a",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"a\nb\"",
                "01",
                "+1",
                "1.",
                "NaN",
                "tru",
                "{\"a\":1,\"a\":2}"
            })
    void refusesWhatIsNoJson(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.read(text));
    }

    @Test
    void namesTheLineOfAMistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.read("{\n\"a\": 1,\n\"b\" 2}"))
                .withMessage("line 3 has '2' where ':' belongs");
    }

    @Test
    void refusesDeepNestingBeforeTheStackEnds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.read("[".repeat(100_000)))
                .withMessage("line 1 has nested deeper than 32");
    }
}
