package org.albatross.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.albatross.disk.DurableFiles;
import org.albatross.model.Caller;
import org.albatross.model.EventRecord;
import org.albatross.model.Name;
import org.albatross.model.PlatformEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransferNotesTest {
    private static final Instant FIRST = Instant.parse("2026-11-29T09:00:00.123Z");
    private static final Caller.Local ROOT = new Caller.Local(0, 0, 77);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path state;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TransferNotes notes;

    @BeforeEach
    void make() {
        notes = new TransferNotes(new StatePaths(state), new DurableFiles(directory -> {}));
    }

    private List<EventRecord> told() {
        List<EventRecord> told = new ArrayList<>();
        notes.tell(told::add);
        return told;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(state.resolve("notes"))) {
            return files.toList();
        }
    }

    @Test
    void areToldOnceTheOldestFirst() throws IOException {
        assertThat(told()).isEmpty();
        notes.exported(FIRST.plusSeconds(1), ROOT, Path.of("/tmp/a state"), 3, 2);
        notes.imported(FIRST, ROOT, Path.of("/var/lib/original"), 3, 1);

        assertThat(told())
                .containsExactly(
                        new EventRecord(
                                FIRST, ROOT, Name.ROOT, new PlatformEvent.StateImported("/var/lib/original", 3, 1)),
                        new EventRecord(
                                FIRST.plusSeconds(1),
                                ROOT,
                                Name.ROOT,
                                new PlatformEvent.StateExported("/tmp/a state", 3, 2)));
        assertThat(told()).isEmpty();
        assertThat(files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rubbish",
                "albatross note 1\nend\n",
                "albatross note 1\ntime 2026-11-29\nby 0 0 1\nimported /a 1 1\nend\n",
                "albatross note 1\ntime 2026-11-29T09:00:00Z\nby 0 0\nimported /a 1 1\nend\n",
                "albatross note 1\ntime 2026-11-29T09:00:00Z\nby 0 0 1\nimported /a 1 99999999999\nend\n",
                "albatross note 1\ntime 2026-11-29T09:00:00Z\nby 0 0 1\nimported /a 1 1\nmore 1\nend\n"
            })
    void thatCannotBeReadAreLeftAndTheOthersTold(String text) throws IOException {
        notes.imported(FIRST, ROOT, Path.of("/var/lib/original"), 3, 1);
        Files.writeString(state.resolve("notes/000"), text);

        assertThat(told()).hasSize(1);
        assertThat(files()).containsExactly(state.resolve("notes/000"));
    }
}
