package org.albatross.host.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.albatross.host.ExitFile;
import org.albatross.host.ProcessFile;

/** A run directory, and wrappers started in it by dash as children of the test. */
final class WrapperRun implements AutoCloseable {
    static final String INSTANCE = "test-instance";
    static final String NAME = "foo:bar";

    final Path directory;
    final Path lock;
    final Path console;
    final Path taken;
    private final List<Process> wrappers = new ArrayList<>();
    private final List<Long> tenders = new ArrayList<>();

    String format = "2";

    WrapperRun(Path root) throws IOException {
        directory = Files.createDirectory(root.resolve("unikernel"));
        lock = root.resolve("lock");
        console = directory.resolve("console");
        taken = directory.resolve("taken");
        Machine.run("mkfifo", "-m", "600", console.toString(), taken.toString());
    }

    /** Starts a wrapper whose tender is a shell with this script. */
    Process start(long runId, String script) throws IOException {
        List<String> line = new ArrayList<>(
                List.of("dash", Machine.WRAPPER.toString(), INSTANCE, NAME, Long.toString(runId), format));
        line.addAll(List.of(lock.toString(), directory.toString(), "/bin/sh", "-c", script));
        Process wrapper = new ProcessBuilder(line)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        wrappers.add(wrapper);
        return wrapper;
    }

    /** Waits until the run has its record, and returns it. */
    ProcessFile awaitProcess(long runId) throws IOException {
        Await.until(
                "the record of run " + runId,
                () -> ProcessFile.read(directory).map(ProcessFile::runId).equals(Optional.of(runId)));
        ProcessFile file = ProcessFile.read(directory).orElseThrow();
        tenders.add(file.process().pid());
        return file;
    }

    /** Waits until the run has ended, and returns its exit code. */
    int awaitExit(long runId) throws IOException {
        Await.until(
                "the exit of run " + runId,
                () -> ExitFile.read(directory).map(ExitFile::runId).equals(Optional.of(runId)));
        return ExitFile.read(directory).orElseThrow().code();
    }

    /** Waits for that many lines of the console, and returns them. */
    List<String> lines(int count) throws IOException {
        return Machine.run("timeout", "15", "head", "-n", Integer.toString(count), console.toString())
                .lines()
                .toList();
    }

    /** Says that all was read, and waits for the wrappers' end. */
    void take(long runId) throws IOException {
        takeWith(runId + "\n");
    }

    /** Writes into {@code taken} and waits for the wrappers' end; returns what they did not read. */
    String takeWith(String words) throws IOException {
        try (FileChannel channel = FileChannel.open(taken, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(words.getBytes(StandardCharsets.US_ASCII)));
            Await.until("the wrapper to end", () -> wrappers.stream().noneMatch(Process::isAlive));
            channel.write(ByteBuffer.wrap(new byte[] {0}));
            ByteBuffer unread = ByteBuffer.allocate(64);
            channel.read(unread);
            return new String(unread.array(), 0, unread.position() - 1, StandardCharsets.US_ASCII);
        }
    }

    /** Runs a wrapper to its end, and returns what its tender printed in one line. */
    String printed(String script) throws IOException {
        start(1, script);
        String line = lines(1).get(0);
        awaitExit(1);
        take(1);
        return line;
    }

    boolean isLocked() throws IOException {
        Process probe = new ProcessBuilder("flock", "-n", lock.toString(), "true").start();
        return Machine.codeOf(probe) != 0;
    }

    /** Ends what is left. */
    @Override
    public void close() throws IOException {
        for (long tender : tenders) {
            ProcessHandle.of(tender).ifPresent(ProcessHandle::destroyForcibly);
        }
        for (Process wrapper : wrappers) {
            wrapper.descendants().forEach(ProcessHandle::destroyForcibly);
            Machine.codeOf(wrapper.destroyForcibly());
        }
    }
}
