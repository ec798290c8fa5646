package org.albatross.supervisor.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.albatross.fixture.Image;
import org.albatross.fixture.Target;
import org.albatross.host.Host;
import org.albatross.host.ThisHost;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.BlockDevice;
import org.albatross.model.Bytes;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.NetDevice;
import org.albatross.model.Text;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelType;
import org.albatross.supervisor.internal.store.OriginalFiles;
import org.albatross.supervisor.internal.store.StateLock;
import org.albatross.wire.BlobSink;
import org.albatross.wire.Limits;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.State;
import org.albatross.wire.WireDecoder;
import org.albatross.wire.WireEncoder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Moving in and out, on real files; what the original has written is among the vectors of the wire. */
class TransferTest {
    private static final Path VECTORS = Path.of("../wire/src/test/resources/vectors");
    private static final int MEGABYTE = 1024 * 1024;

    private final Path original;
    private final Path state;
    private final Path tenders;
    private final Host host;
    private String out = "";
    private String err = "";

    TransferTest(@TempDir Path directory) throws IOException {
        original = directory.resolve("original");
        state = directory.resolve("state");
        tenders = directory.resolve("tenders");
        host = ThisHost.open(directory);
    }

    @BeforeEach
    void makeOriginal() throws IOException {
        Files.createDirectories(original.resolve("block"));
        Files.createDirectories(tenders);
    }

    private int run(String... words) {
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        List<String> line = new ArrayList<>(List.of("--state-dir=" + state));
        line.addAll(Arrays.asList(words));
        int exitCode = new Program(
                        host,
                        List.of(tenders),
                        Optional.empty(),
                        new PrintStream(outBytes, false, StandardCharsets.UTF_8),
                        new PrintStream(errBytes, false, StandardCharsets.UTF_8))
                .run(line);
        out = outBytes.toString(StandardCharsets.UTF_8);
        err = errBytes.toString(StandardCharsets.UTF_8);
        return exitCode;
    }

    private int imported(String... options) {
        List<String> words = new ArrayList<>(List.of("import", original.toString()));
        words.addAll(List.of(options));
        return run(words.toArray(String[]::new));
    }

    private void takeVector(String name) throws IOException {
        Files.copy(VECTORS.resolve(name + ".der"), original.resolve("state"));
    }

    private static Arguments arguments(List<BlockDevice> blocks, List<NetDevice> nets) {
        return new Arguments(
                new FailBehaviour.Restart(new TreeSet<>()),
                Optional.of(7L),
                true,
                new TreeSet<>(List.of(0L)),
                32,
                blocks,
                nets,
                Optional.of(List.of(Text.of("--key=value"))),
                1,
                Optional.empty());
    }

    private static Named<UnikernelConfig> unikernel(String name, byte[] image, Arguments arguments) {
        return new Named<>(
                Name.parse(name), new UnikernelConfig(UnikernelType.SOLO5, false, Blob.of(Bytes.of(image)), arguments));
    }

    private static Named<UnikernelConfig> hello(String name) {
        return unikernel(name, Image.hello().target(Target.SPT).build(), arguments(List.of(), List.of()));
    }

    private State write(List<Named<UnikernelConfig>> unikernels) throws IOException {
        State written = new State(unikernels, List.of());
        Files.write(original.resolve("state"), WireEncoder.state(written).toBytes());
        return written;
    }

    private static State decode(Path file) throws IOException, ProtocolException {
        byte[] bytes = Files.readAllBytes(file);
        return new WireDecoder(Limits.FILE, BlobSink.REFUSING).state(new ByteArrayInputStream(bytes), bytes.length);
    }

