package org.albatross.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps of a change: which there are, and what is left when one of them fails. */
class DiskTest {
    private final Path directory;
    private final Path file;
    private final Path other;
    private final List<Disk.Step> steps = new ArrayList<>();
    private int failing = -1;
    private final DurableFiles files = new DurableFiles(synced -> {}, new Disk.Faults() {
        @Override
        public void before(Disk.Step step, Path changed, Path target) throws IOException {
            steps.add(step);
            if (failing >= 0 && failing-- == 0) {
                throw new IOException("Input/output error");
            }
        }

        @Override
        public int atMost(int bytes) {
            return 1;
        }
    });

    DiskTest(@TempDir Path directory) {
        this.directory = directory;
        file = directory.resolve("file");
        other = directory.resolve("other");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> listing = Files.list(directory)) {
            return listing.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void writesByteByByteWhereTheDiskTakesNoMore() throws IOException {
        files.write(file, bytes("new"));

        assertThat(file).hasContent("new");
        assertThat(steps)
                .containsExactly(
                        Disk.Step.CREATE,
                        Disk.Step.WRITE,
                        Disk.Step.WRITE,
                        Disk.Step.WRITE,
                        Disk.Step.FORCE,
                        Disk.Step.RENAME,
                        Disk.Step.SYNC_DIRECTORY);
    }

    @Test
    void leavesWhatWasWhicheverStepFails() throws IOException {
        files.write(file, bytes("old"));
        Map<Path, Optional<byte[]>> changes =
                Map.of(file, Optional.of(bytes("new")), other, Optional.of(bytes("more")));
        int tried = 0;
        for (boolean done = false; !done; tried++) {
            failing = tried;
            try {
                files.change(new TreeMap<>(changes));
                done = true;
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("Input/output error");
                assertThat(file).as("after step %d", tried).hasContent("old");
                assertThat(names()).as("after step %d", tried).containsExactly("file");
            }
        }
        assertThat(tried).isGreaterThan(10);
        assertThat(file).hasContent("new");
        assertThat(other).hasContent("more");
    }

    @Test
    void leavesWhatWasToBeRemovedWhicheverStepFails() throws IOException {
        files.write(file, bytes("old"));
        for (int step = 0; step < 2; step++) {
            failing = step;
            assertThatThrownBy(() -> files.delete(file))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot remove " + file + ": Input/output error");
            assertThat(file).hasContent("old");
        }
        failing = -1;
        files.delete(file);
        assertThat(names()).isEmpty();
    }

    @Test
    void makesADirectoryDurableInTheOneAbove() throws IOException {
        Path made = directory.resolve("made");

        files.makeStateDirectory(made, "rwx------");
        files.makeStateDirectory(made, "rwx------");

        assertThat(made).isDirectory();
        assertThat(steps).containsExactly(Disk.Step.MAKE_DIRECTORY, Disk.Step.SYNC_DIRECTORY);
    }
}
