package org.albatross.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.locks.LockSupport;
import org.albatross.model.Name;
import org.albatross.model.UnikernelInfo;

/**
 * How long a platform that was killed takes until it serves again, with unikernels that run on and with none, and how soon it knows of the
 * end of one.
 */
final class StartPart implements Part {
    /** How many times the fleet: with that of 100, issue and promise are of 300 and 500. */
    private static final int FEW = 3;

    private static final int MANY = 5;
    private static final long LOOK_NANOS = 200_000;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String about() {
        return "kill -9, then start to ready, alone, with many unikernels to take over and to start; ends noticed";
    }

    @Override
    public void measure(Bench bench) throws IOException, InterruptedException {
        Unikernels unikernels = new Unikernels(bench.tender());
        try (Platform platform = bench.start()) {
            bench.add("start to ready, alone", Unit.MILLISECONDS, starts(bench, platform, 0));
            addTakeOver(bench, platform, unikernels, 0, bench.fleet());
            addTakeOver(bench, platform, unikernels, bench.fleet(), FEW * bench.fleet());
            double few = addFromNothing(bench, platform, FEW * bench.fleet(), 0);
            addTakeOver(bench, platform, unikernels, FEW * bench.fleet(), MANY * bench.fleet());
            addFromNothing(bench, platform, MANY * bench.fleet(), few);
            int ends = bench.fleet();
            bench.add("end of a unikernel noticed", Unit.MILLISECONDS, ends(platform, 0, ends));
            platform.kill();
            platform.startAgain((MANY - 1) * bench.fleet());
            bench.add("the same, after a take-over", Unit.MILLISECONDS, ends(platform, ends, ends));
        }
    }

    private static void addTakeOver(Bench bench, Platform platform, Unikernels unikernels, int from, int to)
            throws IOException, InterruptedException {
        Fleet.grow(platform.client(), from, to, unikernels::fresh);
        SortedMap<Name, UnikernelInfo> before = platform.client().info();
        Samples starts = starts(bench, platform, to);
        SortedMap<Name, UnikernelInfo> after = platform.client().info();
        bench.add(
                "start to ready, " + to + " to take over",
                Unit.MILLISECONDS,
                starts,
                adopted(before, after) + " of " + to + " ran on, " + each(starts, to));
    }

    /** As after a boot: no process of before, and an empty run directory. Returns the time of one unikernel. */
    private static double addFromNothing(Bench bench, Platform platform, int running, double few)
            throws IOException, InterruptedException {
        Samples starts = Stopwatch.readings(Math.max(1, bench.fewRounds() / 2), () -> {
            List<Long> tenders = new ArrayList<>();
            for (Name name : platform.client().info().keySet()) {
                tenders.add(platform.place().tender(name));
            }
            platform.kill();
            Processes.killAndAwait(tenders);
            platform.place().emptyRun();
            return Stopwatch.millis(() -> platform.startAgain(running));
        });
        double one = starts.median() / running;
        String ratio = few == 0 ? "" : ", " + Table.number(one / few) + " times that of the few";
        bench.add("start to ready, " + running + " to start", Unit.MILLISECONDS, starts, each(starts, running) + ratio);
        return one;
    }

    private static String each(Samples starts, int unikernels) {
        return Table.number(starts.median() / unikernels) + " ms each";
    }

    /** From the kill of a tender to the first answer in which its unikernel is not. */
    private static Samples ends(Platform platform, int first, int count) throws IOException, InterruptedException {
        List<Double> took = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            Name name = Unikernels.name("fleet", i);
            ProcessHandle tender = ProcessHandle.of(platform.place().tender(name))
                    .orElseThrow(() -> new IOException(name + " does not run"));
            took.add(Stopwatch.millis(() -> {
                Processes.kill(tender);
                while (platform.client().runs(name)) {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
            }));
        }
        return Samples.of(took);
    }

    private static Samples starts(Bench bench, Platform platform, int running)
            throws IOException, InterruptedException {
        return Stopwatch.readings(bench.fewRounds(), () -> {
            platform.kill();
            return Stopwatch.millis(() -> platform.startAgain(running));
        });
    }

    /** How many have the start time that they had before. */
    private static long adopted(SortedMap<Name, UnikernelInfo> before, SortedMap<Name, UnikernelInfo> after) {
        return before.entrySet().stream()
                .filter(entry -> {
                    UnikernelInfo now = after.get(entry.getKey());
                    return now != null && now.started().equals(entry.getValue().started());
                })
                .count();
    }
}
