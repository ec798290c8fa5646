package org.albatross.migration;

import static org.albatross.migration.TestDirectories.counter;
import static org.albatross.migration.TestDirectories.filesIn;
import static org.albatross.migration.TestDirectories.hello;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.albatross.host.ThisHost;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Policy;
import org.albatross.store.OriginalFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An import that is killed: whatever it has left is found by an import that is done again, and by a platform. Each
 * change is followed by a call to the machine that makes it durable; there the directories are copied, as a kill would
 * leave them.
 */
class InterruptedImportTest {
    private final Path directory;
    private final StoppingHost host;
    private final TestDirectories directories;

    InterruptedImportTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        host = new StoppingHost(ThisHost.open(directory));
        directories = new TestDirectories(directory.resolve("run"), host);
        directories.tenderIsInstalled();
    }

    private void writeOriginal() throws IOException {
        Policy policy =
                new Policy(CpuId.setOf(0), 2, new Megabytes(512), Optional.of(new Megabytes(9)), new TreeSet<>());
        directories.write(
                List.of(hello("a"), counter("p:b", "data"), counter("p:c", "more")),
                List.of(new Named<>(Name.parse("p:"), policy), new Named<>(Name.parse("q:"), policy)));
        directories.device("p:data", 1);
        directories.device("p:more", 2);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Copies the directories at each step of an import, and returns how many steps there were. */
    private int copyEachStep(String... options) throws IOException {
        int[] steps = {0};
        host.before(() -> copy(directory.resolve("run"), directory.resolve("kill-" + steps[0]++)));
        TestDirectories.Outcome whole = directories.imported(options);
        host.before(() -> {});
        assertThat(whole.exitCode()).as(whole.err()).isZero();
        return steps[0];
    }

    private void assertGoesOn(TestDirectories killed, String... options) throws IOException {
        TestDirectories.Outcome again = killed.imported(options);

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(filesIn(killed.state)).isEqualTo(filesIn(directories.state));
        assertThat(killed.paths().importing()).doesNotExist();
        OriginalFiles.requireImported(killed.paths());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--partial", "--move"})
    void goesOnAfterAKillAtEachStep(String option) throws IOException {
        writeOriginal();
        int steps = copyEachStep(option);

        assertThat(steps).isGreaterThan(8);
        for (int step = 0; step < steps; step++) {
            TestDirectories killed = new TestDirectories(directory.resolve("kill-" + step), host);
            if (Files.exists(killed.paths().unikernels())) {
                // An image that was staged twice is removed by the next start.
                assertThat(filesIn(killed.state).stream()
                                .filter(file -> !file.endsWith("~"))
                                .toList())
                        .isEqualTo(filesIn(directories.state));
                assertThat(killed.imported(option).err()).contains("holds already what should run");
            } else {
                assertGoesOn(killed, option);
            }
        }
    }

    @Test
    void keepsEveryPlatformOffUntilItIsWhole() throws IOException {
        writeOriginal();
        int steps = copyEachStep();

        int refused = 0;
        for (int step = 0; step < steps; step++) {
            TestDirectories killed = new TestDirectories(directory.resolve("kill-" + step), host);
            List<String> before = filesIn(killed.state);
            boolean begun = before.stream().anyMatch(file -> file.startsWith("block/") || file.startsWith("policies/"));
            if (begun && Files.notExists(killed.paths().unikernels())) {
                assertThatThrownBy(() -> OriginalFiles.requireImported(killed.paths()))
                        .hasMessageStartingWith(killed.state + " holds an import that was not finished: run the same"
                                + " albatross state import ");
                assertThat(filesIn(killed.state)).isEqualTo(before);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(5);
    }

    @Test
    void removesWhatWasBeingWritten() throws IOException {
        writeOriginal();
        for (String file : List.of(
                "images/new.1~", "images/new.2~", "block/new.1~", "unikernels.import/:a~", "unikernels.import/:old~")) {
            Files.createDirectories(directories.state.resolve(file).getParent());
            Files.writeString(directories.state.resolve(file), "half");
        }

        TestDirectories.Outcome outcome = directories.imported();

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).startsWith("remark: this continues an import that was interrupted\n");
        assertThat(filesIn(directories.state)).noneMatch(file -> file.endsWith("~"));
        assertThat(filesIn(directories.state.resolve("unikernels"))).containsExactly(":a", "p:b", "p:c");
    }

    @Test
    void saysWhatToDoWhenTheDiskFailsInBetween() throws IOException {
        writeOriginal();
        host.before(() -> {
            if (Files.exists(directories.state.resolve("policies/p:"))) {
                throw new IOException("No space left on device");
            }
        });

        TestDirectories.Outcome failed = directories.imported();
        host.before(() -> {});

        assertThat(failed.exitCode()).isEqualTo(117);
        assertThat(failed.err())
                .contains("No space left on device (the import is not finished and nothing will start: run the same"
                        + " command again to continue)");
        assertGoesOn(directories);
    }

    @Test
    void leavesADirectoryAsItWasWhenItIsRefused() throws IOException {
        writeOriginal();
        directories.file("p:odd", 3);
        Files.createDirectories(directories.state.resolve("consoles"));
        Files.writeString(directories.state.resolve("instance"), "kept");

        assertThat(directories.imported().exitCode()).isEqualTo(117);

        assertThat(filesIn(directories.state)).containsExactly("instance");
        try (var entries = Files.list(directories.state)) {
            assertThat(entries.map(entry -> entry.getFileName().toString()))
                    .containsExactlyInAnyOrder("instance", "consoles");
        }
    }
}
