package org.albatross.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.albatross.fixture.Image;
import org.albatross.model.Bytes;
import org.albatross.model.Data;
import org.albatross.model.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are pipes, as a shell makes them of {@code <(command)} and {@code >(command)}. */
class InputFileTest {
    private final Path directory;
    private final Path pipe;
    private final List<FutureTask<?>> tasks = new ArrayList<>();

    InputFileTest(@TempDir Path directory) throws Exception {
        this.directory = directory;
        this.pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
    }

    @AfterEach
    void leavesNothingBehind() throws Exception {
        for (FutureTask<?> task : tasks) {
            task.get();
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("albatross"));
        }
    }

    @Test
    void createsFromAPipe() throws Exception {
        Path image = directory.resolve("image");
        Image.hello().write(image);
        for (String level : new String[] {"0", "9"}) {
            feed(Files.readAllBytes(image));
            try (FakePlatform platform = FakePlatform.answering(directory, new Reply.Done("created unikernel"))) {
                assertThat(platform.client().run("create", "a", pipe.toString(), "--compression-level=" + level))
                        .isEqualTo(new Outcome(0, "host [unikernel: :a]: success: created unikernel\n", ""));
            }
        }
    }

    @Test
    void namesThePipeThatHoldsNoImage() throws Exception {
        feed(new byte[100]);

        assertThat(new Outcome.Client(directory)
                        .run("create", "a", pipe.toString())
                        .err())
                .startsWith("albatross: error during ELF parsing: " + pipe + ": ");
    }

    @Test
    void fillsABlockDeviceFromAPipe() throws Exception {
        byte[] content = "contents of a device".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        feed(content);
        byte[][] came = new byte[1][];
        try (FakePlatform platform = FakePlatform.listen(
                directory, "util/vmmd.sock", connection -> connection.answer(new Reply.Done("added")), connection -> {
                    connection.receive();
                    came[0] = connection.rawFrames();
                    connection.send(new Reply.Done("set"));
                })) {
            assertThat(platform.client()
                            .run("create-block", "a", "1", "--data", pipe.toString())
                            .exitCode())
                    .isZero();
        }
        assertThat(came[0]).isEqualTo(content);
    }

    @Test
    void measuresWhatComesOutOfAPipeBeforeAnythingIsSent() throws Exception {
        feed(new byte[(1 << 20) + 1]);

        assertThat(new Outcome.Client(directory)
                        .run("create-block", "a", "1", "--data", pipe.toString())
                        .err())
                .isEqualTo("albatross: " + pipe + " has 1048577 bytes, the device would have 1 MB\n");
    }

    @Test
    void decodesAndInspectsPipes() throws Exception {
        byte[] state = Bytes.ofHex("a4043000").toArray();
        feed(state);
        Outcome decoded = new Outcome.Client(directory).run("decode", "state", pipe.toString());
        feed(state);
        Outcome inspected = new Outcome.Client(directory).run("inspect-dump", "--file", pipe.toString());
        Path file = Files.write(directory.resolve("file"), state);

        assertThat(decoded.err().replace(pipe.toString(), file.toString()))
                .isEqualTo(new Outcome.Client(directory)
                        .run("decode", "state", file.toString())
                        .err());
        assertThat(inspected.err().replace(pipe.toString(), file.toString()))
                .isEqualTo(new Outcome.Client(directory)
                        .run("inspect-dump", "--file", file.toString())
                        .err());
    }

    @Test
    void readsAFileThatDoesNotTellItsLength() throws Exception {
        Path version = Path.of("/proc/version");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(version), "there is no /proc");

        assertThat(new Outcome.Client(directory)
                        .run("create-block", "a", "0", "--data", version.toString())
                        .exitCode())
                .isEqualTo(124);
        assertThat(new Outcome.Client(directory)
                        .run("decode", "wire", version.toString())
                        .err())
                .doesNotContain("0 bytes");
    }

    @Test
    void dumpsIntoAPipe() throws Exception {
        FutureTask<byte[]> read = new FutureTask<>(() -> {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            Files.copy(pipe, all);
            return all.toByteArray();
        });
        start(read);
        try (FakePlatform platform = FakePlatform.listen(directory, "util/vmmd.sock", connection -> {
            connection.answer(new Reply.BlockImage(false));
            connection.send(new Data.Block(java.util.Optional.of(Bytes.of(new byte[100_000]))));
            connection.send(new Data.Block(java.util.Optional.empty()));
        })) {
            assertThat(platform.client()
                            .run("dump-block", "a", "--output", pipe.toString())
                            .exitCode())
                    .isZero();
        }
        assertThat(read.get()).isEqualTo(new byte[100_000]);
    }

    private void feed(byte[] content) {
        start(new FutureTask<>(() -> {
            try (OutputStream out = Files.newOutputStream(pipe)) {
                out.write(content);
            }
            return content;
        }));
    }

    private void start(FutureTask<?> task) {
        tasks.add(task);
        Thread thread = new Thread(task, "other end");
        thread.setDaemon(true);
        thread.start();
    }
}
