package org.albatross.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How fast a block device is filled and read by the client, beside programs that do a part of it alone. */
final class BlocksPart implements Part {
    private static final int SIZE_MB = 1024;
    private static final int ROUNDS_EACH = 100;
    private static final int COMPRESSED_ROUNDS_EACH = 500;
    private static final double MILLIS_PER_SECOND = 1000;
    private static final String LEVEL = "6";
    private static final String SMALL_HEAP = "-Xmx64m";
    private static final String DEVICE = "bench:data";

    @Override
    public String name() {
        return "blocks";
    }

    @Override
    public String about() {
        return "set-block and dump-block of " + SIZE_MB + " MB, beside dd through a socket and zlib alone";
    }

    @Override
    public void measure(Bench bench) throws IOException, InterruptedException {
        bench.say("writing " + SIZE_MB + " MB");
        Path data = TransferFiles.write(bench.disk().resolve("data"), SIZE_MB);
        Path copy = bench.disk().resolve("copy");
        try (Platform platform = bench.start(Map.of("_JAVA_OPTIONS", SMALL_HEAP))) {
            Transfer transfer = new Transfer(bench, platform, data, copy);
            transfer.albatross("create-block", DEVICE, Integer.toString(SIZE_MB));
            measurePlain(transfer, Math.max(1, bench.rounds() / ROUNDS_EACH));
            measureCompressed(transfer, Math.max(1, bench.rounds() / COMPRESSED_ROUNDS_EACH));
        } finally {
            Files.deleteIfExists(data);
            Files.deleteIfExists(copy);
        }
    }

    private static void measurePlain(Transfer transfer, int rounds) throws IOException, InterruptedException {
        Samples durable = transfer.add("dd through socat, durable", rounds, () -> transfer.dd("fsync"));
        Samples set = transfer.samples(rounds, () -> transfer.albatross("set-block", DEVICE, transfer.data()));
        transfer.add("set-block", set, durable);
        Samples plain = transfer.add("dd through socat", rounds, () -> transfer.dd("notrunc"));
        Samples dump =
                transfer.samples(rounds, () -> transfer.albatross("dump-block", DEVICE, "--output", transfer.copy()));
        transfer.add("dump-block", dump, plain);
        transfer.requireEqual();
    }

    private static void measureCompressed(Transfer transfer, int rounds) throws IOException, InterruptedException {
        String level = "--compression-level=" + LEVEL;
        Samples zlib = transfer.add(
                "zlib alone, level " + LEVEL,
                rounds,
                () -> TransferFiles.deflate(transfer.file(), Integer.parseInt(LEVEL)));
        Samples set = transfer.samples(rounds, () -> transfer.albatross("set-block", level, DEVICE, transfer.data()));
        transfer.add("set-block, level " + LEVEL, set, zlib);
        Samples dump = transfer.samples(
                rounds, () -> transfer.albatross("dump-block", level, DEVICE, "--output", transfer.copy()));
        transfer.add("dump-block, level " + LEVEL, dump, zlib);
        transfer.requireEqual();
    }

    /** One file, on its way again and again. */
    private record Transfer(Bench bench, Platform platform, Path file, Path target) {
        String data() {
            return file.toString();
        }

        String copy() {
            return target.toString();
        }

        void albatross(String... words) throws IOException, InterruptedException {
            Programs.albatross(bench, platform, Map.of("_JAVA_OPTIONS", SMALL_HEAP), List.of(words));
        }

        /** The file through a Unix socket into another, which is written with {@code conversion} of dd. */
        void dd(String conversion) throws IOException, InterruptedException {
            String socket = platform.place().run().resolve("dd").toString();
            Files.deleteIfExists(target);
            Programs.run(
                    "sh",
                    "-c",
                    """
                    rm -f "$3"
                    socat -b 262144 -u "UNIX-LISTEN:$3" - | dd bs=256k iflag=fullblock conv="$4" status=none of="$2" &
                    receiver=$!
                    until [ -S "$3" ]; do :; done
                    dd bs=256k status=none if="$1" | socat -b 262144 -u - "UNIX-CONNECT:$3"
                    wait "$receiver"
                    """,
                    "dd",
                    data(),
                    copy(),
                    socket,
                    conversion);
            requireEqual();
        }

        Samples samples(int rounds, Stopwatch.Task task) throws IOException, InterruptedException {
            return Stopwatch.readings(rounds, () -> {
                Programs.run("sync", "-f", data());
                return SIZE_MB * MILLIS_PER_SECOND / Stopwatch.millis(task);
            });
        }

        Samples add(String label, int rounds, Stopwatch.Task task) throws IOException, InterruptedException {
            Samples samples = samples(rounds, task);
            bench.add(label, Unit.MEGABYTES_PER_SECOND, samples);
            return samples;
        }

        void add(String label, Samples samples, Samples alone) {
            String share = Math.round(100 * samples.median() / alone.median()) + " % of that";
            bench.add(label, Unit.MEGABYTES_PER_SECOND, samples, share);
        }

        /** Throws unless what arrived is what was sent. */
        void requireEqual() throws IOException {
            long difference = Files.mismatch(file, target);
            if (difference >= 0) {
                throw new IOException(target + " differs from " + file + " at byte " + difference);
            }
        }
    }
}
