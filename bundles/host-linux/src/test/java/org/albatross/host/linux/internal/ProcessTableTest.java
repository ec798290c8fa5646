package org.albatross.host.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.albatross.host.ProcessId;
import org.albatross.host.Processes.Entry;
import org.albatross.host.linux.Await;
import org.albatross.host.linux.Machine;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTableTest {
    private static final long SELF = ProcessHandle.current().pid();

    @Nested
    class OfThisMachine {
        private final ProcessTable table = new ProcessTable(Path.of("/proc"));

        @Test
        void holdsThisProcessWithItsCommandLine() throws IOException {
            ProcessId self = table.find(SELF).orElseThrow();

            assertThat(table.list())
                    .filteredOn(entry -> entry.id().equals(self))
                    .singleElement()
                    .satisfies(entry -> {
                        assertThat(entry.zombie()).isFalse();
                        assertThat(entry.uid())
                                .isEqualTo(
                                        ((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue());
                        assertThat(entry.parent())
                                .isEqualTo(ProcessHandle.current()
                                        .parent()
                                        .orElseThrow()
                                        .pid());
                        assertThat(entry.commandLine().get(0)).endsWith("java");
                    });
        }

        @Test
        void findsTheProcessesOfAUser() throws IOException {
            long own = Integer.toUnsignedLong((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));

            assertThat(table.runningAs(own)).contains(table.find(SELF).orElseThrow());
        }

        @Test
        void findsNoneOfAUserWhoRunsNone() throws IOException {
            assertThat(table.runningAs(4_000_000_123L)).isEmpty();
        }

        @Test
        void keepsEmptyArguments() throws IOException {
            Process process = new ProcessBuilder("sh", "-c", "sleep 60; :", "", "a b", "").start();
            try {
                Await.until("the shell", () -> commandLine(process.pid()).contains("a b"));

                assertThat(commandLine(process.pid())).containsExactly("sh", "-c", "sleep 60; :", "", "a b", "");
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                Machine.codeOf(process);
            }
        }

        private List<String> commandLine(long pid) throws IOException {
            return table.list().stream()
                    .filter(entry -> entry.id().pid() == pid)
                    .findFirst()
                    .map(Entry::commandLine)
                    .orElse(List.of());
        }

        @Test
        void doesNotFindAZombie() throws IOException {
            // What execs sleep does not wait for the child that it had before.
            Process parent = new ProcessBuilder("sh", "-c", "sh -c 'exit 0' & exec sleep 60").start();
            try {
                Await.until("a zombie", () -> children(parent.pid()).stream().anyMatch(Entry::zombie));
                Entry zombie = children(parent.pid()).get(0);

                assertThat(table.find(zombie.id().pid())).isEmpty();
                assertThat(zombie.commandLine()).isEmpty();
            } finally {
                parent.destroyForcibly();
                Machine.codeOf(parent);
            }
        }

        private List<Entry> children(long parent) throws IOException {
            return table.list().stream()
                    .filter(entry -> entry.parent() == parent)
                    .toList();
        }

        @Test
        void doesNotFindWhatCannotBe() throws IOException {
            assertThat(table.find(0)).isEmpty();
            assertThat(table.find(-SELF)).isEmpty();
            assertThat(table.find(1L << 40)).isEmpty();
        }

        @Test
        void opensAgainWhatAProcessHasOpenAndWasRemoved(@TempDir Path directory) throws IOException {
            Path file = Files.writeString(directory.resolve("file"), "content");
            Process process = new ProcessBuilder("sh", "-c", "rm file; exec sleep 60")
                    .directory(directory.toFile())
                    .redirectInput(file.toFile())
                    .start();
            try {
                ProcessId id = table.find(process.pid()).orElseThrow();
                Await.until("its removal", () -> !Files.exists(file));

                assertThat(Files.readString(table.descriptor(id, 0).orElseThrow()))
                        .isEqualTo("content");
                assertThat(table.descriptor(id, 9)).as("a closed one").isEmpty();
                assertThat(table.descriptor(id, 1)).as("a pipe without a name").isEmpty();
                assertThat(table.descriptor(new ProcessId(id.pid(), id.start() + 1), 0))
                        .as("one of a former process of that number")
                        .isEmpty();
            } finally {
                process.destroyForcibly();
                Machine.codeOf(process);
            }
        }

        @Test
        void knowsWhenAProcessStarted() throws IOException {
            Instant now = Instant.now();
            Process process = new ProcessBuilder("sleep", "60").start();
            try {
                ProcessId id = table.find(process.pid()).orElseThrow();

                assertThat(table.startedAt(id).orElseThrow())
                        .isBetween(now.minus(Duration.ofSeconds(3)), now.plus(Duration.ofSeconds(30)));
                assertThat(table.startedAt(new ProcessId(id.pid(), id.start() + 1)))
                        .isEmpty();
            } finally {
                process.destroyForcibly();
                Machine.codeOf(process);
            }
        }
    }

    @Nested
    class WrittenByATest {
        private final Path proc;
        private final ProcessTable table;

        WrittenByATest(@TempDir Path proc) {
            this.proc = proc;
            this.table = new ProcessTable(proc);
        }

        private void add(long pid, String name, String state, int threads, long start) throws IOException {
            add(pid, name, state, threads, start, 4096);
        }

        private void add(long pid, String name, String state, int threads, long start, long memory) throws IOException {
            Path directory = Files.createDirectories(proc.resolve(Long.toString(pid)));
            Files.writeString(
                    directory.resolve("stat"),
                    pid + " (" + name + ") " + state + " 7 0 0 0 -1 0 0 0 0 0 0 0 0 0 20 0 " + threads + " 0 " + start
                            + " " + memory + " 0\n");
            Files.writeString(directory.resolve("status"), "Name:\t" + name + "\nUid:\t0\t0\t0\t0\n");
            Files.writeString(directory.resolve("cmdline"), name + "\0");
        }

        @Test
        void isReadWhateverTheProgramsAreCalled() throws IOException {
            add(SELF, "a) Z 1 (b c\n", "S", 1, 4711);

            assertThat(table.find(SELF)).hasValue(new ProcessId(SELF, 4711));
        }

        @Test
        void takesALeaderWhoseThreadsLiveOnForAlive() throws IOException {
            add(SELF, "solo5-hvt", "Z", 2, 1);

            assertThat(table.find(SELF)).isPresent();

            add(SELF, "solo5-hvt", "Z", 1, 1);
            assertThat(table.find(SELF)).isEmpty();
        }

        @Test
        void saysThatAProcessIsHiddenRatherThanGone() {
            assertThatThrownBy(() -> table.find(SELF))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("process " + SELF + " exists, but cannot be seen in " + proc);
        }

        @Test
        void failsWhenItDoesNotHoldThisProcess() throws IOException {
            add(1, "init", "S", 1, 1);

            assertThatThrownBy(table::list).isInstanceOf(IOException.class).hasMessageContaining("not even this one");
        }

        @Test
        void failsWhenItDoesNotHoldTheFirstProcess() throws IOException {
            add(SELF, "java", "S", 1, 1);

            assertThatThrownBy(table::list)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("process 1 is missing");
        }

        @Test
        void failsWhenAProcessCannotBeRead() throws IOException {
            add(1, "init", "S", 1, 1);
            add(SELF, "java", "S", 1, 1);
            Files.delete(proc.resolve("1/stat"));

            assertThatThrownBy(table::list).isInstanceOf(IOException.class).hasMessageContaining("process 1 exists");
        }

        @Test
        void failsWhenThereIsNone() {
            ProcessTable none = new ProcessTable(proc.resolve("missing"));

            assertThatThrownBy(none::list).isInstanceOf(IOException.class);
        }

        @Test
        void leavesOutWhatHasEndedMeanwhile() throws IOException {
            add(1, "init", "S", 1, 1);
            add(SELF, "java", "S", 1, 1);
            // Above the largest process number that Linux gives.
            Files.createDirectory(proc.resolve("1073741824"));

            assertThat(table.list()).extracting(entry -> entry.id().pid()).containsExactlyInAnyOrder(1L, SELF);
        }

        @Test
        void readsTheRealUserOfAProcessAndNoOther() throws IOException {
            add(1, "init", "S", 1, 1);
            add(SELF, "java", "S", 1, 1);
            Files.writeString(proc.resolve("1/status"), "Name:\tUid:\\n7\nUid:\t1000\t0\t2000000001\t0\nGid:\t7\n");

            assertThat(table.list())
                    .filteredOn(entry -> entry.id().pid() == 1)
                    .extracting(Entry::uid)
                    .containsExactly(1000L);
        }

        @Test
        void failsWhenAUserIsNotNamed() throws IOException {
            add(1, "init", "S", 1, 1);
            add(SELF, "java", "S", 1, 1);
            Files.writeString(proc.resolve("1/status"), "Name:\tinit\n");

            assertThatThrownBy(table::list).isInstanceOf(IOException.class).hasMessageContaining("names no user");
        }

        @Test
        void waitsForTheCommandLineOfAProcessThatIsBetweenTwoPrograms() throws Exception {
            add(1, "init", "S", 1, 1);
            add(SELF, "java", "S", 1, 1);
            Path line = proc.resolve("1/cmdline");
            Path next = Files.writeString(proc.resolve("next"), "solo5-spt\0--mem=32\0");
            Files.delete(line);
            assertThat(Machine.codeOf(new ProcessBuilder("mkfifo", line.toString()).start()))
                    .isZero();
            CompletableFuture<Path> replaced = CompletableFuture.supplyAsync(() -> readEmptyThenReplace(line, next));

            assertThat(commandLineOfInit()).containsExactly("solo5-spt", "--mem=32");
            assertThat(replaced.get(1, TimeUnit.MINUTES)).isEqualTo(line);
        }

        private Path readEmptyThenReplace(Path line, Path next) {
            // Opened when it is opened for reading, at its end when this is closed.
            try (OutputStream writer = Files.newOutputStream(line)) {
                Files.move(next, line, StandardCopyOption.REPLACE_EXISTING);
                writer.flush();
                return line;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Test
        void doesNotWaitForTheCommandLineOfTheKernelsOwn() throws IOException {
            add(1, "kthreadd", "S", 1, 1, 0);
            add(SELF, "java", "S", 1, 1);
            Files.writeString(proc.resolve("1/cmdline"), "");

            assertThat(commandLineOfInit()).isEmpty();
        }

        @Test
        void listsWhatHasNoCommandLineForGood() throws IOException {
            add(1, "nameless", "S", 1, 1);
            add(SELF, "java", "S", 1, 1);
            Files.writeString(proc.resolve("1/cmdline"), "");

            assertThat(commandLineOfInit()).isEmpty();
        }

        private List<String> commandLineOfInit() throws IOException {
            return table.list().stream()
                    .filter(entry -> entry.id().pid() == 1)
                    .findFirst()
                    .orElseThrow()
                    .commandLine();
        }
    }
}
