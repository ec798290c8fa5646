package org.albatross.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.albatross.core.Desired;
import org.albatross.disk.DurableFiles;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Policy;
import org.albatross.model.Text;
import org.albatross.store.text.RecordText;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntryStoreTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path state;

    private final List<Path> synced = new ArrayList<>();
    private final DurableFiles files = new DurableFiles(synced::add);

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path directory;

    @BeforeEach
    void chooseDirectory() {
        directory = state.resolve("unikernels");
    }

    private EntryStore<Name, Desired> unikernels() throws IOException {
        return EntryStore.ofUnikernels(directory, files);
    }

    @Test
    void keepsEntriesOverARestart() throws IOException {
        Desired small = new Desired(Samples.smallest());
        Desired large = new Desired(Samples.largest(), true, Optional.empty());
        unikernels().store(Name.parse("hello"), large);
        unikernels().store(Name.parse("hello"), small);
        unikernels().store(Name.parse("a:b:net"), large);
        unikernels().store(Name.parse("gone"), large);
        unikernels().remove(Name.parse("gone"));

        EntryStore.Loaded<Name, Desired> loaded = unikernels().load();

        assertThat(loaded.entries()).containsOnlyKeys(Name.parse("hello"), Name.parse("a:b:net"));
        assertThat(loaded.entries()).containsEntry(Name.parse("hello"), small);
        assertThat(loaded.unreadable()).isEmpty();
        try (var listing = Files.list(directory)) {
            assertThat(listing.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(":hello", "a:b:net");
        }
        // The directory itself is made durable first, in the one above.
        assertThat(synced).startsWith(directory.getParent());
        assertThat(synced.subList(1, synced.size())).hasSize(5).containsOnly(directory);
    }

    private static SortedMap<org.albatross.model.Path, Optional<Policy>> changes(Map<String, Optional<Policy>> byPath) {
        SortedMap<org.albatross.model.Path, Optional<Policy>> changes = new TreeMap<>();
        byPath.forEach((path, policy) -> changes.put(org.albatross.model.Path.parse(path), policy));
        return changes;
    }

    private static Policy allowing(long unikernels) {
        return new Policy(CpuId.setOf(0), unikernels, new Megabytes(64), Optional.empty(), new TreeSet<>());
    }

    @Test
    void changesSeveralPoliciesWithOneSyncOfTheirDirectory() throws IOException {
        EntryStore<org.albatross.model.Path, Policy> policies = EntryStore.ofPolicies(directory, files);
        policies.store(org.albatross.model.Path.parse("a"), allowing(1));
        policies.store(org.albatross.model.Path.parse("c"), allowing(1));
        synced.clear();

        policies.change(changes(Map.of(
                "a", Optional.of(allowing(2)),
                "a:b", Optional.of(allowing(1)),
                "c", Optional.empty(),
                "d", Optional.empty())));

        assertThat(synced).containsExactly(directory);
        assertThat(EntryStore.ofPolicies(directory, files).load().entries())
                .isEqualTo(Map.of(
                        org.albatross.model.Path.parse("a"), allowing(2),
                        org.albatross.model.Path.parse("a:b"), allowing(1)));
    }

    @Test
    void changesNoneOfSeveralPoliciesWhenOneCannotBeWritten() throws IOException {
        EntryStore<org.albatross.model.Path, Policy> policies = EntryStore.ofPolicies(directory, files);
        policies.store(org.albatross.model.Path.parse("a"), allowing(1));
        Files.createDirectories(directory.resolve("a:b:~").resolve("in the way"));

        assertThatThrownBy(() -> policies.change(
                        changes(Map.of("a", Optional.of(allowing(2)), "a:b", Optional.of(allowing(1))))))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot write " + directory.resolve("a:b:") + ": ");

        assertThat(directory.resolve("a:~")).doesNotExist();
        Files.delete(directory.resolve("a:b:~").resolve("in the way"));
        Files.delete(directory.resolve("a:b:~"));
        assertThat(EntryStore.ofPolicies(directory, files).load().entries())
                .isEqualTo(Map.of(org.albatross.model.Path.parse("a"), allowing(1)));
    }

    @Test
    void keepsPoliciesOverARestart() throws IOException {
        EntryStore<org.albatross.model.Path, Policy> policies = EntryStore.ofPolicies(directory, files);
        Policy full = new Policy(
                CpuId.setOf(0, 1),
                4611686018427387903L,
                new Megabytes(512),
                Optional.of(new Megabytes(20)),
                new TreeSet<>(List.of(Text.of("br0"), Text.of("a b"))));
        Policy empty = new Policy(new TreeSet<>(), -1, new Megabytes(0), Optional.empty(), new TreeSet<>());
        policies.store(org.albatross.model.Path.parse("a:b"), full);
        policies.store(org.albatross.model.Path.parse("c"), empty);

        assertThat(EntryStore.ofPolicies(directory, files).load().entries())
                .containsEntry(org.albatross.model.Path.parse("a:b"), full)
                .containsEntry(org.albatross.model.Path.parse("c"), empty);
    }

    @Test
    void hidesArgumentsFromOthers() throws IOException {
        unikernels().store(Name.parse("hello"), new Desired(Samples.largest()));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(":hello"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
    }

    @Test
    void removesWhatWasNeverFinished() throws IOException {
        unikernels().store(Name.parse("hello"), new Desired(Samples.smallest()));
        Files.writeString(directory.resolve(":hello~"), "albatross uni");

        assertThat(unikernels().load().entries()).containsOnlyKeys(Name.parse("hello"));

        assertThat(directory.resolve(":hello~")).doesNotExist();
    }

    @Test
    void reportsWhatItCannotReadAndNeverTouchesIt() throws IOException {
        EntryStore<Name, Desired> store = unikernels();
        Files.writeString(directory.resolve(":torn"), "albatross unikernel 1\nstopped");
        Files.writeString(directory.resolve("NotAName"), "");
        Files.writeString(directory.resolve("a:b:"), "");
        Files.createDirectory(directory.resolve(":directory"));
        Files.write(directory.resolve(":large"), new byte[RecordText.MAX_BYTES + 1]);

        EntryStore.Loaded<Name, Desired> loaded = store.load();

        assertThat(loaded.entries()).isEmpty();
        assertThat(loaded.unreadable())
                .containsEntry(":torn", "its end is missing")
                .containsEntry("NotAName", "its name is not written as it should be, ':notaname'")
                .containsEntry("a:b:", "its name has no label")
                .containsEntry(":directory", "it is not a regular file")
                .containsEntry(":large", "it has 1048577 bytes, at most 1048576 are allowed");
        assertThatIOException()
                .isThrownBy(() -> store.store(Name.parse("torn"), new Desired(Samples.smallest())))
                .withMessageContaining("could not be read when the platform started");
        assertThatIOException().isThrownBy(() -> store.remove(Name.parse("torn")));
        assertThat(directory.resolve(":torn")).hasContent("albatross unikernel 1\nstopped");
    }

    @Test
    void leavesTheOldEntryWhenTheNewOneCannotBeWritten() throws IOException {
        Desired old = new Desired(Samples.smallest());
        unikernels().store(Name.parse("hello"), old);
        Path obstacle = Files.createDirectory(directory.resolve(":hello~"));
        Files.createFile(obstacle.resolve("x"));

        assertThatIOException()
                .isThrownBy(() -> unikernels().store(Name.parse("hello"), new Desired(Samples.largest())))
                .withMessageStartingWith("cannot write " + directory.resolve(":hello") + ": ");

        Files.delete(obstacle.resolve("x"));
        Files.delete(obstacle);
        assertThat(unikernels().load().entries()).containsEntry(Name.parse("hello"), old);
    }
}
