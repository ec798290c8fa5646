package org.albatross.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What unikernels that end again and again cost. */
final class LoopsPart implements Part {
    private static final int DESIRED = 300;
    private static final int LOOPING = 20;
    private static final int PERIODS = 3;
    private static final int PERIOD_SECONDS = 20;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int PERCENT = 100;

    @Override
    public String name() {
        return "loops";
    }

    @Override
    public String about() {
        return DESIRED + " desired unikernels, " + LOOPING + " of them in boot loops: info and processor time";
    }

    @Override
    public void measure(Bench bench) throws IOException, InterruptedException {
        Unikernels unikernels = new Unikernels(bench.tender());
        try (Platform platform = bench.start()) {
            Client client = platform.client();
            bench.warm(platform, unikernels);
            Fleet.grow(client, 0, DESIRED - LOOPING, unikernels::known);
            TimeUnit.SECONDS.sleep(1);
            String running = (DESIRED - LOOPING) + " running";
            Samples quiet = bench.info(client);
            bench.add("info, " + running, Unit.MILLISECONDS, quiet);
            addProcessorTime(bench, platform, running, 0);
            Fleet.grow(client, DESIRED - LOOPING, DESIRED, unikernels::looping);
            for (int i = 0; i < PERIODS; i++) {
                String looping = running + ", " + LOOPING + " in boot loops for " + i * PERIOD_SECONDS + " s";
                Samples loaded = bench.info(client);
                bench.add("info, " + looping, Unit.MILLISECONDS, loaded, Comparison.of(loaded, quiet));
                addProcessorTime(bench, platform, looping, LOOPING);
            }
        }
    }

    private static void addProcessorTime(Bench bench, Platform platform, String when, int loops)
            throws IOException, InterruptedException {
        long restartsBefore = platform.client().restarts();
        double before = Processes.cpuSecondsOfOthers();
        double ownBefore = Processes.cpuSeconds(platform.pid());
        long begin = System.nanoTime();
        TimeUnit.SECONDS.sleep(PERIOD_SECONDS);
        double percentPerSecond = PERCENT * NANOS_PER_SECOND / (System.nanoTime() - begin);
        double own = (Processes.cpuSeconds(platform.pid()) - ownBefore) * percentPerSecond;
        double all = (Processes.cpuSecondsOfOthers() - before) * percentPerSecond;
        long restarts = platform.client().restarts() - restartsBefore;
        String each = loops == 0 ? "" : ", " + Table.number(all / loops) + " for each loop, " + restarts + " restarts";
        bench.add(
                "processor time, " + when,
                Unit.PERCENT,
                Samples.of(List.of(all)),
                "the platform alone " + Table.number(own) + each);
    }
}
