package org.albatross.migration;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.albatross.configuration.Key;
import org.albatross.configuration.Schema;
import org.albatross.fixture.Image;
import org.albatross.fixture.Target;
import org.albatross.host.Host;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.BlockDevice;
import org.albatross.model.Bytes;
import org.albatross.model.Caller;
import org.albatross.model.CpuId;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.NetDevice;
import org.albatross.model.Policy;
import org.albatross.model.Text;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelType;
import org.albatross.store.StatePaths;
import org.albatross.wire.BlobSink;
import org.albatross.wire.Limits;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.State;
import org.albatross.wire.WireDecoder;
import org.albatross.wire.WireEncoder;

/** An original's directory, one of ours, and runs of the program on both. */
final class TestDirectories {
    static final int MEGABYTE = 1024 * 1024;

    private static final Caller.Local CALLER = new Caller.Local(0, 0, 1);
    private static final Path VECTORS = Path.of("../wire/src/test/resources/vectors");

    final Path original;
    final Path state;
    final Path etc;
    private final Path tenders;
    private final Host host;

    TestDirectories(Path directory, Host host) throws IOException {
        original = directory.resolve("original");
        state = directory.resolve("state");
        tenders = directory.resolve("tenders");
        etc = directory.resolve("etc");
        this.host = host;
        Files.createDirectories(original.resolve("block"));
        Files.createDirectories(tenders);
        Files.createDirectories(etc);
    }

    /** What the supervisor declares, as far as an import asks for it. */
    static Schema declared() {
        return new Schema(Map.of(
                "org.albatross.supervisor",
                List.of(
                        new Key("image.max.mb", "512", new Key.Numbers(1, 16384), "The most MB of an image."),
                        new Key("name.full", "false", new Key.Words(List.of("true", "false")), "Which name."))));
    }

    StatePaths paths() {
        return new StatePaths(state);
    }

    /** What a run gave. */
    record Outcome(int exitCode, String out, String err) {}

    Outcome run(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> line = new ArrayList<>(List.of("--state-dir=" + state));
        line.addAll(Arrays.asList(words));
        int exitCode = new Program(
                        host,
                        new Installation(List.of(tenders), Optional.empty(), etc, TestDirectories::declared),
                        CALLER,
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, false, StandardCharsets.UTF_8))
                .run(line);
        return new Outcome(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    Outcome imported(String... options) {
        List<String> words = new ArrayList<>(List.of("import", original.toString()));
        words.addAll(List.of(options));
        return run(words.toArray(String[]::new));
    }

    void takeVector(String name) throws IOException {
        Files.copy(VECTORS.resolve(name + ".der"), original.resolve("state"));
    }

    static Arguments arguments(List<BlockDevice> blocks, List<NetDevice> nets) {
        return new Arguments(
                new FailBehaviour.Restart(new TreeSet<>()),
                Optional.of(7L),
                true,
                CpuId.setOf(0),
                new Megabytes(32),
                blocks,
                nets,
                Optional.of(List.of(Text.of("--key=value"))),
                1,
                Optional.empty());
    }

    static BlockDevice storage(String device) {
        return new BlockDevice(Text.of("storage"), Optional.of(Text.of(device)), Optional.empty());
    }

    static Named<UnikernelConfig> unikernel(String name, byte[] image, Arguments arguments) {
        return new Named<>(
                Name.parse(name), new UnikernelConfig(UnikernelType.SOLO5, false, Blob.of(Bytes.of(image)), arguments));
    }

    static Named<UnikernelConfig> hello(String name) {
        return unikernel(name, Image.hello().target(Target.SPT).build(), arguments(List.of(), List.of()));
    }

    static Named<UnikernelConfig> counter(String name, String device) {
        return unikernel(
                name,
                Image.counter("storage").target(Target.SPT).build(),
                arguments(List.of(storage(device)), List.of()));
    }

    State write(List<Named<UnikernelConfig>> unikernels) throws IOException {
        return write(unikernels, List.of());
    }

    State write(List<Named<UnikernelConfig>> unikernels, List<Named<Policy>> policies) throws IOException {
        State written = new State(unikernels, policies);
        Files.write(original.resolve("state"), WireEncoder.state(written).toBytes());
        return written;
    }

    static State decode(Path file) throws IOException, ProtocolException {
        byte[] bytes = Files.readAllBytes(file);
        return new WireDecoder(Limits.FILE, BlobSink.REFUSING).state(new ByteArrayInputStream(bytes), bytes.length);
    }

    void tenderIsInstalled() throws IOException {
        Path program = tenders.resolve("solo5-spt");
        Files.writeString(program, "#!/bin/sh\necho 'ABI version " + Target.ABI_VERSION + "'\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    Path device(String name, int megabytes) throws IOException {
        return file(name, (long) megabytes * MEGABYTE);
    }

    /** Puts a file of so many bytes among the original's block devices; all but the last byte are a hole. */
    Path file(String name, long bytes) throws IOException {
        Path file = original.resolve("block").resolve(name);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            if (bytes > 0) {
                channel.write(ByteBuffer.wrap(new byte[] {42}), bytes - 1);
            }
        }
        return file;
    }

    static List<String> filesIn(Path directory) throws IOException {
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
}
