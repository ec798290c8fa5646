package org.albatross.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Commands and memory, with one and with many unikernels. */
final class LifePart implements Part {
    private static final int LOOKS = 5;
    private static final int SETTLE_MILLIS = 500;

    @Override
    public String name() {
        return "life";
    }

    @Override
    public String about() {
        return "info, create, destroy and resident memory at 1 and at many running unikernels";
    }

    @Override
    public void measure(Bench bench) throws IOException, InterruptedException {
        bench.requireBridge();
        for (Tender tender : bench.tenders()) {
            measure(bench, tender);
        }
    }

    private static void measure(Bench bench, Tender tender) throws IOException, InterruptedException {
        Unikernels unikernels = new Unikernels(tender);
        try (Platform platform = bench.start()) {
            Client client = platform.client();
            addMemory(bench, platform, tender + ", just started");
            bench.warm(platform, unikernels);
            addMemory(bench, platform, tender + ", warm, 0 running");
            bench.add("info, " + tender + ", 0 running", Unit.MILLISECONDS, bench.info(client));
            Fleet.grow(client, 0, 1, unikernels::fresh);
            addLives(bench, client, tender, unikernels, 1);
            Samples growing = Fleet.grow(client, 1, bench.fleet(), unikernels::fresh);
            bench.add("create, " + tender + ", from 1 to " + bench.fleet() + " running", Unit.MILLISECONDS, growing);
            addLives(bench, client, tender, unikernels, bench.fleet());
            addMemory(bench, platform, tender + ", " + bench.fleet() + " running");
        }
    }

    private static void addLives(Bench bench, Client client, Tender tender, Unikernels unikernels, int running)
            throws IOException, InterruptedException {
        String with = ", " + tender + ", " + running + " running";
        bench.add("info" + with, Unit.MILLISECONDS, bench.info(client));
        Fleet.Lives fresh = Fleet.lives(client, bench.slowRounds(), unikernels::fresh);
        bench.add("create" + with, Unit.MILLISECONDS, fresh.creating());
        bench.add("destroy" + with, Unit.MILLISECONDS, fresh.destroying());
        Fleet.Lives known = Fleet.lives(client, bench.slowRounds(), unikernels::known);
        bench.add("create, image known" + with, Unit.MILLISECONDS, known.creating());
        Fleet.Lives networked = Fleet.lives(client, bench.slowRounds(), unikernels::networked);
        bench.add("create, with a network" + with, Unit.MILLISECONDS, networked.creating());
    }

    private static void addMemory(Bench bench, Platform platform, String when)
            throws IOException, InterruptedException {
        Samples resident = Stopwatch.readings(LOOKS, () -> {
            TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
            return Processes.megabytes(platform.pid(), "VmRSS");
        });
        double own = Processes.megabytes(platform.pid(), "RssAnon");
        bench.add(
                "resident memory, " + when,
                Unit.MEGABYTES,
                resident,
                Table.number(own) + " of them not backed by files");
    }
}
