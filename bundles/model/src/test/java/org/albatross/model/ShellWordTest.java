package org.albatross.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellWordTest {
    @Test
    void splitsAsAShellDoes() {
        assertThat(ShellWord.split("")).isEmpty();
        assertThat(ShellWord.split("  a\tb \n c ")).containsExactly("a", "b", "c");
        assertThat(ShellWord.split("--arg='a b' \"c d\"e \"\" ''")).containsExactly("--arg=a b", "c de", "", "");
        assertThat(ShellWord.split("a\\ b \\' \"\\\"\\\\\\n\" '\\'")).containsExactly("a b", "'", "\"\\\\n", "\\");
        assertThat(ShellWord.split("'$x `y`' \\\\")).containsExactly("$x `y`", "\\");
    }

    @Test
    void readsBackWhatItQuotes() {
        for (String word : List.of("plain", "", "a b", "it's", "a\nb", "$x", "\"", "\\", "--arg=[x]*?")) {
            assertThat(ShellWord.split(ShellWord.quoted(Text.of(word)))).containsExactly(word);
        }
    }

    @Test
    void refusesWhatAShellWouldReplaceAndWhatDoesNotEnd() {
        assertThatThrownBy(() -> ShellWord.split("--arg $HOME"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'$' outside of single quotes: nothing is put in its place here");
        assertThatThrownBy(() -> ShellWord.split("\"`id`\"")).hasMessageStartingWith("'`' outside of single quotes");
        assertThatThrownBy(() -> ShellWord.split("a 'b c")).hasMessage("a quote ' is not closed");
        assertThatThrownBy(() -> ShellWord.split("a".repeat(65_537)))
                .hasMessage("a line of options has 65537 characters, at most 65536 are allowed");
    }
}
