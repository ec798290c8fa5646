package org.albatross.migration;

import static org.albatross.migration.TestDirectories.MEGABYTE;
import static org.albatross.migration.TestDirectories.arguments;
import static org.albatross.migration.TestDirectories.counter;
import static org.albatross.migration.TestDirectories.decode;
import static org.albatross.migration.TestDirectories.filesIn;
import static org.albatross.migration.TestDirectories.hello;
import static org.albatross.migration.TestDirectories.unikernel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.albatross.fixture.Image;
import org.albatross.fixture.Target;
import org.albatross.host.Host;
import org.albatross.host.ThisHost;
import org.albatross.model.Name;
import org.albatross.model.NetDevice;
import org.albatross.model.Text;
import org.albatross.store.OriginalFiles;
import org.albatross.store.StateLock;
import org.albatross.store.StatePaths;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Moving in and out, on real files; what the original has written is among the vectors of the wire. */
class TransferTest {
    private final TestDirectories directories;
    private final Path original;
    private final Path state;
    private final Host host;
    private String out = "";
    private String err = "";

    TransferTest(@TempDir Path directory) throws IOException {
        host = ThisHost.open(directory);
        directories = new TestDirectories(directory, host);
        original = directories.original;
        state = directories.state;
    }

    private int run(String... words) {
        TestDirectories.Outcome outcome = directories.run(words);
        out = outcome.out();
        err = outcome.err();
        return outcome.exitCode();
    }

    private int imported(String... options) {
        TestDirectories.Outcome outcome = directories.imported(options);
        out = outcome.out();
        err = outcome.err();
        return outcome.exitCode();
    }

    @ParameterizedTest
    @CsvSource({"full, 5, 3", "one, 1, 0", "old-v0, 3, 0", "old-v2, 2, 0", "old-v3, 2, 0", "old-v4-policies, 2, 3"})
    void rehearsesWhatTheOriginalHasWritten(String vector, int unikernels, int policies) throws IOException {
        directories.takeVector("state-" + vector);

        assertThat(imported("--dry-run")).isEqualTo(117);

        assertThat(out.lines().filter(line -> line.startsWith("unikernel "))).hasSize(unikernels);
        assertThat(out.lines().filter(line -> line.startsWith("unikernel ")))
                .allSatisfy(line -> assertThat(line).contains(": cannot be taken: "));
        assertThat(out.lines().filter(line -> line.startsWith("policy "))).hasSize(policies);
        assertThat(err)
                .isEqualTo("albatross: " + unikernels + (unikernels == 1 ? " unikernel" : " unikernels")
                        + " cannot be taken: nothing was imported; --partial takes the rest\n");
        assertThat(state).doesNotExist();
    }

    @Test
    void saysWhyAUnikernelCannotBeTaken() throws IOException {
        directories.takeVector("state-full");

        imported("--dry-run");

        assertThat(out)
                .contains("unikernel foo:bar:deep: cannot be taken: typ bhyve is not taken over")
                .contains("unikernel foo:full: cannot be taken: the compressed image is not a zlib stream")
                .contains("unikernel :hello: cannot be taken: ");
    }

    @Test
    void saysWhatAUnikernelWouldWaitFor() throws IOException {
        byte[] image = Image.network("service", "10.0.0.2").target(Target.SPT).build();
        NetDevice net = new NetDevice(Text.of("service"), Optional.of(Text.of("nosuch")), Optional.empty());
        directories.write(List.of(
                unikernel("a:net", image, arguments(List.of(), List.of(net))), counter("a:disk", "data"), hello("b")));

        assertThat(imported("--dry-run")).isZero();
        assertThat(out).contains("unikernel :b: would wait: no tender for spt");

        directories.tenderIsInstalled();
        assertThat(imported("--dry-run")).isZero();
        assertThat(out)
                .contains("unikernel a:net: would wait: bridge nosuch for device service does not exist")
                .contains("unikernel a:disk: would wait: block device a:data not found\n")
                .contains("unikernel :b: starts\n")
                .endsWith("dry run: nothing was changed\n");
        assertThat(state).doesNotExist();

        directories.device("a:data", 1);
        imported("--dry-run");
        assertThat(out).contains("unikernel a:disk: starts\n").contains("block device a:data: 1 MB\n");
    }

