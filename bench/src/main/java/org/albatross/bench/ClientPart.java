package org.albatross.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** How long the command line program takes, from its start to its end. */
final class ClientPart implements Part {
    @Override
    public String name() {
        return "client";
    }

    @Override
    public String about() {
        return "the program albatross: --help, --version, info";
    }

    @Override
    public void measure(Bench bench) throws IOException, InterruptedException {
        Unikernels unikernels = new Unikernels(bench.tender());
        try (Platform platform = bench.start()) {
            bench.warm(platform, unikernels);
            Fleet.grow(platform.client(), 0, 1, unikernels::fresh);
            for (String word : List.of("--help", "--version", "info")) {
                Programs.albatross(bench, platform, Map.of(), List.of(word));
                bench.add(
                        "albatross " + word,
                        Unit.MILLISECONDS,
                        Stopwatch.millis(
                                bench.slowRounds(),
                                () -> Programs.albatross(bench, platform, Map.of(), List.of(word))));
            }
        }
    }
}
