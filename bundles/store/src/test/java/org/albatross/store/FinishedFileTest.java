package org.albatross.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.albatross.core.RunId;
import org.albatross.core.State.Finished;
import org.albatross.disk.DurableFiles;
import org.albatross.model.Exit;
import org.albatross.model.Name;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinishedFileTest {
    private static final Instant TIME = Instant.parse("2026-11-22T09:31:43.987654321Z");
    private static final List<Finished> THREE = List.of(
            new Finished(Name.parse("a"), new RunId(1), 0, new Exit.Code(3), TIME),
            new Finished(Name.parse("a:b:c"), new RunId(7), 2, new Exit.Signal(9), TIME.plusSeconds(1)),
            new Finished(Name.parse("a"), new RunId(Long.MAX_VALUE), 5, new Exit.Unknown(), TIME.plusSeconds(2)));

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final Path directory;
    private final Path file;
    private int synced;

    FinishedFileTest(@TempDir Path directory) {
        this.directory = directory.resolve("state");
        this.file = this.directory.resolve("finished");
    }

    @BeforeEach
    void makeDirectory() throws IOException {
        Files.createDirectory(directory);
    }

    private FinishedFile finished() {
        return new FinishedFile(file, new DurableFiles(synced -> this.synced++), waiting::add);
    }

    private void write() {
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    @Test
    void remembersForTheNextPlatformInWordsThatAPersonCanRead() {
        finished().keep(THREE);
        write();

        assertThat(finished().load()).isEqualTo(THREE);
        assertThat(file)
                .hasContent(
                        """
                        albatross finished 1
                        unikernel :a 2026-11-22T09:31:43.987654321Z 1 0 exit 3
                        unikernel a:b:c 2026-11-22T09:31:44.987654321Z 7 2 signal 9
                        unikernel :a 2026-11-22T09:31:45.987654321Z 9223372036854775807 5 unknown
                        end
                        """);
    }

    @Test
    void knowsNothingWithoutAFile() {
        assertThat(finished().load()).isEmpty();
    }

    @Test
    void returnsAtOnceAndWritesOnlyTheLatestOfSeveral() {
        FinishedFile finished = finished();

        finished.keep(THREE.subList(0, 1));
        finished.keep(THREE.subList(0, 2));
        finished.keep(THREE);
        assertThat(file).doesNotExist();
        assertThat(waiting).hasSize(1);
        write();

        assertThat(synced).isEqualTo(1);
        assertThat(finished().load()).isEqualTo(THREE);
    }

    @Test
    void losesOnlyThisMemoryToAFileThatIsDamagedOrNone() throws IOException {
        Files.writeString(file, "albatross finished 1\nunikernel :a 2026-1");
        assertThat(finished().load()).isEmpty();
        Files.write(file, new byte[2 << 20]);
        assertThat(finished().load()).isEmpty();
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/dev/zero"));
        assertThat(finished().load()).isEmpty();
        Files.delete(file);
        Files.createDirectory(file);
        assertThat(finished().load()).isEmpty();
    }

    @Test
    void hurtsNobodyWhereItCannotBeWrittenAndGoesOnLater() throws IOException {
        Files.createDirectories(file.resolve("not empty"));
        FinishedFile finished = finished();

        finished.keep(THREE);
        write();
        assertThat(directory).isDirectoryNotContaining("glob:**~");

        Files.delete(file.resolve("not empty"));
        Files.delete(file);
        finished.keep(THREE);
        write();
        assertThat(finished().load()).isEqualTo(THREE);
    }
}
