package org.albatross.bench;

import java.io.IOException;

/** Whether the images that are there make a difference. */
final class ImagesPart implements Part {
    private static final int LARGE_MB = 10;
    private static final int LARGE_BYTES = LARGE_MB << 20;

    @Override
    public String name() {
        return "images";
    }

    @Override
    public String about() {
        return "create with many images of " + LARGE_MB + " MB present";
    }

    @Override
    public void measure(Bench bench) throws IOException, InterruptedException {
        Unikernels unikernels = new Unikernels(bench.tender());
        String with = ", " + bench.tender() + ", ";
        try (Platform platform = bench.start()) {
            Client client = platform.client();
            bench.warm(platform, unikernels);
            Samples large = Fleet.grow(client, 0, bench.fleet(), name -> unikernels.sleeping(name, LARGE_BYTES));
            bench.add(
                    "create" + with + "image of " + LARGE_MB + " MB, from 0 to " + bench.fleet() + " running",
                    Unit.MILLISECONDS,
                    large);
            Fleet.Lives lives = Fleet.lives(client, bench.slowRounds(), unikernels::fresh);
            String present = with + bench.fleet() + " running, as many images of " + LARGE_MB + " MB";
            bench.add("create" + present, Unit.MILLISECONDS, lives.creating());
            bench.add("destroy" + present, Unit.MILLISECONDS, lives.destroying());
            bench.add("info" + present, Unit.MILLISECONDS, bench.info(client));
        }
    }
}
