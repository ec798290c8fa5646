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
                "state export --running /o | export /o --state-dir=/var/lib/albatross --running",
                "state ps --run-dir=/r | ps --state-dir=/var/lib/albatross --run-dir=/r",
                "state kill a:hello --state-dir /s --run-dir /r | kill a:hello --state-dir=/s --run-dir=/r",
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
                "state; import|export|ps|kill is missing (see albatross state --help)",
                "state import; import: DIR is missing",
                "state export; export: FILE is missing",
                "state kill; kill: NAME is missing",
                "state ps /o; too many operands: '/o'",
                "state move /o; import|export|ps|kill: 'move' is not one of import, export, ps, kill (see albatross"
                        + " state --help)",
                "state import /o /p; too many operands: '/p' (see albatross state --help)",
                "state import --nosuch /o; unknown option '--nosuch' (see albatross state --help)",
                "state export --dry-run /o; --dry-run is about import, not about export",
                "state ps --running; --running is about export, not about ps",
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
                .startsWith("Usage: albatross state [OPTIONS] import|export|ps|kill [DIR|FILE|NAME]\n")
                .contains("--state-dir=DIR", "--dry-run", "--move", "--partial", "--verbose");
        assertThat(run("manual state").out()).contains("\\-\\-partial", "\\-\\-dbdir");
        assertThat(run("completion bash").out()).contains("--dry-run", "operands='import|export|ps|kill @'");
    }
}
