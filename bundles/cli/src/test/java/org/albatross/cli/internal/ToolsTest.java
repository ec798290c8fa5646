package org.albatross.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.albatross.core.Desired;
import org.albatross.core.Spec;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.model.CpuId;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.NetDevice;
import org.albatross.model.Policy;
import org.albatross.model.Sha256;
import org.albatross.model.Text;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelType;
import org.albatross.store.text.DesiredText;
import org.albatross.store.text.PolicyText;
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

    private static final Sha256 DIGEST = Sha256.ofHex("ab".repeat(32));
    private static final Arguments ARGUMENTS = new Arguments(
            new FailBehaviour.Quit(),
            Optional.empty(),
            false,
            CpuId.setOf(0),
            new Megabytes(32),
            List.of(),
            List.of(new NetDevice(Text.of("service0"), Optional.of(Text.of("service")), Optional.empty())),
            Optional.empty(),
            1,
            Optional.empty());
    private static final Policy POLICY =
            new Policy(CpuId.setOf(0), 2, new Megabytes(50), Optional.empty(), new TreeSet<>());

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
                .isEqualTo(new Outcome(124, "", "albatross: [ERROR] the state holds no unikernel foo:other\n"));
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
    void showsAStateDirectoryOfOursAsAStateFile() throws Exception {
        writeState();
        Outcome ofTheOriginals = client().run("inspect-dump", "--dbdir", directory.toString());
        Path ours = writeOwnState();

        Outcome outcome = client().run("inspect-dump", "--dbdir", ours.toString());

        assertThat(outcome).isEqualTo(ofTheOriginals);
    }

    @Test
    void writesAnImageOutOfAStateDirectoryOfOurs() throws Exception {
        Path ours = writeOwnState();

        Outcome outcome = client().run(
                        "extract-dump", "--dbdir", ours.toString(), "foo:longrun", "--output", directory + "/dump");

        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .startsWith("dumped image to " + directory + "/dump\ntyp solo5 compression false image 140752 bytes ");
        assertThat(directory.resolve("dump")).hasBinaryContent(IMAGE.toArray());

        Files.delete(ours.resolve("images").resolve(DIGEST.toString()));
        assertThat(client().run("extract-dump", "--dbdir", ours.toString(), "foo:longrun"))
                .isEqualTo(new Outcome(
                        124, "", "albatross: [ERROR] its image is not there: " + ours + "/images/" + DIGEST + "\n"));
    }

    @Test
    void leavesAStateDirectoryOfOursAsItIsAndSaysWhatItCannotRead() throws Exception {
        Path ours = writeOwnState();
        Path torn = ours.resolve("unikernels/a:torn");
        Path unfinished = ours.resolve("unikernels/a:new~");
        Files.writeString(torn, "albatross unikernel 1\n");
        Files.writeString(unfinished, "albatr");
        Files.createFile(ours.resolve("state"));

        Outcome outcome = client().run("inspect-dump", "--dbdir", ours.toString());

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).startsWith("parsed 1 unikernels:\n[unikernel: foo:longrun]: ");
        assertThat(outcome.err())
                .isEqualTo("albatross: [WARNING] " + ours + " holds a state file of an original too: --file " + ours
                        + "/state reads that\nalbatross: [WARNING] " + torn
                        + " is left out: its end is missing\n");
        assertThat(torn).exists();
        assertThat(unfinished).hasContent("albatr");
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
    @EnumSource(Commands.class)
    void hasAManualPageOfEveryCommand(Commands command) {
        String page = client().run("manual", command.word()).out();

        assertThat(page)
                .startsWith(".TH albatross\\-" + command.word().replace("-", "\\-") + " 1 ")
                .contains(".SH NAME\n", ".SH SYNOPSIS\n", ".SH OPTIONS\n", ".SH EXIT STATUS\n")
                .contains("\\-\\-help")
                .doesNotContain("${", "%n");
        assertThat(client().run("manual").out()).contains(".B " + command.word().replace("-", "\\-") + "\n");
    }

    private Path writeOwnState() throws Exception {
        Path ours = Files.createDirectory(directory.resolve("ours"));
        for (String part : List.of("unikernels", "policies", "images")) {
            Files.createDirectory(ours.resolve(part));
        }
        Spec spec = new Spec(UnikernelType.SOLO5, DIGEST, IMAGE.length(), ARGUMENTS);
        Files.write(
                ours.resolve("unikernels/foo:longrun"), DesiredText.write(new Desired(spec, true, Optional.empty())));
        Files.write(ours.resolve("policies/foo:sub"), PolicyText.write(POLICY));
        Files.write(ours.resolve("images").resolve(DIGEST.toString()), IMAGE.toArray());
        return ours;
    }

    private void writeState() throws Exception {
        UnikernelConfig config = new UnikernelConfig(UnikernelType.SOLO5, false, Blob.of(IMAGE), ARGUMENTS);
        State state = new State(
                List.of(new Named<>(Name.parse("foo:longrun"), config)),
                List.of(new Named<>(Name.parse("foo:sub:"), POLICY)));
        try (OutputStream out = Files.newOutputStream(directory.resolve("state"))) {
            WireEncoder.state(state).writeTo(out, BlobSource.NONE);
        }
    }

    private Outcome.Client client() {
        return new Outcome.Client(directory);
    }
}
