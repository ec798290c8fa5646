package org.albatross.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.albatross.disk.DurableFiles;
import org.albatross.testing.RecordedDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateVersionTest {
    private final StatePaths state;
    private final DurableFiles files = new DurableFiles();
    private final List<String> done = new ArrayList<>();
    private final StateVersion two =
            new StateVersion(List.of((paths, unused) -> done.add("to 1"), (paths, unused) -> done.add("to 2")));

    StateVersionTest(@TempDir Path directory) {
        state = new StatePaths(directory);
    }

    @Test
    void marksADirectoryThatHasNoVersion() throws IOException {
        assertThat(StateVersion.KNOWN.migrate(state, files)).isZero();
        assertThat(state.version()).hasContent(StateVersion.KNOWN.current() + "\n");
        assertThat(StateVersion.KNOWN.migrate(state, files)).isEqualTo(StateVersion.KNOWN.current());
    }

    @Test
    void goesThroughEachVersionInBetweenOnce() throws IOException {
        two.migrate(state, files);
        two.migrate(state, files);
        assertThat(done).containsExactly("to 1", "to 2");

        Files.writeString(state.version(), "1\n");
        assertThat(two.migrate(state, files)).isEqualTo(1);
        assertThat(done).containsExactly("to 1", "to 2", "to 2");
        assertThat(state.version()).hasContent("2\n");
    }

    @Test
    void goesOnWhereAMigrationHasFailed() throws IOException {
        StateVersion failing = new StateVersion(List.of((paths, unused) -> done.add("to 1"), (paths, unused) -> {
            throw new IOException("no space");
        }));
        assertThatThrownBy(() -> failing.migrate(state, files)).hasMessage("no space");
        assertThat(two.requireKnown(state)).isEqualTo(1);
        two.migrate(state, files);
        assertThat(done).containsExactly("to 1", "to 2");
    }

    @Test
    void isOfTheOldOrTheNewVersionWhenThePowerGoes(@TempDir Path elsewhere) throws IOException {
        StatePaths interrupted = new StatePaths(Files.createDirectory(elsewhere.resolve("state")));
        Files.writeString(interrupted.directory().resolve("data"), "of 0");
        StateVersion changing = new StateVersion(List.of(
                (paths, durable) -> data(paths, durable, "of 1"), (paths, durable) -> data(paths, durable, "of 2")));
        RecordedDisk disk = new RecordedDisk(interrupted.directory());
        changing.migrate(interrupted, new DurableFiles(disk));
        int looked = 0;
        for (int cut = 0; cut <= disk.steps(); cut++) {
            for (RecordedDisk.Image image : disk.images(cut)) {
                StatePaths found = new StatePaths(elsewhere.resolve("copy" + looked++));
                image.writeTo(found.directory());
                int version = changing.requireKnown(found);
                assertThat(Files.readString(found.directory().resolve("data")))
                        .as("data of version %d, cut before step %d of%n%s", version, cut, disk)
                        .isIn("of " + version, "of " + (version + 1));
                assertThat(cut < disk.steps() || version == 2)
                        .as("what was answered")
                        .isTrue();
                changing.migrate(found, files);
                assertThat(found.directory().resolve("data")).hasContent("of 2");
                assertThat(found.version()).hasContent("2\n");
            }
        }
        assertThat(looked).isGreaterThan(20);
    }

    private static void data(StatePaths state, DurableFiles durable, String content) throws IOException {
        durable.write(state.directory().resolve("data"), content.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void refusesAHigherVersionAndChangesNothing() throws IOException {
        Files.writeString(state.version(), "3\n");
        assertThatThrownBy(() -> two.migrate(state, files))
                .isInstanceOf(IOException.class)
                .hasMessage(state.directory() + " is of version 3, and this platform knows versions up to 2: start the"
                        + " platform that it is of, or a later one");
        assertThat(state.version()).hasContent("3\n");
        assertThat(done).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "one\n", "-1\n", "1\n2\n", "9999999999\n", "00000000000000001\n"})
    void refusesWhatIsNotANumber(String content) throws IOException {
        Files.writeString(state.version(), content);
        assertThatThrownBy(() -> two.requireKnown(state))
                .isInstanceOf(IOException.class)
                .hasMessage(state.version()
                        + " is damaged: it is to hold one number; a platform of this version writes 2" + " there");
    }
}
