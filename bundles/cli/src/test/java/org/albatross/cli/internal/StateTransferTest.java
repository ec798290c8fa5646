package org.albatross.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code state}: what it hands to the program that carries it out. */
class StateTransferTest {
    private static final int SAID_BY_THE_PROGRAM = 117;

    private final Path directory;
    private final Path handed;

    StateTransferTest(@TempDir Path directory) {
        this.directory = directory;
        handed = directory.resolve("handed");
    }

    @BeforeEach
    void installProgram() throws IOException {
        Path program = directory.resolve("albatross-state");
        Files.writeString(
                program, "#!/bin/sh\nprintf '%s\\n' \"$@\" >" + handed + "\nexit " + SAID_BY_THE_PROGRAM + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private Outcome run(String words) {
        return new Outcome.Client(directory).startingFrom(directory).run(words.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "state import /o | import /o --state-dir=/var/lib/albatross",
                "-v state import /o --dry-run | import /o --state-dir=/var/lib/albatross --dry-run",
                "--dbdir /s state -q import /o --mov | import /o --state-dir=/s --move",
                "--state-dir /s state --par import --color=never /o | import /o --state-dir=/s --partial",
                "state --run-dir /run/a export --dbdir=/s /o/f | export /o/f --state-dir=/s",
                "--etc-dir /e state import /o | import /o --state-dir=/var/lib/albatross --etc-dir=/e",
                "state import --state-dir /s -- /-o | import /-o --state-dir=/s",
            })
    void takesWhatEveryCommandTakes(String words, String expected) throws IOException {
        Outcome outcome = run(words);

        assertThat(outcome).isEqualTo(new Outcome(SAID_BY_THE_PROGRAM, "", ""));
        assertThat(Files.readAllLines(handed)).isEqualTo(List.of(expected.split(" ")));
    }

    @Test
    void handsOnPathsAsTheyAreFromHere() throws IOException {
        run("state import o");

        assertThat(Files.readAllLines(handed))
                .containsExactly("import", Path.of("o").toAbsolutePath().toString(), "--state-dir=/var/lib/albatross");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "state; import|export is missing (see albatross state --help)",
                "state import; DIR|FILE is missing (see albatross state --help)",
                "state move /o; import|export: 'move' is not one of import, export (see albatross state --help)",
                "state import /o /p; too many operands: '/p' (see albatross state --help)",
                "state import --nosuch /o; unknown option '--nosuch' (see albatross state --help)",
                "state export --dry-run /o; --dry-run is about an import, not about an export",
            })
    void saysInOneLineWhatIsWrong(String words, String message) {
        assertThat(run(words)).isEqualTo(new Outcome(124, "", "albatross: " + message + "\n"));
        assertThat(handed).doesNotExist();
    }

    @Test
    void saysThatItNeedsAnInstalledPlatform() {
        assertThat(new Outcome.Client(directory).run("state", "import", "/o"))
                .isEqualTo(new Outcome(
                        124,
                        "",
                        "albatross: state is carried out by albatross-state of an installed platform, and none is"
                                + " installed here\n"));
    }

    @Test
    void isExplainedAndCompleted() {
        assertThat(run("help state").out())
                .startsWith("Usage: albatross state [OPTIONS] import|export DIR|FILE\n")
                .contains("--state-dir=DIR", "--dry-run", "--move", "--partial", "--verbose");
        assertThat(run("manual state").out()).contains("\\-\\-partial", "\\-\\-dbdir");
        assertThat(run("completion bash").out()).contains("--dry-run", "operands='import|export @'");
    }
}