    @Test
    void refusesDevicesThatAreNoNamesHere() throws IOException {
        directories.write(List.of(counter("a", "../../etc")));

        assertThat(imported()).isEqualTo(117);

        assertThat(out).contains("cannot be taken: invalid name '../../etc' of a block device");
        assertThat(state.resolve("unikernels")).doesNotExist();
    }

    @Test
    void exportsWhatItHasImported() throws IOException, ProtocolException {
        State written = directories.write(List.of(hello("a"), counter("x:c", "z:data"), hello("x:y:b")));
        directories.device("x:z:data", 2);

        assertThat(imported()).as(err).isZero();
        assertThat(out).endsWith("imported 3 unikernels, 0 policies and 1 block device into " + state + "\n");
        Path target = original.resolveSibling("exported");
        assertThat(run("export", target.toString())).as(err).isZero();

        assertThat(decode(target)).isEqualTo(written);
        assertThat(out).contains("its 1 block device is in " + state.resolve("block") + ": ");
        assertThat(out)
                .contains("remark: x:c uses the block device z:data below its path, which an original before 2.8 would"
                        + " not give it\n");
        assertThat(filesIn(state.resolve("images"))).hasSize(2);
    }

    @Test
    void exportsPoliciesOfTheOriginalUnchangedButForTheRoots() throws IOException, ProtocolException {
        directories.takeVector("state-policies-only");

        assertThat(imported()).as(err).isZero();
        assertThat(run("export", original.resolve("block").toString())).as(err).isZero();

        State written = decode(original.resolve("state"));
        assertThat(decode(original.resolve("block/state")))
                .isEqualTo(new State(
                        written.unikernels(),
                        written.policies().stream()
                                .filter(policy -> !policy.name().equals(Name.ROOT))
                                .toList()));
        assertThat(run("export", original.resolve("block").toString())).isEqualTo(117);
        assertThat(err).endsWith("block/state exists already: it is not replaced\n");
    }

    @Test
    void takesTheOthersWhenThatIsWanted() throws IOException {
        directories.write(List.of(hello("a"), unikernel("b", new byte[] {1, 2, 3}, arguments(List.of(), List.of()))));

        assertThat(imported()).isEqualTo(117);
        assertThat(state).doesNotExist();
        assertThat(imported("--partial")).isZero();
        assertThat(out).endsWith("left out: 1 unikernel, still in " + original + "\n");

        assertThat(filesIn(state.resolve("unikernels"))).containsExactly(":a");
    }

    @Test
    void takesTheBackupWhereTheStateIsMissingOrCutOff() throws IOException {
        directories.write(List.of(hello("a")));
        Files.move(original.resolve("state"), original.resolve("state.bak"));

        assertThat(imported("--dry-run")).isZero();
        assertThat(out).startsWith("remark: " + original.resolve("state") + " is missing: its backup state.bak");

        byte[] whole = Files.readAllBytes(original.resolve("state.bak"));
        Files.write(original.resolve("state"), Arrays.copyOf(whole, whole.length / 2));
        assertThat(imported("--dry-run")).isZero();
        assertThat(out).contains("state cannot be understood (").contains("unikernel :a: ");
    }

    @Test
    void copiesBlockDevicesWithTheirHolesAndLeavesTheSource() throws IOException {
        directories.write(List.of(hello("a")));
        Path source = directories.device("x:data", 64);
        Files.writeString(original.resolve("block").resolve("notes.txt"), "no device");

        assertThat(imported()).as(err).isZero();

        Path copy = state.resolve("block").resolve("x:data");
        assertThat(Files.mismatch(source, copy)).isNegative();
        assertThat(blocksOf(copy)).isLessThan(64L * MEGABYTE / 512 / 8);
        assertThat(out)
                .contains("notes.txt is left out: a block device is a file with a name and a whole number of MB");
        assertThat(filesIn(original)).containsExactly("block/notes.txt", "block/x:data", "state");
    }

