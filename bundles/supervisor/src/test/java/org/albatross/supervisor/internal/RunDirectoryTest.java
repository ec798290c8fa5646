package org.albatross.supervisor.internal;

import static org.albatross.supervisor.internal.TestPlatform.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.albatross.fixture.Image;
import org.albatross.host.HostFiles;
import org.albatross.model.UnikernelCommand.Create;
import org.albatross.model.UnikernelCommand.Destroy;
import org.albatross.model.UnikernelStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever becomes of the files of the run directory, what runs is known, read, and can be ended. */
class RunDirectoryTest {
    private static final String EACH =
            """
            console, MISSING
            console, DIRECTORY
            console, GARBAGE
            taken, MISSING
            taken, DIRECTORY
            taken, GARBAGE
            record, MISSING
            record, DIRECTORY
            record, GARBAGE
            process, MISSING
            process, DIRECTORY
            process, GARBAGE
            exit, DIRECTORY
            exit.new, DIRECTORY
            """;

    enum Damage {
        MISSING,
        DIRECTORY,
        GARBAGE
    }

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestPlatform platform;

    private long pid;

    @BeforeEach
    void startPlatform() throws Exception {
        platform = TestPlatform.start(directory);
        platform.done("a", new Create(Configs.of(Image.ticks(Duration.ofMillis(20)), Configs.QUIT)));
        platform.lines("a", 1);
        pid = platform.pid("a");
    }

    @AfterEach
    void stopPlatform() {
        platform.destroyAll();
        platform.close();
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void damage(Path file, Damage damage) throws IOException {
        Files.deleteIfExists(file);
        if (damage == Damage.DIRECTORY) {
            Files.createDirectories(file.resolve("with/something"));
        } else if (damage == Damage.GARBAGE) {
            Files.write(file, new byte[] {1, 2, 3, 0, -1});
        }
    }

    private void assertAllIsWell() throws IOException {
        eventually("its process is known", () -> pidOrNothing() == pid);
        assertThat(platform.status("a").orElseThrow().state()).isEqualTo(UnikernelStatus.State.RUNNING.text());
        int lines = platform.lines("a", 1).size();
        assertThat(platform.lines("a", lines + 30)).contains("tick " + (lines + 30));
        assertThat(platform.done("a", new Destroy())).isEqualTo("destroyed unikernel");
        assertThat(TestPlatform.lives(pid)).isFalse();
        assertThat(platform.run.resolve("unikernels/:a")).doesNotExist();
    }

    private long pidOrNothing() {
        try {
            return platform.pid("a");
        } catch (RuntimeException e) {
            return 0;
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = EACH)
    @Execution(ExecutionMode.CONCURRENT) // each has a platform of its own, and waits most of its time
    void isMadeAgainAtTheNextStart(String file, Damage damage) throws Exception {
        platform.close();
        damage(platform.run.resolve("unikernels/:a").resolve(file), damage);

        platform = TestPlatform.start(directory);

        assertAllIsWell();
    }

    @ParameterizedTest
    @CsvSource(textBlock = EACH)
    @Execution(ExecutionMode.CONCURRENT) // each has a platform of its own, and waits most of its time
    void isMadeAgainWhileThePlatformRuns(String file, Damage damage) throws Exception {
        Path damaged = platform.run.resolve("unikernels/:a").resolve(file);
        damage(damaged, damage);

        eventually("it is noticed", () -> !Files.isDirectory(damaged) && isAsBefore(damaged));
        assertAllIsWell();
    }

    private static boolean isAsBefore(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (name.startsWith("exit")) {
            return true;
        }
        boolean fifo = name.equals("console") || name.equals("taken");
        return isThere(file) && (fifo ? !Files.isRegularFile(file) : Files.size(file) > 5);
    }

    /** By stat(2): access(2), which the JDK's exists calls, does not use the capability that a link to a descriptor needs. */
    private static boolean isThere(Path file) {
        try {
            return Files.size(file) >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"console", "taken"})
    void noticesAnotherFifoInThePlaceOfItsOwn(String name) throws Exception {
        Path fifo = platform.run.resolve("unikernels/:a").resolve(name);
        Files.delete(fifo);
        platform.host.files().makeFifo(fifo, 0600, Optional.empty());

        eventually("the own one is there again", () -> Files.isSymbolicLink(fifo));

        assertAllIsWell();
    }

    @Test
    void statusTellsWhatCannotBeMadeAgainUntilItCan() throws Exception {
        Path record = platform.run.resolve("unikernels/:a/record");
        Path closed = directory.resolve("obstacle/closed");
        Files.createDirectories(closed.resolve("with/something"));
        Files.setPosixFilePermissions(closed, Set.of());
        Files.delete(record);
        Files.move(directory.resolve("obstacle"), record);

        eventually("status tells it", () -> reason().contains(record + "/closed"));
        assertThat(platform.status("a").orElseThrow().state()).isEqualTo(UnikernelStatus.State.RUNNING.text());

        Files.setPosixFilePermissions(record.resolve("closed"), PosixFilePermissions.fromString("rwx------"));
        eventually("status has nothing to tell", () -> reason().isEmpty());
        assertAllIsWell();
    }

    private String reason() {
        return platform.status("a").orElseThrow().reason().map(Object::toString).orElse("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run/lock", "state/lock"})
    void takesItsLockAgain(String name) throws Exception {
        Path lock = directory.resolve(name);
        Files.delete(lock);

        eventually(
                "it is there",
                () -> Files.exists(lock) && Files.readString(lock).startsWith("pid "));

        assertThat(platform.host.files().tryLock(lock)).isEmpty();
        platform.close();
        try (HostFiles.Lock free = platform.host.files().tryLock(lock).orElseThrow()) {
            assertThat(free).as("it is given back").isNotNull();
        }
        platform = TestPlatform.start(directory);
        assertAllIsWell();
    }

    @Test
    void isMadeAgainWhenAllOfItIsRemovedWhileThePlatformRuns() throws Exception {
        remove(platform.run);

        eventually("it is noticed", () -> pidOrNothing() == pid);
        eventually("the lock is held", () -> isThere(platform.run.resolve("lock")));
        eventually("the console is there", () -> isThere(platform.run.resolve("unikernels/:a/console")));
        assertAllIsWell();
        platform.done("b", new Create(Configs.of(Image.hello().stay(), Configs.QUIT)));
    }

    @Test
    void startsThoughADirectoryIsInThePlaceOfALock() throws Exception {
        platform.done("a", new Destroy());
        Path lock = platform.run.resolve("locks/:a");
        damage(lock, Damage.DIRECTORY);

        platform.done("a", new Create(Configs.of(Image.hello().stay(), Configs.QUIT)));

        assertThat(lock).isRegularFile();
    }
}
