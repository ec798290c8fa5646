package org.albatross.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.albatross.cli.internal.run.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program takes as a command line, and what it says when it does not. */
class UsageTest {
    private final Path directory;

    UsageTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void listsEveryCommandOnAnEightyColumnTerminal() {
        Outcome outcome = client().run("--help");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        for (Commands command : Commands.values()) {
            assertThat(outcome.out()).contains("  " + command.word() + " ");
        }
        assertThat(client().run()).isEqualTo(outcome);
        assertThat(client().run("help")).isEqualTo(outcome);
    }

    @ParameterizedTest
    @EnumSource(Commands.class)
    void explainsEveryCommandOnAnEightyColumnTerminal(Commands command) {
        Outcome outcome = client().on(new Terminal(true, 80, false)).run(command.word(), "--help");

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).startsWith("Usage: albatross " + command.word() + " [OPTIONS]");
        assertThat(outcome.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(client().run("help", command.word()).out()).isEqualTo(outcome.out());
        assertThat(client().run(command.word().replace('-', '_'), "--help=plain")
                        .out())
                .isEqualTo(outcome.out());
    }

    @ParameterizedTest
    @ValueSource(ints = {54, 30, 20, 1})
    void explainsEveryCommandOnANarrowTerminal(int columns) {
        Terminal narrow = new Terminal(true, columns, false);
        List<String> pages = new ArrayList<>();
        pages.add(client().on(narrow).run("--help").out());
        for (Commands command : Commands.values()) {
            Outcome outcome = client().on(narrow).run(command.word(), "--help");
            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.out().replaceAll("\\s+", " "))
                    .startsWith("Usage: albatross " + command.word() + " [OPTIONS]")
                    .contains("--run-dir, --tmpdir=DIR");
            pages.add(outcome.out());
        }
        for (String page : pages) {
            assertThat(page.lines())
                    .allMatch(line -> line.length() <= columns || !line.strip().contains(" "));
        }
    }

    @Test
    void knowsHowWideATerminalIs() {
        assertThat(Stream.of("54", "20", "1").map(columns -> widthOf(columns))).containsExactly(54, 20, 1);
        assertThat(Stream.of("0", "-3", "", "wide").map(columns -> widthOf(columns)))
                .containsOnly(80);
    }

    private static int widthOf(String columns) {
        return Terminal.columns(Map.of("COLUMNS", columns));
    }

    @Test
    void hasAVersion() {
        assertThat(client().run("--version").out()).matches("albatross \\d+\\.\\d+.*, wire protocol 5\n");
        assertThat(client().run("info", "--version").out())
                .isEqualTo(client().run("--version").out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "crate | unknown command 'crate', is create meant? (albatross --help lists the commands)",
                "create_blok | unknown command 'create_blok', is create-block meant? (albatross --help lists the"
                        + " commands)",
                "demmo | unknown command 'demmo', is demo meant? (albatross --help lists the commands)",
                "destroy a --run-dri=x | unknown option '--run-dri=x', is --run-dir meant? (see albatross destroy"
                        + " --help)",
                "destroy a \u00e4 | too many operands: '\\195\\164' (see albatross destroy --help)",
                "create a b --typ \u00e4 | --typ: '\\195\\164' is not one of solo5, bhyve (see albatross create --help)",
                "console a --since \u00e4\\ | --since: '\\195\\164\\\\' is not a time, 2026-11-22T09:00:00Z and 2026-11-22"
                        + " are (see albatross console --help)",
                "nosuch | unknown command 'nosuch' (albatross --help lists the commands)",
                "in | 'in' may be any of info, inactive-consoles, inspect-dump (albatross --help lists the commands)",
                "-v | no command after '-v' (albatross --help lists the commands)",
                "create -bad- image | unknown option '-bad-' (see albatross create --help)",
                "create a b c | too many operands: 'c' (see albatross create --help)",
                "create a | IMAGE is missing (see albatross create --help)",
                "destroy | NAME is missing (see albatross destroy --help)",
                "info --name | --name needs a value (see albatross info --help)",
                "info --color=blue | --color: 'blue' is not one of auto, always, never (see albatross info --help)",
                "info a --name b | a name is given twice, :b and :a",
                "policy a --path b | a path is given twice, b: and a:",
                "info --timeout=-1 | --timeout -1, 0 to 31536000 seconds are possible",
                "update a --confirm-after 0 | --confirm-after 0, at least 1 second is needed",
                "info --verbosity=loud | --verbosity: 'loud' is not one of quiet, error, warning, info, debug (see"
                        + " albatross info --help)",
                "manual nosuch | there is no manual page for 'nosuch'",
                "info --watch=0 | --watch takes at least 1 second, not 0",
                "create a b --mem=x | --mem: 'x' is not a whole number (see albatross create --help)",
                "create a b --cpu=0,1 | --cpu: '0,1' is not a whole number (see albatross create --help)",
                "create a b --mem=4611686018427387904 | --mem: '4611686018427387904' is not a whole number that fits, at"
                        + " most 4611686018427387903 (see albatross create --help)",
                "create-block a 99999999999999999999 | MB: '99999999999999999999' is not a whole number that fits, at"
                        + " most 4611686018427387903 (see albatross create-block --help)",
                "create a \u001b[31m | \\027[31m: no such file",
                "create a b --mem=0 | --mem 0, at least 1 MB is needed",
                "create a b --net x --net x:y | --net is given twice for device \"x\"",
                "create a b --block x --block x:y | --block is given twice for device \"x\"",
                "create a b --block x@513 | --block: sector size 513, a power of two of at least 512 is needed"
                        + " (see albatross create --help)",
                "create a b --block x@256 | --block: sector size 256, a power of two of at least 512 is needed"
                        + " (see albatross create --help)",
                "create a b --compression-level=10 | --compression-level 10, 0 to 9 are possible",
                "create a b --confirm-after=2 | --confirm-after is about replacing a unikernel: it needs --force",
                "create a: b | NAME: 'a:' is a path, a name is needed: a:LABEL (see albatross create --help)",
                "create a b | b: no such file",
                "shutdown | either --all or a name or path is needed",
                "add-policy a:b -1 | [ERROR] Unusable policy with -1 unikernels",
                "add-policy a 1 --mem 16 | [ERROR] Unusable policy with memory 16 MB <= 16 MB",
                "add-policy a 1 --cpu 0 --block=-1 | [ERROR] Unusable policy with negative block size -1 MB",
                "console a --since yesterday | --since: 'yesterday' is not a time, 2026-11-22T09:00:00Z and 2026-11-22"
                        + " are (see albatross console --help)",
            })
    void saysInOneLineWhatIsWrong(String words, String message) {
        assertThat(client().run(words.split(" "))).isEqualTo(new Outcome(124, "", "albatross: " + message + "\n"));
    }

    @Test
    void refusesWordsThatWereNotInUtf8WithoutRepeatingThem() {
        assertThat(client().run("create", "a", "image", "--arg=caf\ufffd"))
                .isEqualTo(new Outcome(124, "", "albatross: word 4 of the command line is not in UTF-8\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "..", "-a:b", "a::b", "a_b", "x\u00e4", "a\u001b[2J"})
    void refusesNamesThatAreNone(String name) {
        Outcome outcome = client().run("get", "--", name);

        assertThat(outcome.exitCode()).isEqualTo(124);
        assertThat(outcome.err()).startsWith("albatross: NAME: invalid label").hasLineCount(1);
        assertThat(outcome.err().chars()).allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f));
    }

    @Test
    void refusesANameOf201Bytes() {
        String name = "a".repeat(60) + ":" + "b".repeat(60) + ":" + "c".repeat(60) + ":" + "d".repeat(18);

        assertThat(client().run("destroy", name).err())
                .isEqualTo("albatross: NAME: a name has 201 bytes, at most 200 are allowed (see albatross destroy"
                        + " --help)\n");
    }

    @Test
    void takesCommandsAndOptionsCutShort() {
        Stream.of(
                        new String[] {"info", "--name", "a", "--socket=-"},
                        new String[] {"info", "a", "--socket=-"},
                        new String[] {"inf", "--na", "a", "--so", "-"},
                        new String[] {"--socket=-", "info", "-na"},
                        new String[] {"info", "--socket=-", "-v", "-n", "a"})
                .map(words -> client().run(words))
                .forEach(outcome -> {
                    assertThat(outcome.exitCode()).isEqualTo(121);
                    assertThat(outcome.out()).contains("000c 023a 61a0");
                });
    }

    @Test
    void takesValuesThatLookLikeOptions() {
        assertThat(client().run("create", "a", "b", "--arg", "--mem", "--arg=-v", "--arg=")
                        .err())
                .isEqualTo("albatross: b: no such file\n");
    }

    private Outcome.Client client() {
        return new Outcome.Client(directory);
    }
}
