package org.albatross.host.freebsd.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs no system call of FreeBSD. */
class FreeBsdFilesTest {
    private static final int PIECE = 1 << 20;

    private Path directory;
    private KernelQueue queue;
    private FreeBsdFiles files;

    @BeforeEach
    void start(@TempDir Path fresh) throws IOException {
        directory = fresh;
        LibC c = new FakeKernel().c();
        queue = new KernelQueue(c, Duration.ofSeconds(1));
        files = new FreeBsdFiles(c, queue);
    }

    @AfterEach
    void stop() {
        queue.close();
    }

    private Path source(int size, int... ones) throws IOException {
        byte[] content = new byte[size];
        for (int at : ones) {
            content[at] = 1;
        }
        return Files.write(directory.resolve("source"), content);
    }

    @Test
    void copiesAFileWithItsHoles() throws IOException {
        Path source = source(5 * PIECE + 7, 0, 3 * PIECE + 1);
        Path target = directory.resolve("target");

        files.copy(source, Optional.empty(), target, () -> true);

        assertThat(Files.mismatch(source, target)).isEqualTo(-1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-------");
        assertThat(allocated(target)).isLessThan(4L * PIECE);
    }

    private static long allocated(Path file) throws IOException {
        Process du = new ProcessBuilder("du", "-k", file.toString()).start();
        return Long.parseLong(new String(du.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                        .split("\\s", -1)[0])
                * 1024;
    }

    @Test
    void endsACopyThatNobodyWants() throws IOException {
        Path source = source(PIECE);

        assertThatThrownBy(() -> files.copy(source, Optional.empty(), directory.resolve("target"), () -> false))
                .isInstanceOf(InterruptedIOException.class);
    }

    @Test
    void overwritesNothing() throws IOException {
        Path source = source(1);

        assertThatThrownBy(() -> files.copy(source, Optional.empty(), source, () -> true))
                .isInstanceOf(FileAlreadyExistsException.class);
    }
}
