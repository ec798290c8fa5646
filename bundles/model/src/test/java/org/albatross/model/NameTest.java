package org.albatross.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class NameTest {
    /** Labels of dots alone, which the original takes and we refuse: wire-protocol section 3. */
    private static final Set<String> OURS_REFUSES = Set.of(".", "..", "a:.");

    private static final Pattern ROW = Pattern.compile("\"(.*)\"\t(?:OK to_string=\"([^\"]*)\".*|ERROR .*)");

    static List<String> table(String name) throws IOException {
        try (InputStream in = NameTest.class.getResourceAsStream("/vectors/" + name)) {
            assertThat(in).as("vector table %s", name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> readsNamesAsTheOriginal() throws IOException {
        return table("table-names.txt").stream().map(line -> {
            Matcher row = ROW.matcher(line);
            assertThat(row.matches()).as(line).isTrue();
            String input = row.group(1);
            return DynamicTest.dynamicTest("'" + input + "'", () -> {
                if (row.group(2) == null || OURS_REFUSES.contains(input)) {
                    assertThatThrownBy(() -> Name.parse(input)).isInstanceOf(IllegalArgumentException.class);
                } else {
                    assertThat(Name.parse(input)).hasToString(row.group(2));
                }
            });
        });
    }

    @Test
    void derivesMacAddressesAsTheOriginal() throws IOException {
        Pattern pattern = Pattern.compile("\"(.*)\" \"(.*)\" => (.*)");
        for (String line : table("table-mac.txt")) {
            Matcher row = pattern.matcher(line);
            assertThat(row.matches()).as(line).isTrue();
            assertThat(MacAddress.derived(Name.parse(row.group(1)), Text.of(row.group(2))))
                    .hasToString(row.group(3));
        }
    }

    @Test
    void refusesNamesOf201BytesNamingBothNumbers() {
        String label = "a".repeat(63);
        String name = label + ":" + label + ":" + label + ":" + "b".repeat(9);
        assertThat(name).hasSize(201);

        assertThatThrownBy(() -> Name.parse(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("201")
                .hasMessageContaining("200");
        assertThat(Name.parse(name.substring(0, 200)).toString()).hasSize(200);
    }

    @Test
    void refusesSeventeenLabels() {
        assertThatThrownBy(() -> Name.parse("a:".repeat(16) + "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("17")
                .hasMessageContaining("16");
    }

    @Test
    void refusesLettersWhoseLowerCaseIsAscii() {
        assertThatThrownBy(() -> Name.parse("\u212aelvin"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\\226\\132\\170elvin");
    }

    @Test
    void refusesWhatWouldLeaveADirectory() {
        for (String name : List.of("../x", "a:..", "a/b", "/etc/passwd", "a\0b")) {
            assertThatThrownBy(() -> Name.parse(name)).as(name).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void isRelativeToAPathThatContainsIt() {
        Name name = Name.parse("a:b:c");

        assertThat(name.relativeTo(Path.parse("a"))).hasToString("b:c");
        assertThat(name.relativeTo(Path.parse("a:b"))).hasToString(":c");
        assertThatThrownBy(() -> name.relativeTo(Path.parse("x"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ordersAPathBeforeWhatLiesBelowIt() {
        List<String> sorted = Stream.of("b:", "a:b:x", ":z", "a:y", "a:", ":")
                .map(Name::parse)
                .sorted()
                .map(Name::toString)
                .toList();

        assertThat(sorted).containsExactly(":", ":z", "a:", "a:y", "a:b:x", "b:");
    }

    @Test
    void readsPathsWithAndWithoutColon() {
        assertThat(Path.parse("a:b")).isEqualTo(Path.parse("a:b:")).isEqualTo(new Path(List.of("a", "b")));
        assertThat(Path.parse("")).isEqualTo(Path.ROOT);
        assertThat(Path.parse("a:b").parent()).isEqualTo(Optional.of(Path.parse("a")));
        assertThat(Path.ROOT.parent()).isEmpty();
    }

    @Test
    void escapesWhatATerminalWouldInterpret() {
        Text text = Text.of(Bytes.of(new byte[] {'a', 0x1b, '[', '\\', '\n', (byte) 0xff}));

        assertThat(text).hasToString("a\\027[\\\\\\n\\255");
        assertThat(text.isValid()).isFalse();
        assertThat(Text.printable("a\u001b[\\027\u00e4\r\nb")).isEqualTo("a\\027[\\027\\195\\164\\013\nb");
    }

    @Test
    void isBriefWithoutTheColonOfTheRoot() {
        assertThat(Name.parse(":hello").brief()).isEqualTo("hello");
        assertThat(Name.parse("a:hello").brief()).isEqualTo("a:hello");
        assertThat(Name.parse("a:").brief()).isEqualTo("a:");
        assertThat(Name.ROOT.brief()).isEqualTo(":");
    }
}
