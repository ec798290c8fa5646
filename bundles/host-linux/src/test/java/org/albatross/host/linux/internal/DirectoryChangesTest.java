package org.albatross.host.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.albatross.host.HostFiles.Changes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What waits here without a change waits for an hour. */
@Timeout(60)
class DirectoryChangesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private Path directory;
    private Poller poller;
    private DirectoryChanges changes;

    @BeforeEach
    void begin(@TempDir Path empty) throws IOException {
        directory = empty;
        poller = new Poller(Duration.ofSeconds(1));
        changes = new DirectoryChanges(poller);
    }

    @AfterEach
    void end() {
        poller.close();
    }

    @Test
    void tellOfAFileThatWasMadeAndWritten() throws Exception {
        try (Changes watched = changes.watch(directory)) {
            Files.writeString(directory.resolve("process"), "1");
            watched.await(HOUR);
        }
    }

    @Test
    void tellOfAFileThatIsWrittenInPlace() throws Exception {
        Path file = Files.createFile(directory.resolve("exit"));
        try (Changes watched = changes.watch(directory)) {
            Files.writeString(file, "1 1 0", StandardOpenOption.WRITE);
            watched.await(HOUR);
        }
    }

    @Test
    void tellOfSeveralDirectories() throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));
        try (Changes watched = changes.watch(directory);
                Changes watchedToo = changes.watch(other)) {
            Files.writeString(other.resolve("process"), "1");
            watchedToo.await(HOUR);
            Files.writeString(directory.resolve("process"), "1");
            watched.await(HOUR);
        }
    }

    @Test
    void tellAllWhoWatchTheSameDirectory() throws Exception {
        try (Changes stays = changes.watch(directory)) {
            changes.watch(directory).close();
            Files.writeString(directory.resolve("process"), "1");
            stays.await(HOUR);
        }
    }

    @Test
    void pauseWhereNothingCanBeWatched() throws Exception {
        try (Changes pauses = changes.watch(directory.resolve("missing"))) {
            pauses.await(HOUR);
        }
        poller.close();
        try (Changes pauses = changes.watch(directory)) {
            pauses.await(HOUR);
        }
    }

    @Test
    void holdNothingOfWhatIsNoLongerWatched() throws Exception {
        for (int i = 0; i < 1000; i++) {
            changes.watch(directory).close();
        }
        assertThat(changes.watched()).isZero();
    }
}
