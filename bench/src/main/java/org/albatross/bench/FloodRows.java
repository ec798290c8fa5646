package org.albatross.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.albatross.model.Name;
import org.albatross.model.UnikernelCommand;

/** Consoles of unikernels that print as fast as they can, with a subscriber each that reads. */
final class FloodRows {
    private static final int MANY = 50;
    private static final int LINES_OF_A_ROUND = 1000;
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Name TICKING = Unikernels.name("ticking", 0);

    private final Bench bench;
    private final Client client;
    private final Unikernels unikernels;

    FloodRows(Bench bench, Platform platform, Unikernels unikernels) {
        this.bench = bench;
        this.client = platform.client();
        this.unikernels = unikernels;
    }

    void add() throws IOException, InterruptedException {
        long lines = (long) LINES_OF_A_ROUND * bench.rounds();
        Path image = bench.disk().resolve("flooding");
        Files.write(image, unikernels.floodingImage(lines));
        double bare = BareTender.linesPerSecond(bench.tender(), image, lines);
        Files.delete(image);
        bench.add("lines of a bare tender, read", Unit.PER_SECOND, Samples.of(List.of(bare)));
        client.send(unikernels.ticking(TICKING, INTERVAL));
        add(1, lines, bare);
        add(MANY, lines, bare);
        client.change(TICKING, new UnikernelCommand.Destroy());
    }

    /** So many flood until all subscribers together have read {@code lines}. */
    private void add(int floods, long lines, double bare) throws IOException, InterruptedException {
        for (int i = 0; i < floods; i++) {
            client.send(unikernels.flooding(Unikernels.name("flood", i), Long.MAX_VALUE));
        }
        long each = lines / floods;
        AtomicLong lost = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        List<Double> late = new ArrayList<>();
        CountDownLatch watching = new CountDownLatch(1);
        Thread other = new Thread(() -> watch(over, watching, late));
        other.start();
        watching.await();
        double rounds = AtOnce.perSecond(floods, floods, number -> {
            try (ConsoleReader reader = ConsoleReader.subscribe(client, Unikernels.name("flood", number))) {
                lost.addAndGet(reader.read(each));
            }
        });
        over.set(true);
        other.join();
        for (int i = 0; i < floods; i++) {
            client.change(Unikernels.name("flood", i), new UnikernelCommand.Destroy());
        }
        String of = floods == 1 ? "1 flood" : floods + " floods";
        double rate = rounds * each;
        bench.add(
                "lines of " + of + ", subscribers that read",
                Unit.PER_SECOND,
                Samples.of(List.of(rate)),
                lost + " of " + lines + " lost; " + Table.number(rate / bare) + " of a bare tender's");
        bench.add("line of another one beside " + of + ", late by", Unit.MILLISECONDS, Samples.of(late));
    }

    /** How much later than the one before, less the interval, each line comes. */
    private void watch(AtomicBoolean over, CountDownLatch watching, List<Double> late) {
        try (ConsoleReader reader = ConsoleReader.subscribe(client, TICKING)) {
            watching.countDown();
            reader.read(1);
            do {
                late.add(Math.max(0, Stopwatch.millis(() -> reader.read(1)) - INTERVAL.toMillis()));
            } while (!over.get());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the console of " + TICKING + " cannot be read", e);
        }
    }
}
