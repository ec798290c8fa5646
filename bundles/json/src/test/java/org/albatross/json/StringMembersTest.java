package org.albatross.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StringMembersTest {
    private static final Set<String> NAMES = Set.of("user", "password");

    private static Map<String, String> read(String text) {
        return StringMembers.read(text.getBytes(StandardCharsets.UTF_8), NAMES);
    }

    @Test
    void readsTheMembersThatItKnows() {
        assertThat(read("{\"password\": \"a\\u00e9\", \"user\": \"x\"}"))
                .containsOnly(Map.entry("user", "x"), Map.entry("password", "a\u00e9"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                           | a JSON object is needed",
                "``                                           | a JSON object is needed",
                "{\"user\": \"x\"}                            | the member password is missing",
                "{\"user\": 1}                                | the member user is not a string",
                "{\"user\": {\"a\": {}}}                      | the member user is not a string",
                "{\"u\\u001b\": \"x\"}                        | the member \"u\\u001b\" is unknown",
                "{\"user\": \"x\", \"password\": \"y\"} {}    | there is text behind the object",
                "{\"user\": \"x\", \"user\": \"y\"}           | not JSON: line 1, column 21",
                "{\"user\": \"x                               | not JSON: line 1, column 12",
            })
    void refusesEverythingElse(String text, String reason) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(reason);
    }
}
