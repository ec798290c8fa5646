package org.albatross.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.albatross.api.Sample;
import org.albatross.api.Statistics;
import org.albatross.host.Host;
import org.albatross.host.ProcessId;
import org.albatross.host.ThisHost;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.RunningUnikernel;
import org.albatross.stats.internal.SamplingStatistics;
import org.albatross.stats.internal.StatsLimits;

/**
 * What stays in the heap of unikernels that have come and gone. The statistics alone, in this process: a platform takes a sample
 * each second at most. The processes are real, and a run of each is followed by another one of another name.
 */
final class Churn {
    private static final int ROUNDS = 1000;
    private static final int MOVES = 10;
    private static final int FIRST_ROUNDS = 100;
    private static final double MEBIBYTE = 1 << 20;

    private final SamplingStatistics statistics;
    private final Deque<RunningUnikernel> running = new ArrayDeque<>();
    private final List<Double> heap = new ArrayList<>();
    private final AtomicInteger rounds = new AtomicInteger();
    private final CountDownLatch complete = new CountDownLatch(1);
    private int named;
    private int sampled;

    private Churn(SamplingStatistics statistics) {
        this.statistics = statistics;
    }

    /** Measures the heap after each hundred of samples, with so many unikernels at a time. */
    static void measure(Bench bench, int unikernels) throws IOException, InterruptedException {
        bench.say("sampling " + ROUNDS + " times while unikernels come and go");
        Host host = ThisHost.open(Path.of("unused"));
        List<Process> processes = new ArrayList<>();
        SamplingStatistics statistics =
                new SamplingStatistics(host, new StatsLimits(Duration.ofMillis(1), 1, 6, 1, 1), Clock.systemUTC());
        try {
            Churn churn = new Churn(statistics);
            for (int i = 0; i < unikernels; i++) {
                Process process = new ProcessBuilder("sleep", "3600").start();
                processes.add(process);
                churn.begin(host.processes().find(process.pid()).orElseThrow());
            }
            Statistics.Watch watch = statistics.watch(churn::took);
            churn.complete.await();
            watch.close();
            double first = churn.heap.get(0);
            double last = churn.heap.get(churn.heap.size() - 1);
            bench.add(
                    "heap while unikernels come and go",
                    Unit.MEGABYTES,
                    Samples.of(churn.heap),
                    Table.number(first) + " after " + FIRST_ROUNDS + " samples, " + Table.number(last) + " after "
                            + ROUNDS + "; " + churn.named + " unikernels, " + churn.sampled + " in the last sample");
        } finally {
            statistics.stop();
            processes.forEach(Process::destroyForcibly);
        }
    }

    private void begin(ProcessId process) {
        named++;
        RunningUnikernel run = new RunningUnikernel(
                Name.parse("bench:u" + named),
                named,
                process.pid(),
                process.start(),
                Instant.EPOCH,
                Optional.empty(),
                List.of(new CpuId(0)),
                new Megabytes(2),
                List.of());
        running.add(run);
        statistics.began(run);
    }

    /** On the thread of the watch. */
    private void took(Sample sample) {
        int round = rounds.incrementAndGet();
        if (round > ROUNDS) {
            return;
        }
        for (int i = 0; i < MOVES; i++) {
            RunningUnikernel oldest = running.remove();
            statistics.ended(oldest.name(), oldest.runId());
            begin(new ProcessId(oldest.pid(), oldest.processStart()));
        }
        if (round % FIRST_ROUNDS == 0) {
            System.gc();
            heap.add(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEBIBYTE);
        }
        if (round == ROUNDS) {
            sampled = sample.unikernels().size();
            complete.countDown();
        }
    }
}