    /** The space that a file takes, in units of 512 bytes. */
    private static long blocksOf(Path file) throws IOException {
        Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        return Long.parseLong(new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
    }

    @Test
    void movesBlockDevicesWhenThatIsWanted() throws IOException {
        directories.write(List.of(hello("a")));
        Path source = directories.device("x:data", 1);

        assertThat(imported("--move")).as(err).isZero();

        assertThat(source).doesNotExist();
        assertThat(state.resolve("block").resolve("x:data")).hasSize(MEGABYTE);
    }

    @Test
    void importsIntoTheOriginalsOwnDirectory() throws IOException {
        directories.write(List.of(hello("a")));
        Path source = directories.device("x:data", 1);

        assertThat(run("import", original.toString(), "--state-dir", original.toString()))
                .as(err)
                .isZero();

        assertThat(source).hasSize(MEGABYTE);
        assertThat(filesIn(original)).contains("block/x:data", "state", "unikernels/:a");
    }

    @Test
    void refusesWhatWouldReplaceOurs() throws IOException {
        directories.write(List.of(hello("a")));
        directories.device("x:data", 1);
        Files.createDirectories(state.resolve("block"));
        Path ours = state.resolve("block").resolve("x:data");
        Files.write(ours, new byte[MEGABYTE]);

        assertThat(imported()).isEqualTo(117);
        assertThat(err).startsWith("albatross: " + ours + " is there already and holds something else than ");
        assertThat(state.resolve("unikernels")).doesNotExist();

        Files.delete(ours);
        assertThat(imported()).as(err).isZero();
        assertThat(imported()).isEqualTo(117);
        assertThat(err).contains(state + " holds already what should run: ");
    }

    @Test
    void keepsOffADirectoryThatAPlatformHolds() throws IOException {
        directories.write(List.of(hello("a")));
        Files.createDirectories(state.resolve("unikernels"));
        StateLock lock = StateLock.take(state.resolve("lock"), host.files(), 4711, Instant.EPOCH);
        try (lock) {
            for (String[] words : new String[][] {
                {"import", original.toString()},
                {"export", original.resolve("exported").toString()}
            }) {
                assertThat(run(words)).isEqualTo(117);
                assertThat(err)
                        .isEqualTo("albatross: another platform holds " + state.resolve("lock")
                                + ": pid 4711 since 1970-01-01T00:00:00Z\n");
            }
        }
        assertThat(filesIn(state)).containsExactly("lock");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; import|export|ps|kill is missing",
                "import; DIR is missing",
                "export; FILE is missing",
                "move x; '''move'' is not one of import|export|ps|kill'",
                "import a b; too many operands: 'b'",
                "import --nosuch a; unknown option '--nosuch'",
                "kill; NAME is missing",
                "ps; --run-dir is missing",
                "ps a; too many operands: 'a'",
                "ps --running; unknown option '--running' of ps",
                "export --dry-run a; unknown option '--dry-run' of export",
                "import /nosuch; /nosuch is not a directory",
            })
    void saysWhatIsWrongWithACommandLine(String words, String message) {
        assertThat(run(words.isEmpty() ? new String[0] : words.split(" "))).isEqualTo(124);
        assertThat(err).isEqualTo("albatross: " + message + " (see albatross state --help)\n");
    }

    @Test
    void needsAStateToTakeOrToWrite() {
        assertThat(imported()).isEqualTo(124);
        assertThat(err).contains("holds no state of an original Albatross");
        assertThat(run("export", original.toString())).isEqualTo(124);
        assertThat(err).contains("holds no state of this platform");
    }

    @Test
    void keepsAPlatformFromBeginningEmptyWhereAnOriginalHasBeen() throws IOException {
        directories.write(List.of(hello("a")));

        assertThatThrownBy(() -> OriginalFiles.requireImported(new StatePaths(original)))
                .hasMessageContaining("albatross state import " + original + " --state-dir " + original);
        assertThat(filesIn(original)).containsExactly("state");

        run("import", original.toString(), "--state-dir", original.toString());
        OriginalFiles.requireImported(new StatePaths(original));
    }
}
