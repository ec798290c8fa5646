package org.albatross.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What it costs to look at many unikernels, and what that costs everybody else. */
final class ObservePart implements Part {
    private static final int UNIKERNELS = 1000;
    private static final int NETWORKED = 100;
    private static final int PERIOD_SECONDS = 20;
    private static final int SETTLE_SECONDS = 3;
    private static final double MILLIS_PER_SECOND = 1000;

    @Override
    public String name() {
        return "observe";
    }

    @Override
    public String about() {
        return "samples, scrapes and memory with " + UNIKERNELS + " unikernels, and info beside them";
    }

    @Override
    public void measure(Bench bench) throws IOException, InterruptedException {
        Churn.measure(bench, UNIKERNELS);
        bench.requireBridge();
        Path etc = Files.createDirectory(bench.disk().resolve("etc"));
        Files.copy(bench.configuration("logback.xml"), etc.resolve("logback.xml"));
        Files.writeString(etc.resolve("org.albatross.stats.cfg"), "interval.seconds = 1\n");
        Unikernels unikernels = new Unikernels(bench.tender());
        try (Platform platform = bench.start(List.of("--etc-dir", etc.toString()))) {
            Client client = platform.client();
            bench.warm(platform, unikernels);
            bench.say("creating " + UNIKERNELS + " unikernels, " + NETWORKED + " of them with a network");
            Fleet.grow(client, 0, UNIKERNELS - NETWORKED, unikernels::known);
            Fleet.grow(client, UNIKERNELS - NETWORKED, UNIKERNELS, unikernels::networked);
            Samples before = infoAfterAWhile(bench, client);
            double idle = cpuMillisPerSecond(platform);
            Samples beside;
            try (Scraper scraper = Scraper.configure(etc)) {
                scraper.awaitUnikernels(UNIKERNELS);
                addSampling(bench, platform, scraper, idle);
                scraper.scrape(bench.slowRounds());
                bench.add(
                        "scrape of " + UNIKERNELS + " unikernels",
                        Unit.MILLISECONDS,
                        scraper.scrape(bench.rounds()),
                        scraper.kilobytes() + " kB with gzip");
                scraper.begin();
                beside = infoAfterAWhile(bench, client);
                scraper.check();
            }
            Samples quiet = before.and(infoAfterAWhile(bench, client));
            bench.add("info, " + UNIKERNELS + " running, nobody looks", Unit.MILLISECONDS, quiet);
            bench.add(
                    "info, beside a sample and a scrape each second",
                    Unit.MILLISECONDS,
                    beside,
                    Comparison.of(beside, quiet));
        }
    }

    private static Samples infoAfterAWhile(Bench bench, Client client) throws IOException, InterruptedException {
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        return bench.info(client);
    }

    private static double cpuMillisPerSecond(Platform platform) throws IOException, InterruptedException {
        double before = Processes.cpuSeconds(platform.pid());
        long begin = System.nanoTime();
        TimeUnit.SECONDS.sleep(PERIOD_SECONDS);
        double used = (Processes.cpuSeconds(platform.pid()) - before) * MILLIS_PER_SECOND;
        return used * TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - begin);
    }

    /** A round each second; what the platform uses without one does not count. */
    private static void addSampling(Bench bench, Platform platform, Scraper scraper, double idle)
            throws IOException, InterruptedException {
        TimeUnit.SECONDS.sleep(PERIOD_SECONDS);
        List<Double> millis = new ArrayList<>();
        long rounds = scraper.rounds();
        for (int i = 0; i < SETTLE_SECONDS; i++) {
            millis.add(cpuMillisPerSecond(platform) - idle);
        }
        rounds = scraper.rounds() - rounds;
        bench.add(
                "processor time of a sample of " + UNIKERNELS + " unikernels",
                Unit.MILLISECONDS,
                Samples.of(millis),
                rounds + " samples; " + Table.number(idle) + " ms each second without one");
    }
}
