package org.albatross.bench;

import java.io.IOException;
import java.util.SortedMap;
import org.albatross.model.Name;
import org.albatross.model.UnikernelInfo;

/** How long a platform that was killed takes until it serves again. */
final class StartPart implements Part {
    @Override
    public String name() {
        return "start";
    }

    @Override
    public String about() {
        return "kill -9, then start to ready, alone and with many unikernels to take over";
    }

    @Override
    public void measure(Bench bench) throws IOException, InterruptedException {
        Unikernels unikernels = new Unikernels(bench.tender());
        try (Platform platform = bench.start()) {
            bench.add("start to ready, alone", Unit.MILLISECONDS, starts(bench, platform, 0));
            Fleet.grow(platform.client(), 0, bench.fleet(), unikernels::fresh);
            SortedMap<Name, UnikernelInfo> before = platform.client().info();
            Samples starts = starts(bench, platform, bench.fleet());
            SortedMap<Name, UnikernelInfo> after = platform.client().info();
            bench.add(
                    "start to ready, " + bench.fleet() + " to take over",
                    Unit.MILLISECONDS,
                    starts,
                    adopted(before, after) + " of " + bench.fleet() + " ran on");
        }
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