    private void tenderIsInstalled() throws IOException {
        Path program = tenders.resolve("solo5-spt");
        Files.writeString(program, "#!/bin/sh\necho 'ABI version " + Target.ABI_VERSION + "'\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private Path device(String name, int megabytes) throws IOException {
        Path file = original.resolve("block").resolve(name);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {42}), (long) megabytes * MEGABYTE - 1);
        }
        return file;
    }

    private List<String> filesIn(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"full, 5, 3", "one, 1, 0", "old-v0, 3, 0", "old-v2, 2, 0", "old-v3, 2, 0", "old-v4-policies, 2, 3"})
    void rehearsesWhatTheOriginalHasWritten(String vector, int unikernels, int policies) throws IOException {
        takeVector("state-" + vector);

        assertThat(imported("--dry-run")).isEqualTo(117);

        assertThat(out.lines().filter(line -> line.startsWith("unikernel "))).hasSize(unikernels);
        assertThat(out.lines().filter(line -> line.startsWith("unikernel ")))
                .allSatisfy(line -> assertThat(line).contains(": cannot be taken: "));
        assertThat(out.lines().filter(line -> line.startsWith("policy "))).hasSize(policies);
        assertThat(err)
                .isEqualTo("albatross: " + unikernels + " of " + unikernels + " unikernels cannot be taken:"
                        + " nothing was imported; --partial takes the others\n");
        assertThat(state).doesNotExist();
    }

    @Test
    void saysWhyAUnikernelCannotBeTaken() throws IOException {
        takeVector("state-full");

        imported("--dry-run");

        assertThat(out)
                .contains("unikernel foo:bar:deep: cannot be taken: typ bhyve is not available on this host")
                .contains("unikernel foo:full: cannot be taken: the compressed image is no zlib stream")
                .contains("unikernel :hello: cannot be taken: ");
    }

    @Test
    void saysWhatAUnikernelWouldWaitFor() throws IOException {
        byte[] image = Image.network("service", "10.0.0.2").target(Target.SPT).build();
        byte[] counter = Image.counter("storage").target(Target.SPT).build();
        NetDevice net = new NetDevice(Text.of("service"), Optional.of(Text.of("nosuch")), Optional.empty());
        BlockDevice block = new BlockDevice(Text.of("storage"), Optional.of(Text.of("data")), Optional.empty());
        write(List.of(
                unikernel("a:net", image, arguments(List.of(), List.of(net))),
                unikernel("a:disk", counter, arguments(List.of(block), List.of())),
                hello("b")));

        assertThat(imported("--dry-run")).isZero();
        assertThat(out).contains("unikernel :b: would wait: no tender for spt");

        tenderIsInstalled();
        assertThat(imported("--dry-run")).isZero();
        assertThat(out)
                .contains("unikernel a:net: would wait: bridge nosuch for device service does not exist")
                .contains("unikernel a:disk: would wait: block device a:data not found\n")
                .contains("unikernel :b: starts\n")
                .endsWith("dry run: nothing was changed\n");
        assertThat(state).doesNotExist();

        device("a:data", 1);
        imported("--dry-run");
        assertThat(out).contains("unikernel a:disk: starts\n").contains("block device a:data: 1 MB\n");
    }

    @Test
    void refusesDevicesThatAreNoNamesHere() throws IOException {
        BlockDevice block = new BlockDevice(Text.of("storage"), Optional.of(Text.of("../../etc")), Optional.empty());
        write(List.of(unikernel(
                "a", Image.counter("storage").target(Target.SPT).build(), arguments(List.of(block), List.of()))));

        assertThat(imported()).isEqualTo(117);

        assertThat(out).contains("cannot be taken: invalid name '../../etc' of a block device");
        assertThat(state.resolve("unikernels")).doesNotExist();
    }

    @Test
    void exportsWhatItHasImported() throws IOException, ProtocolException {
        State written = write(List.of(hello("a"), hello("x:y:b")));
        device("x:data", 2);

        assertThat(imported()).as(err).isZero();
        assertThat(out).endsWith("imported 2 unikernels, 0 policies and 1 block devices into " + state + "\n");
        Path target = original.resolveSibling("exported");
        assertThat(run("export", target.toString())).as(err).isZero();

        assertThat(decode(target)).isEqualTo(written);
        assertThat(out).contains("its 1 block devices are in " + state.resolve("block") + ": ");
        assertThat(filesIn(state.resolve("images"))).hasSize(1);
    }

    @Test
    void exportsPoliciesOfTheOriginalUnchanged() throws IOException, ProtocolException {
        takeVector("state-policies-only");

        assertThat(imported()).as(err).isZero();
        assertThat(run("export", original.resolve("block").toString())).as(err).isZero();

        assertThat(decode(original.resolve("block/state"))).isEqualTo(decode(original.resolve("state")));
        assertThat(run("export", original.resolve("block").toString())).isEqualTo(117);
        assertThat(err).endsWith("block/state exists already: it is not replaced\n");
    }

    @Test
    void takesTheOthersWhenThatIsWanted() throws IOException {
        write(List.of(hello("a"), unikernel("b", new byte[] {1, 2, 3}, arguments(List.of(), List.of()))));

        assertThat(imported()).isEqualTo(117);
        assertThat(filesIn(state)).containsExactly("lock");
        assertThat(imported("--partial")).isZero();

        assertThat(filesIn(state.resolve("unikernels"))).containsExactly(":a");
    }

    @Test
    void takesTheBackupWhereTheStateIsMissingOrCutOff() throws IOException {
        write(List.of(hello("a")));
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
        write(List.of(hello("a")));
        Path source = device("x:data", 64);
        Files.writeString(original.resolve("block").resolve("notes.txt"), "no device");

        assertThat(imported()).as(err).isZero();

        Path copy = state.resolve("block").resolve("x:data");
        assertThat(Files.mismatch(source, copy)).isNegative();
        assertThat(blocksOf(copy)).isLessThan(64L * MEGABYTE / 512 / 8);
        assertThat(out).contains("notes.txt is left out: a block device is a file of whole MB");
        assertThat(filesIn(original)).containsExactly("block/notes.txt", "block/x:data", "state");
    }

    /** The space that a file takes, in units of 512 bytes. */
    private static long blocksOf(Path file) throws IOException {
        Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        return Long.parseLong(new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
    }

    @Test
    void movesBlockDevicesWhenThatIsWanted() throws IOException {
        write(List.of(hello("a")));
        Path source = device("x:data", 1);

        assertThat(imported("--move")).as(err).isZero();

        assertThat(source).doesNotExist();
        assertThat(state.resolve("block").resolve("x:data")).hasSize(MEGABYTE);
    }

    @Test
    void importsIntoTheOriginalsOwnDirectory() throws IOException {
        write(List.of(hello("a")));
        Path source = device("x:data", 1);

        assertThat(run("import", original.toString(), "--state-dir", original.toString()))
                .as(err)
                .isZero();

        assertThat(source).hasSize(MEGABYTE);
        assertThat(filesIn(original)).contains("block/x:data", "state", "unikernels/:a");
    }

    @Test
    void refusesWhatWouldReplaceOurs() throws IOException {
        write(List.of(hello("a")));
        device("x:data", 1);
        Files.createDirectories(state.resolve("block"));
        Path ours = state.resolve("block").resolve("x:data");
        Files.write(ours, new byte[MEGABYTE]);

        assertThat(imported()).isEqualTo(117);
        assertThat(err).startsWith("albatross: " + ours + " is there already and holds something else than ");
        assertThat(state.resolve("unikernels")).doesNotExist();

        Files.delete(ours);
        assertThat(imported()).as(err).isZero();
        assertThat(imported()).isEqualTo(117);
        assertThat(err).contains(state + " says already what should run: ");
    }

    @Test
    void keepsOffADirectoryThatAPlatformHolds() throws IOException {
        write(List.of(hello("a")));
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
            delimiter = '|',
            value = {
                "'' | import or export is missing",
                "import | DIR is missing",
                "export | FILE is missing",
                "move x | 'move' is neither import nor export",
                "import a b | too many operands: 'b'",
                "import --nosuch a | unknown option '--nosuch'",
                "export --dry-run a | unknown option '--dry-run' of export",
                "import /nosuch | /nosuch is no directory",
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
        assertThat(err).contains("holds no state of ours");
    }

    @Test
    void keepsAPlatformFromBeginningEmptyWhereAnOriginalHasBeen() throws IOException {
        write(List.of(hello("a")));

        assertThatThrownBy(() -> OriginalFiles.requireImported(original))
                .hasMessageContaining("albatross state import " + original + " --state-dir " + original);
        assertThat(filesIn(original)).containsExactly("state");

        run("import", original.toString(), "--state-dir", original.toString());
        OriginalFiles.requireImported(original);
    }
}
