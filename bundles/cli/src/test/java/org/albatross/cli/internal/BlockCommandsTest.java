package org.albatross.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.albatross.cli.internal.run.Terminal;
import org.albatross.model.BlockCommand;
import org.albatross.model.Bytes;
import org.albatross.model.Data;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Payload;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockCommandsTest {
    private static final String SOCKET = "util/vmmd.sock";

    private final Path directory;
    private final Path file;

    BlockCommandsTest(@TempDir Path directory) {
        this.directory = directory;
        this.file = directory.resolve("data");
    }

    @Test
    void showsDevicesAsTheOriginalDoes() throws Exception {
        Reply devices = new Reply.BlockDevices(List.of(
                new Named<>(Name.parse("foo:data3"), new Reply.BlockInfo(new Megabytes(2), false)),
                new Named<>(Name.parse("foo:data"), new Reply.BlockInfo(new Megabytes(10), true))));
        try (FakePlatform platform = FakePlatform.answering(directory, devices, new Reply.BlockDevices(List.of()))) {
            assertThat(platform.client().run("block").out())
                    .isEqualTo(
                            """
                            host [unikernel: :]: block [unikernel: foo:data3] size 2 MB active false
                            block [unikernel: foo:data] size 10 MB active true
                            """);
            assertThat(platform.client().run("block", "-n", "nosuch").out())
                    .isEqualTo("host [unikernel: :nosuch]: no block devices\n");
        }
    }

    @Test
    void addsADeviceWithContents() throws Exception {
        byte[] content = content(1 << 20);
        Files.write(file, content);
        AtomicReference<byte[]> sent = new AtomicReference<>();
        try (FakePlatform platform = FakePlatform.listen(
                directory,
                SOCKET,
                connection -> connection.answer(new Reply.Done("added block device")),
                connection -> {
                    connection.receive();
                    sent.set(connection.rawFrames());
                    connection.send(new Reply.Done("set block device"));
                })) {
            assertThat(platform.client().run("create-block", "foo:data3", "1", "--data", file.toString()))
                    .isEqualTo(new Outcome(
                            0,
                            """
                                    host [unikernel: foo:data3]: success: added block device
                                    host [unikernel: foo:data3]: success: set block device
                                    """,
                            ""));
            assertThat(sent.get()).isEqualTo(content);
            assertThat(platform.received().get(0).payload())
                    .isEqualTo(new Payload.Ask(new BlockCommand.Add(new Megabytes(1))));
            assertThat(platform.received().get(1).payload()).isEqualTo(new Payload.Ask(new BlockCommand.Set(false)));
        }
    }

    @Test
    void changesNothingWhenADeviceToBeCreatedExists() throws Exception {
        Files.write(file, content(10));
        try (FakePlatform platform =
                FakePlatform.answering(directory, new Reply.Failure("block device with same name already exists"))) {
            assertThat(platform.client()
                            .run("create-block", "foo:data", "1", "--data", file.toString())
                            .exitCode())
                    .isEqualTo(117);
            assertThat(platform.received()).hasSize(1);
        }
    }

    @Test
    void takesTheDeviceBackWhoseContentsWereRefused() throws Exception {
        Files.write(file, content(10));
        try (FakePlatform platform = FakePlatform.listen(
                directory,
                SOCKET,
                connection -> connection.answer(new Reply.Done("added block device")),
                connection -> {
                    connection.receive();
                    connection.rawFrames();
                    connection.send(new Reply.Failure("the disk is full"));
                },
                connection -> connection.answer(new Reply.Done("removed block")))) {
            Outcome outcome = platform.client().run("create-block", "foo:data", "1", "--data", file.toString());

            assertThat(outcome.exitCode()).isEqualTo(117);
            assertThat(outcome.err()).hasLineCount(1).contains("the disk is full");
            assertThat(platform.received().get(2).payload()).isEqualTo(new Payload.Ask(new BlockCommand.Remove()));
        }
    }

    @Test
    void saysThatAnEmptyDeviceStaysWhereItCannotBeTakenBack() throws Exception {
        Files.write(file, content(10));
        try (FakePlatform platform = FakePlatform.listen(
                directory,
                SOCKET,
                connection -> connection.answer(new Reply.Done("added block device")),
                FakePlatform.Connection::receive,
                connection -> connection.answer(new Reply.Failure("is in use")))) {
            Outcome outcome = platform.client().run("create-block", "foo:data", "1", "--data", file.toString());

            assertThat(outcome.exitCode()).isEqualTo(121);
            assertThat(outcome.err())
                    .contains("the empty block device foo:data stays: ")
                    .contains("is in use");
        }
    }

    @Test
    void refusesDataLargerThanTheDeviceBeforeAnythingIsSent() throws Exception {
        Files.write(file, content((1 << 20) + 1));

        assertThat(new Outcome.Client(directory).run("create-block", "a", "1", "--data", file.toString()))
                .isEqualTo(new Outcome(
                        124, "", "albatross: " + file + " has 1048577 bytes, the device would have 1 MB\n"));
    }

    @Test
    void compressesOnTheWay() throws Exception {
        byte[] content = content(700_000);
        Files.write(file, content);
        AtomicReference<byte[]> sent = new AtomicReference<>();
        try (FakePlatform platform = FakePlatform.listen(directory, SOCKET, connection -> {
            connection.receive();
            sent.set(connection.rawFrames());
            connection.send(new Reply.Done("set block device"));
        })) {
            Outcome outcome = platform.client().run("set-block", "a", file.toString(), "--compression-level=9");

            assertThat(outcome.exitCode()).isZero();
            assertThat(platform.command()).isEqualTo(new BlockCommand.Set(true));
            assertThat(new InflaterInputStream(new ByteArrayInputStream(sent.get())).readAllBytes())
                    .isEqualTo(content);
        }
    }

    @Test
    void stopsSendingWhenItIsRefused() throws Exception {
        Files.write(file, content(30 << 20));
        AtomicReference<byte[]> sent = new AtomicReference<>();
        try (FakePlatform platform = FakePlatform.listen(directory, SOCKET, connection -> {
            connection.answer(new Reply.Failure("set block: is in use"));
            sent.set(connection.rawFrames());
        })) {
            Outcome outcome = platform.client().run("set-block", "foo:data", file.toString());

            assertThat(outcome.exitCode()).isEqualTo(117);
            assertThat(outcome.err()).contains("command failed set block: is in use");
        }
    }

    @Test
    void tellsTheRefusalOfAPeerThatClosesAtOnce() throws Exception {
        Files.write(file, content(30 << 20));
        try (FakePlatform platform = FakePlatform.listen(
                directory, SOCKET, connection -> connection.answer(new Reply.Failure("set block: not found")))) {
            Outcome outcome = platform.client().run("set-block", "foo:nosuch", file.toString());

            assertThat(outcome.exitCode()).isEqualTo(117);
            assertThat(outcome.err()).contains("set block: not found");
        }
    }

    @Test
    void dumpsIntoAFileWithHoles() throws Exception {
        byte[] content = new byte[3 << 20];
        System.arraycopy(content(1000), 0, content, 1 << 20, 1000);
        Path dump = directory.resolve("foo:data.2026-11-22T09:34:44-00:00");
        try (FakePlatform platform = FakePlatform.listen(directory, SOCKET, connection -> {
            connection.answer(new Reply.BlockImage(false));
            stream(connection, content);
            connection.send(new Data.Block(Optional.empty()));
        })) {
            assertThat(platform.client().run("dump-block", "foo:data"))
                    .isEqualTo(new Outcome(
                            0,
                            "host [unikernel: foo:data]: block device compressed false\ndumped to " + dump + "\n",
                            ""));
            assertThat(dump).hasBinaryContent(content);
            assertThat((long) Files.getAttribute(dump, "unix:size")).isEqualTo(content.length);
        }
    }

    @Test
    void dumpsUncompressed() throws Exception {
        byte[] content = content(500_000);
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(compressed)) {
            out.write(content);
        }
        try (FakePlatform platform = FakePlatform.listen(directory, SOCKET, connection -> {
            connection.answer(new Reply.BlockImage(true));
            stream(connection, compressed.toByteArray());
            connection.send(new Data.Block(Optional.empty()));
        })) {
            Outcome outcome =
                    platform.client().run("dump-block", "a", "--compression-level", "3", "--output", file.toString());

            assertThat(outcome.exitCode()).isZero();
            assertThat(file).hasBinaryContent(content);
            assertThat(platform.command()).isEqualTo(new BlockCommand.Dump(3));
        }
    }

    @Test
    void asksForAPausedDumpWhoKnowsIt() throws Exception {
        byte[] content = content(100_000);
        try (FakePlatform platform = FakePlatform.listen(directory, SOCKET, connection -> {
            connection.answer(new Reply.Hello(Text.of("albatross"), Text.of("1"), List.of()));
            connection.answer(new Reply.BlockImage(false));
            stream(connection, content);
            connection.send(new Data.Block(Optional.empty()));
        })) {
            Outcome outcome = platform.client().run("dump-block", "a", "--pause", "--output", file.toString());

            assertThat(outcome.exitCode()).isZero();
            assertThat(file).hasBinaryContent(content);
            assertThat(platform.received().get(1).payload()).isEqualTo(new Payload.Ask(new BlockCommand.DumpPaused(0)));
        }
    }

    @Test
    void saysThatAnOriginalKnowsNoPausedDump() throws Exception {
        try (FakePlatform platform = FakePlatform.listen(directory, SOCKET, FakePlatform.Connection::receive)) {
            Outcome outcome = platform.client().run("dump-block", "a", "--pause", "--output", file.toString());

            assertThat(outcome.exitCode()).isEqualTo(121);
            assertThat(outcome.err()).contains("does not know dump-block --pause: it is an original Albatross");
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void leavesNoCompressedDumpWhoseEndWasNotSaid() throws Exception {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(compressed)) {
            out.write(content(1000));
        }
        byte[] longer = Arrays.copyOf(compressed.toByteArray(), compressed.size() + 1);
        for (byte[] sent : new byte[][] {compressed.toByteArray(), longer}) {
            try (FakePlatform platform = FakePlatform.listen(directory, SOCKET, connection -> {
                connection.answer(new Reply.BlockImage(true));
                stream(connection, sent);
            })) {
                assertThat(platform.client().run("dump-block", "foo:data").exitCode())
                        .isEqualTo(121);
                assertThat(directory).isDirectoryNotContaining("glob:**foo:data*");
            }
        }
    }

    @Test
    void leavesNoDumpThatIsCutOff() throws Exception {
        try (FakePlatform platform = FakePlatform.listen(directory, SOCKET, connection -> {
            connection.answer(new Reply.BlockImage(false));
            stream(connection, content(100_000));
        })) {
            Outcome outcome = platform.client().run("dump-block", "foo:data");

            assertThat(outcome)
                    .isEqualTo(new Outcome(
                            121, "", "albatross: [ERROR] the peer closed the connection before the end of the data\n"));
            assertThat(directory).isDirectoryNotContaining("glob:**foo:data*");
        }
    }

    @Test
    void keepsTheFileThatACompleteDumpWouldHaveReplaced() throws Exception {
        Path backup = Files.writeString(directory.resolve("backup"), "of yesterday");
        Files.setPosixFilePermissions(backup, PosixFilePermissions.fromString("rw-r-----"));
        try (FakePlatform platform = FakePlatform.listen(
                directory,
                SOCKET,
                connection -> {
                    connection.answer(new Reply.BlockImage(false));
                    stream(connection, content(100_000));
                },
                connection -> {
                    connection.answer(new Reply.BlockImage(false));
                    stream(connection, content(100_000));
                    connection.send(new Data.Block(Optional.empty()));
                })) {
            assertThat(platform.client()
                            .run("dump-block", "foo:data", "--output=" + backup)
                            .exitCode())
                    .isEqualTo(121);
            assertThat(backup).hasContent("of yesterday");
            assertThat(directory).isDirectoryNotContaining("glob:**~");

            assertThat(platform.client()
                            .run("dump-block", "foo:data", "--output=" + backup)
                            .exitCode())
                    .isZero();
            assertThat(backup).hasBinaryContent(content(100_000));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                    .isEqualTo("rw-r-----");
            assertThat(directory).isDirectoryNotContaining("glob:**~");
        }
    }

    @Test
    void drawsABarOnATerminalAndTakesItAway() throws Exception {
        Files.write(file, content(2 << 20));
        try (FakePlatform platform = FakePlatform.listen(directory, SOCKET, connection -> {
            connection.receive();
            connection.rawFrames();
            connection.send(new Reply.Done("set block device"));
        })) {
            Outcome outcome = platform.client()
                    .on(new Terminal(true, 80, false))
                    .ticking(Duration.ofSeconds(1))
                    .run("set-block", "a", file.toString());

            assertThat(outcome.out()).isEqualTo("a: set block device\n");
            assertThat(outcome.err())
                    .startsWith("\r  3% [------------------------------] 0 of 2 MB  0 MB/s  31s left\033[K")
                    .endsWith("\r\033[K");
        }
    }

    private static void stream(FakePlatform.Connection connection, byte[] content) throws Exception {
        for (int at = 0; at < content.length; at += 100_000) {
            int length = Math.min(100_000, content.length - at);
            connection.send(new Data.Block(Optional.of(Bytes.of(content, at, length))));
        }
    }

    private static byte[] content(int length) {
        byte[] content = new byte[length];
        new Random(5).nextBytes(content);
        Arrays.fill(content, 0, length / 2, (byte) 7);
        return content;
    }
}
