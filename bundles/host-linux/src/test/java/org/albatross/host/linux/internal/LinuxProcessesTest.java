package org.albatross.host.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.albatross.host.ExitFile;
import org.albatross.host.ProcessFile;
import org.albatross.host.ProcessId;
import org.albatross.host.Processes.Entry;
import org.albatross.host.Processes.Identity;
import org.albatross.host.Processes.Launch;
import org.albatross.host.Processes.Signal;
import org.albatross.host.Processes.Watch;
import org.albatross.host.WrapperLine;
import org.albatross.host.linux.Await;
import org.albatross.host.linux.Machine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxProcessesTest {
    private static final String INSTANCE = "test-instance";

    private final Path directory;
    private final LinuxHost host;
    private final List<Long> started = new ArrayList<>();

    LinuxProcessesTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        host = new LinuxHost(Machine.LIBEXEC, Path.of("/proc"));
        host.files().makeFifo(directory.resolve("console"), 0600, Optional.empty());
        host.files().makeFifo(directory.resolve("taken"), 0600, Optional.empty());
    }

    @AfterEach
    void endWhatIsLeft() throws IOException {
        for (Entry entry : host.processes().table()) {
            WrapperLine.of(entry.commandLine())
                    .filter(line -> line.instance().equals(INSTANCE))
                    .ifPresent(line -> started.add(entry.id().pid()));
        }
        started.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        host.close();
    }

    private ProcessId launch(Optional<Identity> identity, String script) throws IOException {
        host.processes()
                .launch(new Launch(
                        INSTANCE,
                        "foo:bar",
                        1,
                        directory.resolve("lock"),
                        directory,
                        identity,
                        new TreeSet<>(),
                        List.of("/bin/sh", "-c", script)));
        Await.until("the record", () -> ProcessFile.read(directory).isPresent());
        ProcessId tender = ProcessFile.read(directory).orElseThrow().process();
        started.add(tender.pid());
        return tender;
    }

    private ProcessId launch(String script) throws IOException {
        return launch(Optional.empty(), script);
    }

    @Nested
    class Watching {
        private Process child(String... command) throws IOException {
            Process process = new ProcessBuilder(command).start();
            started.add(process.pid());
            return process;
        }

        @Test
        void tellsTheEndOfAProcessThatIsNoChildOnce() throws IOException {
            ProcessId tender = launch("exec sleep 60");
            AtomicInteger ends = new AtomicInteger();
            try (Watch watch =
                    host.processes().watch(tender, ends::incrementAndGet).orElseThrow()) {
                watch.signal(Signal.TERM);

                Await.until("the end", () -> ends.get() > 0);
                watch.signal(Signal.KILL);
            }
            Await.until("the exit", () -> ExitFile.read(directory).isPresent());
            assertThat(ends).hasValue(1);
            assertThat(ExitFile.read(directory)).hasValue(new ExitFile(1, 128 + 15));
        }

        @Test
        void signalsAProcessOfAnotherUser() throws IOException {
            Machine.assumeMayChangeUser();
            Machine.assumeCapability("CAP_KILL", 5);
            ProcessId tender = launch(Optional.of(new Identity(5000, 5001, List.of())), "exec sleep 60");
            Await.until("its user", () -> Machine.statusOf(tender.pid(), "Uid").startsWith("5000"));
            AtomicInteger ends = new AtomicInteger();

            host.processes().watch(tender, ends::incrementAndGet).orElseThrow().signal(Signal.KILL);

            Await.until("the end", () -> ends.get() == 1);
        }

        @Test
        void continuesAStoppedProcess() throws IOException {
            Process process = child("sleep", "60");
            ProcessId id = host.processes().find(process.pid()).orElseThrow();
            Machine.run("kill", "-STOP", Long.toString(process.pid()));
            Await.until(
                    "it to stop", () -> Machine.statusOf(process.pid(), "State").startsWith("T"));

            try (Watch watch = host.processes().watch(id, () -> {}).orElseThrow()) {
                watch.signal(Signal.CONTINUE);
            }

            Await.until("it to go on", () -> Machine.statusOf(process.pid(), "State")
                    .startsWith("S"));
        }

        @Test
        void doesNotTakeAnotherProcessWithTheSameNumber() throws IOException {
            ProcessId self =
                    host.processes().find(ProcessHandle.current().pid()).orElseThrow();
            ProcessId former = new ProcessId(self.pid(), self.start() - 1);

            assertThat(host.processes().watch(former, () -> {})).isEmpty();
        }

        @Test
        void givesNothingForAProcessThatHasEnded() throws IOException {
            Process process = child("sleep", "60");
            ProcessId id = host.processes().find(process.pid()).orElseThrow();
            process.destroyForcibly();
            Machine.codeOf(process);

            assertThat(host.processes().watch(id, () -> {})).isEmpty();
            assertThat(host.processes().find(id.pid())).isEmpty();
        }

        @Test
        void endsWithTheWatch() throws IOException {
            Process process = child("sleep", "60");
            Process another = child("sleep", "60");
            ProcessId id = host.processes().find(process.pid()).orElseThrow();
            ProcessId anotherId = host.processes().find(another.pid()).orElseThrow();
            AtomicInteger ends = new AtomicInteger();
            AtomicInteger otherEnds = new AtomicInteger();
            Watch watch = host.processes().watch(id, ends::incrementAndGet).orElseThrow();
            host.processes().watch(anotherId, otherEnds::incrementAndGet);

            watch.close();
            process.destroyForcibly();
            another.destroyForcibly();

            Await.until("the other's end", () -> otherEnds.get() == 1);
            assertThat(ends).hasValue(0);
            assertThatThrownBy(() -> watch.signal(Signal.TERM))
                    .isInstanceOf(IOException.class)
                    .hasMessage("process " + id.pid() + " is not watched any more");
        }

        @Test
        void outlivesAListenerThatFails() throws IOException {
            Process process = child("sleep", "60");
            Process another = child("sleep", "60");
            AtomicInteger ends = new AtomicInteger();
            host.processes().watch(host.processes().find(process.pid()).orElseThrow(), () -> {
                throw new IllegalStateException("a test");
            });
            host.processes().watch(host.processes().find(another.pid()).orElseThrow(), ends::incrementAndGet);

            process.destroyForcibly();
            Machine.codeOf(process);
            another.destroyForcibly();

            Await.until("the other's end", () -> ends.get() == 1);
        }
    }

    @Nested
    class Stopping {
        @Test
        void touchesNoProcessAndLeavesNoDescriptor() throws IOException {
            ProcessId tender = launch("exec sleep 60");
            long before = descriptors();
            LinuxHost another = new LinuxHost(Machine.LIBEXEC, Path.of("/proc"));
            another.processes().watch(tender, () -> {});
            another.files().openFifo(directory.resolve("console"), Optional.empty(), 4096, fifo -> {});

            another.close();
            another.close();

            assertThat(descriptors()).isEqualTo(before);
            assertThat(host.processes().find(tender.pid())).hasValue(tender);
            assertThat(directory.resolve("console")).exists();
            assertThatThrownBy(() -> another.processes().watch(tender, () -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("stopped");
        }

        private long descriptors() throws IOException {
            try (var open = Files.list(Path.of("/proc/self/fd"))) {
                return open.map(LinuxProcessesTest::target)
                        .filter(target -> target.matches(".*(eventfd|pidfd).*|.*/console"))
                        .count();
            }
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "closed";
        }
    }
}
