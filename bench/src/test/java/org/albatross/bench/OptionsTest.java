package org.albatross.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void measuresEverythingUnlessPartsAreChosen() {
        assertThat(Options.parse(List.of()).parts()).hasSameSizeAs(Part.all());
        assertThat(Options.parse(List.of("--part", "start", "--part", "life")).parts())
                .extracting(Part::name)
                .containsExactly("start", "life");
    }

    @Test
    void takesNumbers() {
        Options options = Options.parse(List.of("--rounds", "20", "--fleet", "7", "--connections", "9"));

        assertThat(options.rounds()).isEqualTo(20);
        assertThat(options.fleet()).isEqualTo(7);
        assertThat(options.connections()).isEqualTo(9);
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        assertRefused("unknown option --frob", "--frob", "1");
        assertRefused("--part needs a value", "--part");
        assertRefused(
                "--part none is none of life, limits, images, start, peers, blocks, loops, events, observe, remote, manage, client",
                "--part",
                "none");
        assertRefused("--rounds 0 is not a number from 1 to 999999", "--rounds", "0");
        assertRefused("--curves /none is not a directory", "--curves", "/none");
        assertRefused("--tender bhyve is none of those here", "--tender", "bhyve");
    }

    private static void assertRefused(String reason, String... words) {
        assertThatThrownBy(() -> Options.parse(List.of(words)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(reason);
    }
}
