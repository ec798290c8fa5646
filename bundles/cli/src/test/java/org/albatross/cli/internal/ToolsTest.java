package org.albatross.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.NetDevice;
import org.albatross.model.Policy;
import org.albatross.model.Text;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelType;
import org.albatross.wire.BlobSource;
import org.albatross.wire.State;
import org.albatross.wire.WireEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** State files, completion and manual pages. */
class ToolsTest {
    private static final Bytes IMAGE = Bytes.of(new byte[140752]);

    private final Path directory;

    ToolsTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void showsAStateFileAsTheOriginalDoes() throws Exception {
        writeState();

        assertThat(client().run("inspect-dump", "--dbdir", directory.toString()))
                .isEqualTo(new Outcome(
                        0,
                        """
                                parsed 1 unikernels:
                                [unikernel: foo:longrun]: typ solo5 compression false image 140752 bytes
                                fail behaviour quit startup at not specified add_name false CPUids 0
                                32 MB memory block devices  bridge service0 -> service #cpus 1
                                linux_boot not specified
                                parsed 1 policies:
                                [unikernel: foo:sub:]: policy: 2 unikernels 0 CPUids 50 MB memory no block
                                """,
                        ""));
    }

    @Test
    void writesAnImageOutOfAStateFile() throws Exception {
        writeState();
        Path dump = directory.resolve("foo:longrun.2026-11-22T09:34:44-00:00");

        Outcome outcome = client().run("extract-dump", "--dbdir", directory.toString(), "foo:longrun");

        assertThat(outcome)
                .isEqualTo(new Outcome(
                        0,
                        "dumped image to " + dump + "\n"
                                + """
                                typ solo5 compression false image 140752 bytes fail behaviour quit
                                startup at not specified add_name false CPUids 0 32 MB memory block devices\s
                                bridge service0 -> service #cpus 1 linux_boot not specified argv no
                                """,
                        ""));
        assertThat(dump).hasBinaryContent(IMAGE.toArray());
    }

    @Test
    void saysWhatIsMissingInAStateFile() throws Exception {
        writeState();

        assertThat(client().run("extract-dump", "--dbdir", directory.toString(), "foo:other"))
                .isEqualTo(new Outcome(124, "", "albatross: [ERROR] the state file holds no unikernel foo:other\n"));
        assertThat(client().run("inspect-dump", "--file", directory + "/none"))
                .isEqualTo(new Outcome(124, "", "albatross: " + directory + "/none: no such file\n"));
        Files.write(directory.resolve("bad"), new byte[] {0x30});
        assertThat(client().run("inspect-dump", "--file", directory + "/bad").exitCode())
                .isEqualTo(124);
    }

    @Test
    void showsTheRestOfAStateFileWhenOneEntryIsNoneOfOurs() throws Exception {
        // Form 6: a unikernel called ".." with an empty configuration, and no policies.
        Path file = directory.resolve("odd");
        Files.write(file, Bytes.ofHex("a60e300c300830060c022e2e30003000").toArray());

        assertThat(client().run("inspect-dump", "--file", file.toString()))
                .isEqualTo(new Outcome(
                        0,
                        "parsed 0 unikernels:\nparsed 0 policies:\n",
                        "albatross: [WARNING] the unikernel '..' is left out: invalid label '..': it consists of dots"
                                + " alone, at byte 12\n"));
    }

    @Test
    void saysWhichStateIsOurOwn() throws Exception {
        Files.createDirectory(directory.resolve("unikernels"));

        assertThat(client().run("inspect-dump", "--dbdir", directory.toString()).err())
                .contains("holds no state file of an original Albatross but the state of this one");
    }

    @Test
    void completesCommandLinesInBash() throws Exception {
        Path script = directory.resolve("completion");
        Files.writeString(script, client().run("completion", "bash").out());

        Process bash = new ProcessBuilder("bash", "-n", script.toString())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(bash.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(bash.exitValue()).isZero();
        assertThat(Files.readString(script)).contains("--replace-arguments").contains("inactive-consoles");
    }

    @ParameterizedTest
    @EnumSource(Catalogue.class)
    void hasAManualPageOfEveryCommand(Catalogue command) {
        String page = client().run("manual", command.word()).out();

        assertThat(page)
                .startsWith(".TH albatross\\-" + command.word().replace("-", "\\-") + " 1 ")
                .contains(".SH NAME\n", ".SH SYNOPSIS\n", ".SH OPTIONS\n", ".SH EXIT STATUS\n")
                .contains("\\-\\-help")
                .doesNotContain("${", "%n");
        assertThat(client().run("manual").out()).contains(".B " + command.word().replace("-", "\\-") + "\n");
    }

    private void writeState() throws Exception {
        UnikernelConfig config = new UnikernelConfig(
                UnikernelType.SOLO5,
                false,
                Blob.of(IMAGE),
                new Arguments(
                        new FailBehaviour.Quit(),
                        Optional.empty(),
                        false,
                        new TreeSet<>(List.of(0L)),
                        32,
                        List.of(),
                        List.of(new NetDevice(Text.of("service0"), Optional.of(Text.of("service")), Optional.empty())),
                        Optional.empty(),
                        1,
                        Optional.empty()));
        Policy policy = new Policy(new TreeSet<>(List.of(0L)), 2, 50, Optional.empty(), new TreeSet<>());
        State state = new State(
                List.of(new Named<>(Name.parse("foo:longrun"), config)),
                List.of(new Named<>(Name.parse("foo:sub:"), policy)));
        try (OutputStream out = Files.newOutputStream(directory.resolve("state"))) {
            WireEncoder.state(state).writeTo(out, BlobSource.NONE);
        }
    }

    private Outcome.Client client() {
        return new Outcome.Client(directory);
    }
}
