package org.albatross.host.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of files, on a real file system. */
class FileCopyTest {
    private static final long LARGE = 5L << 30;

    private final Path source;
    private final Path target;
    private final Poller poller;
    private final LinuxFiles files;

    FileCopyTest(@TempDir Path directory) throws IOException {
        source = directory.resolve("source");
        target = directory.resolve("target");
        poller = new Poller(Duration.ofMillis(20));
        files = new LinuxFiles(poller, new DirectoryChanges(poller));
    }

    @AfterEach
    void stop() {
        poller.close();
    }

    private void copy() throws IOException {
        files.copy(source, Optional.empty(), target, () -> true);
    }

    /** Returns how many bytes a file takes on disk. */
    private static long onDisk(Path file) throws IOException {
        Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        return 512
                * Long.parseLong(new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
    }

    @Test
    void copiesEveryByte() throws IOException {
        byte[] data = new byte[(3 << 20) + 17];
        new Random(42).nextBytes(data);
        Files.write(source, data);

        copy();

        assertThat(target).hasBinaryContent(data);
        assertThat(Files.getPosixFilePermissions(target)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void keepsHolesOfAFileThatIsLongerThanAnInt() throws IOException {
        try (FileChannel out = FileChannel.open(source, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(new byte[] {1}), 0);
            out.write(ByteBuffer.wrap(new byte[] {2}), LARGE / 2);
            out.write(ByteBuffer.wrap(new byte[] {3}), LARGE - 1);
        }

        copy();

        assertThat(target).hasSize(LARGE);
        assertThat(onDisk(target)).isLessThan(1 << 20);
        try (FileChannel in = FileChannel.open(target)) {
            assertThat(at(in, 0)).isEqualTo((byte) 1);
            assertThat(at(in, LARGE / 2)).isEqualTo((byte) 2);
            assertThat(at(in, LARGE - 1)).isEqualTo((byte) 3);
            assertThat(at(in, LARGE / 4)).isZero();
        }
    }

    private static byte at(FileChannel in, long offset) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        in.read(one, offset);
        return one.get(0);
    }

    @Test
    void copiesWhatIsEmptyOrAHoleOnly() throws IOException {
        Files.createFile(source);
        copy();
        assertThat(target).isEmptyFile();
        Files.delete(target);
        try (FileChannel out = FileChannel.open(source, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(new byte[] {1}), 1 << 20);
            out.truncate(1 << 20);
        }

        copy();

        assertThat(target).hasBinaryContent(new byte[1 << 20]);
    }

    @Test
    void endsWhenNobodyWantsIt() throws IOException {
        Files.write(source, new byte[] {1});

        assertThatThrownBy(() -> files.copy(source, Optional.empty(), target, () -> false))
                .isInstanceOf(InterruptedIOException.class);
    }

    @Test
    void replacesNothing() throws IOException {
        Files.write(source, new byte[] {1});
        Files.write(target, new byte[] {2});

        assertThatThrownBy(this::copy).isInstanceOf(IOException.class).hasMessageContaining("cannot make " + target);
        assertThat(target).hasBinaryContent(new byte[] {2});
    }

    @Test
    void saysWhatCannotBeRead() {
        assertThatThrownBy(this::copy).isInstanceOf(IOException.class).hasMessageContaining("cannot open " + source);
        assertThat(target).doesNotExist();
    }
}
