package org.albatross.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What {@code info} over TLS costs those who may ask while strangers make trouble at the same port. */
final class StrangersRows {
    private static final int SILENT = 1000;
    private static final int STALLED = 100;
    private static final int LARGE = 50;
    private static final int LARGE_BYTES = 15 << 20;
    private static final int SLOW = 100;
    private static final int SETTLE_SECONDS = 2;

    private final Bench bench;
    private final InetSocketAddress server;
    private final RemotePeer asking;

    /** Rows of a platform at this address, that are added to the table of {@code bench}. */
    StrangersRows(Bench bench, InetSocketAddress server, RemotePeer asking) {
        this.bench = bench;
        this.server = server;
        this.asking = asking;
    }

    /** Lets the strangers come. */
    @FunctionalInterface
    private interface Trouble {
        Strangers begin() throws IOException;
    }

    /** Measures all of them. */
    void add() throws IOException, InterruptedException {
        compare(SILENT + " silent connections", () -> Strangers.silent(server, SILENT));
        compare(STALLED + " stalled handshakes", () -> Strangers.stalled(server, STALLED));
        compare(SLOW + " peers of one byte a second", () -> Strangers.slow(server, SLOW));
        Path certificate = RemoteSite.large(bench, LARGE_BYTES);
        Path key = certificate.resolveSibling("large.key");
        compare(LARGE + " strangers' certificates of 15 MB", () -> {
            Strangers strangers = Strangers.showing(server, LARGE, certificate, key);
            awaitFirst(strangers);
            return strangers;
        });
    }

    /** The first one was turned away, so others are under way. */
    private static void awaitFirst(Strangers strangers) throws IOException {
        try {
            while (strangers.turnedAway() == 0) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    private void compare(String trouble, Trouble begin) throws IOException, InterruptedException {
        Samples before = ask();
        Samples during;
        try (Strangers strangers = begin.begin()) {
            during = ask();
            bench.say(strangers.turnedAway() + " of " + trouble + " were turned away meanwhile");
        }
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        Samples quiet = before.and(ask());
        bench.add("info over TLS, without " + trouble, Unit.MILLISECONDS, quiet);
        bench.add("info over TLS, with " + trouble, Unit.MILLISECONDS, during, Comparison.of(during, quiet));
    }

    private Samples ask() throws IOException, InterruptedException {
        return Stopwatch.millis(bench.rounds(), () -> asking.ask(server));
    }
}
