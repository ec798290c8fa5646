package org.albatross.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripts that complete command lines, in the shells that they are for. */
class CompletionTest {
    private final Path home;
    private final Path script;

    CompletionTest(@TempDir Path directory) {
        home = directory;
        script = directory.resolve("script");
    }

    private void write(String shell) throws Exception {
        Outcome outcome = new Outcome.Client(home).run("completion", shell);
        assertThat(outcome.exitCode()).isZero();
        Files.writeString(script, outcome.out());
    }

    private static String output(String... words) throws Exception {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (InputStream out = process.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    /** The words as bash cuts them, which is at = and : too. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "in | info inactive-consoles inspect-dump",
                "hel | help",
                "-- | --help --version",
                "help cre | create create-block",
                "manual upd | update",
                "create --re | --restart-on-fail --restart",
                "create a --me | --mem=",
                "create --arg -- --no | --no-add-name",
                "create --typ s | solo5",
                "create --typ = b | bhyve",
                "info --color = | auto always never",
                "completion z | zsh",
                "state im | import",
                "create_block a : b 1 --data /proc/sel | /proc/self",
                "create a : b /proc/sel | /proc/self",
                "get a --output = /proc/sel | /proc/self",
                "destroy /proc/sel | ''",
                "nosuch x | ''",
            })
    void completesInBash(String typed, String possible) throws Exception {
        write("bash");
        String asked =
                ". \"$1\"; shift; complete -p albatross >/dev/null || exit; COMP_WORDS=(albatross \"$@\"); COMP_CWORD=$#;"
                        + " _albatross_bash; echo \"${COMPREPLY[*]}\"";
        String[] words = typed.split(" ", -1);
        String[] command =
                Arrays.copyOf(new String[] {"bash", "-uc", asked, "bash", script.toString()}, 5 + words.length);
        System.arraycopy(words, 0, command, 5, words.length);

        assertThat(output(command)).isEqualTo(possible);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "inac | inactive-consoles",
                "create a --me | create a --mem=",
                "create a --startu | create a --startup=",
                "info --color=al | info --color=always",
                "create --typ s | create --typ solo5",
                "set-block a /proc/versio | set-block a /proc/version",
                "get a --output=/proc/versio | get a --output=/proc/version",
            })
    void completesOnTheTerminalOfZsh(String typed, String completed) throws Exception {
        requireZsh();
        write("zsh");
        writeSetUp("eval \"$(cat ~/script)\"");

        assertThat(typed(typed)).isEqualTo("albatross " + completed);
    }

    @Test
    void completesInZshOutOfAFileInItsFunctionPath() throws Exception {
        requireZsh();
        write("zsh");
        Files.move(script, Files.createDirectory(home.resolve("functions")).resolve("_albatross"));
        writeSetUp("fpath=(~/functions $fpath); autoload -Uz compinit && compinit -u");

        assertThat(typed("inac")).isEqualTo("albatross inactive-consoles");
    }

    private static void requireZsh() {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(":", -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "zsh"))),
                "zsh is not installed");
    }

    /** What zsh reads before its first prompt; control-X writes what the line is. */
    private void writeSetUp(String begin) throws Exception {
        Files.write(
                home.resolve(".zshrc"),
                List.of(
                        begin,
                        "write() { print -r -- \"$BUFFER\" >~/line.new; mv ~/line.new ~/line }",
                        "zle -N write",
                        "bindkey '^X' write"));
    }

    private String typed(String words) throws Exception {
        Path driver = Path.of("src/test/resources/type-in-zsh").toAbsolutePath();
        return output("zsh", "-f", driver.toString(), home.toString(), "albatross " + words + "\t");
    }
}
