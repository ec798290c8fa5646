package org.albatross.supervisor.transfer;

import static org.albatross.supervisor.transfer.Ground.counter;
import static org.albatross.supervisor.transfer.Ground.filesIn;
import static org.albatross.supervisor.transfer.Ground.hello;
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
    private final Ground ground;

    InterruptedImportTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        host = new StoppingHost(ThisHost.open(directory));
        ground = new Ground(directory.resolve("run"), host);
        ground.tenderIsInstalled();
    }

    private void writeOriginal() throws IOException {
        Policy policy = new Policy(new TreeSet<>(List.of(0L)), 2, 512, Optional.of(9L), new TreeSet<>());
        ground.write(
                List.of(hello("a"), counter("p:b", "data"), counter("p:c", "more")),
                List.of(new Named<>(Name.parse("p:"), policy), new Named<>(Name.parse("q:"), policy)));
        ground.device("p:data", 1);
        ground.device("p:more", 2);
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
        Ground.Outcome whole = ground.imported(options);
        host.before(() -> {});
        assertThat(whole.exitCode()).as(whole.err()).isZero();
        return steps[0];
    }

    private void assertGoesOn(Ground killed, String... options) throws IOException {
        Ground.Outcome again = killed.imported(options);

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(filesIn(killed.state)).isEqualTo(filesIn(ground.state));
        assertThat(killed.state.resolve(OriginalFiles.IMPORT)).doesNotExist();
        OriginalFiles.requireImported(killed.state);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--partial", "--move"})
    void goesOnAfterAKillAtEachStep(String option) throws IOException {
        writeOriginal();
        int steps = copyEachStep(option);

        assertThat(steps).isGreaterThan(8);
        for (int step = 0; step < steps; step++) {
            Ground killed = new Ground(directory.resolve("kill-" + step), host);
            if (Files.exists(killed.state.resolve(OriginalFiles.OURS))) {
                // An image that was staged twice is removed by the next start.
                assertThat(filesIn(killed.state).stream()
                                .filter(file -> !file.endsWith("~"))
                                .toList())
                        .isEqualTo(filesIn(ground.state));
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
            Ground killed = new Ground(directory.resolve("kill-" + step), host);
            List<String> before = filesIn(killed.state);
            boolean begun = before.stream().anyMatch(file -> file.startsWith("block/") || file.startsWith("policies/"));
            if (begun && Files.notExists(killed.state.resolve(OriginalFiles.OURS))) {
                assertThatThrownBy(() -> OriginalFiles.requireImported(killed.state))
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
            Files.createDirectories(ground.state.resolve(file).getParent());
            Files.writeString(ground.state.resolve(file), "half");
        }

        Ground.Outcome outcome = ground.imported();

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).startsWith("remark: this continues an import that was interrupted\n");
        assertThat(filesIn(ground.state)).noneMatch(file -> file.endsWith("~"));
        assertThat(filesIn(ground.state.resolve("unikernels"))).containsExactly(":a", "p:b", "p:c");
    }

    @Test
    void saysWhatToDoWhenTheDiskFailsInBetween() throws IOException {
        writeOriginal();
        host.before(() -> {
            if (Files.exists(ground.state.resolve("policies/p:"))) {
                throw new IOException("No space left on device");
            }
        });

        Ground.Outcome failed = ground.imported();
        host.before(() -> {});

        assertThat(failed.exitCode()).isEqualTo(117);
        assertThat(failed.err())
                .contains("No space left on device (the import is not finished and nothing will start: run the same"
                        + " command again to continue)");
        assertGoesOn(ground);
    }

    @Test
    void leavesADirectoryAsItWasWhenItIsRefused() throws IOException {
        writeOriginal();
        ground.file("p:odd", 3);
        Files.createDirectories(ground.state.resolve("consoles"));
        Files.writeString(ground.state.resolve("instance"), "kept");

        assertThat(ground.imported().exitCode()).isEqualTo(117);

        assertThat(filesIn(ground.state)).containsExactly("instance");
        try (var entries = Files.list(ground.state)) {
            assertThat(entries.map(entry -> entry.getFileName().toString()))
                    .containsExactlyInAnyOrder("instance", "consoles");
        }
    }
}
