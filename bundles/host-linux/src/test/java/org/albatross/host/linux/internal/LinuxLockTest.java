package org.albatross.host.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.albatross.host.HostFiles.Lock;
import org.albatross.host.linux.Await;
import org.albatross.host.linux.Machine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock files of {@link LinuxFiles}. */
class LinuxLockTest {
    private final Path directory;
    private final Poller poller;
    private final LinuxFiles files;

    LinuxLockTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        poller = new Poller(Duration.ofMillis(20));
        files = new LinuxFiles(poller, new DirectoryChanges(poller));
    }

    @AfterEach
    void stop() {
        poller.close();
    }

    private boolean isFreeFor(Path file) throws IOException {
        return Machine.codeOf(new ProcessBuilder("flock", "-n", file.toString(), "true").start()) == 0;
    }

    @Test
    void isSeenByOthersUntilItIsGivenBack() throws IOException {
        Path file = directory.resolve("lock");
        Lock lock = files.tryLock(file).orElseThrow();

        assertThat(isFreeFor(file)).isFalse();
        assertThat(files.tryLock(file)).isEmpty();

        lock.close();
        lock.close();

        assertThat(isFreeFor(file)).isTrue();
    }

    @Test
    void isNotTakenFromAnother() throws IOException {
        Path file = directory.resolve("lock");
        Process holder = new ProcessBuilder("flock", file.toString(), "sleep", "60").start();
        try {
            Await.until("the other to have it", () -> Files.exists(file) && !isFreeFor(file));

            assertThat(files.tryLock(file)).isEmpty();
        } finally {
            holder.descendants().forEach(ProcessHandle::destroyForcibly);
            Machine.codeOf(holder);
        }
        assertThat(files.tryLock(file)).isPresent();
    }

    @Test
    void isNotLeftToProcessesThatAreStartedMeanwhile() throws IOException {
        Path file = directory.resolve("lock");
        Lock lock = files.tryLock(file).orElseThrow();
        Process child = new ProcessBuilder("sleep", "60").start();

        lock.close();

        assertThat(isFreeFor(file)).isTrue();
        child.destroyForcibly();
        Machine.codeOf(child);
    }

    @Test
    void namesTheFileWhenItCannotBeMade() {
        Path file = directory.resolve("missing/lock");

        assertThatThrownBy(() -> files.tryLock(file))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot open the lock file " + file + ": No such file or directory");
    }
}
