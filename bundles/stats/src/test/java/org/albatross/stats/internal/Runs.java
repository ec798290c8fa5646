package org.albatross.stats.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.albatross.api.Sample;
import org.albatross.host.ProcessId;
import org.albatross.host.ProcessUsage;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.RunningUnikernel;
import org.albatross.model.Text;

/** Runs and samples for tests. */
final class Runs {
    static final Duration LIMIT = Duration.ofSeconds(10);

    static final ProcessUsage USAGE = new ProcessUsage(
            12_345_678,
            1_999_999,
            4,
            5,
            6,
            7,
            46_755_840,
            481,
            5,
            2138,
            Instant.ofEpochSecond(1_795_340_062, 345_943_000),
            Optional.of(new ProcessUsage.Storage(8, 9)));

    private Runs() {}

    static RunningUnikernel run(String name, long runId, ProcessId process, String... taps) {
        return new RunningUnikernel(
                Name.parse(name),
                runId,
                process.pid(),
                process.start(),
                Instant.EPOCH,
                Optional.empty(),
                List.of(new CpuId(0)),
                new Megabytes(32),
                Arrays.stream(taps)
                        .map(tap -> new RunningUnikernel.Tap(Text.of("service"), Text.of("br0"), tap))
                        .toList());
    }

    /** No process has this number: it is beyond the largest. */
    static ProcessId nobody(long number) {
        return new ProcessId((1L << 22) + 1 + number, 1);
    }

    static Sample sample(String... names) {
        return new Sample(
                Instant.EPOCH,
                0,
                Arrays.stream(names)
                        .map(name -> new Sample.Unikernel(
                                Name.parse(name),
                                1,
                                Optional.empty(),
                                UsageOnWire.stats(USAGE, List.of(), java.util.Map.of(), java.util.Map.of()),
                                0,
                                Optional.empty()))
                        .toList(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what + " did not come about");
            }
            Thread.sleep(1);
        }
    }
}
