package org.albatross.console.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.albatross.host.HostFiles.Fifo;
import org.albatross.model.Command;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What it costs to keep a line of 68 bytes, and to read one for a subscriber. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RingBenchmark {
    private static final int LINES = 512;
    private static final byte[] OUTPUT = ("x".repeat(67) + "\n").repeat(LINES).getBytes(StandardCharsets.US_ASCII);

    private final Fifo flood = new Flood();
    private Path file = Path.of("");

    @SuppressWarnings("NullAway.Init") // set before each measurement
    private Ring ring;

    /** Makes a ring, and fills it. */
    @Setup
    public void make() throws IOException {
        file = Files.createTempDirectory("ring").resolve("ring");
        ring = new Ring(RingFile.create(file, RingFile.Space.BY_WRITING), 1, Clock.systemUTC());
        for (int i = 0; i < LINES; i++) {
            append();
        }
    }

    /** Removes it. */
    @TearDown
    public void remove() throws IOException {
        Files.delete(file);
        Files.delete(file.getParent());
    }

    /** From the fifo into the ring. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public int append() throws IOException {
        return ring.take(flood, OUTPUT.length);
    }

    /** From the ring to who subscribes. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public List<Line> read() {
        return ring.read(ring.from(new Command.Begin.Count(LINES)), LINES);
    }

    /** A unikernel that prints as much as is read. */
    private static final class Flood implements Fifo {
        @Override
        public int read(ByteBuffer direct) {
            direct.put(OUTPUT);
            return OUTPUT.length;
        }

        @Override
        public void pause(Duration atMost) {}

        @Override
        public void resume() {}

        @Override
        public int capacity() {
            return OUTPUT.length;
        }

        @Override
        public void close() {}
    }
}
