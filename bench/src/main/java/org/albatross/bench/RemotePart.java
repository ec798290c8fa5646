package org.albatross.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelCommand.InfoForm;
import org.albatross.pki.KeyType;

/** What a command over TLS costs, beside openssl's server on the same keys. */
final class RemotePart implements Part {
    private static final int CLIENTS = 8;
    private static final int WARMING = 1000;
    private static final int WARMING_LEAN = 5000;
    private static final int WARMING_IMAGES = 50;
    private static final int RUNNING = 1;
    private static final int IMAGE_BYTES = 10 << 20;
    private static final long LOOK_NANOS = 1_000_000;
    private static final double KIB_PER_MB = 1024;

    @Override
    public String name() {
        return "remote";
    }

    @Override
    public String about() {
        return "info and create over TLS, beside openssl and strangers; what connections leave";
    }

    @Override
    public void measure(Bench bench) throws IOException, InterruptedException {
        measure(bench, KeyType.ED25519);
        measure(bench, KeyType.P256);
    }

    private static void measure(Bench bench, KeyType type) throws IOException, InterruptedException {
        RemoteSite site = RemoteSite.make(bench, type);
        Unikernels unikernels = new Unikernels(bench.tender());
        RemotePeer asking = site.peer(".", new UnikernelCommand.Info(InfoForm.CURRENT));
        try (Platform platform =
                bench.start(Map.of(), List.of("--etc-dir", site.etc().toString()))) {
            bench.warm(platform, unikernels);
            Fleet.grow(platform.client(), 0, RUNNING, unikernels::fresh);
            for (int i = 0; i < WARMING; i++) {
                asking.ask(site.address());
            }
            Samples platformInfo = Stopwatch.millis(bench.rounds(), () -> asking.ask(site.address()));
            compare(bench, type.toString(), platformInfo, pages(site, server -> {
                for (int i = 0; i < WARMING; i++) {
                    asking.page(server);
                }
                return Stopwatch.millis(bench.rounds(), () -> asking.page(server));
            }));
            if (LeanClient.isPossible()) {
                LeanClient lean = asking.lean(bench.disk());
                lean.ask(site.address(), WARMING_LEAN);
                compare(
                        bench,
                        type + ", lean client",
                        lean.ask(site.address(), bench.rounds()),
                        pages(site, server -> lean.page(server, bench.rounds())));
            } else {
                bench.say("without the lean client: there is no python3");
            }
            if (type == KeyType.P256) {
                return;
            }
            atOnce(bench, site, asking);
            images(bench, site, unikernels);
            new StrangersRows(bench, site.address(), asking).add();
            leftovers(bench, site, asking, platform);
        } finally {
            Programs.run("rm", "-rf", site.etc().toString());
        }
    }

    private static void compare(Bench bench, String what, Samples info, Samples page) {
        bench.add("page of openssl s_server over TLS, " + what, Unit.MILLISECONDS, page);
        bench.add(
                "info over TLS, " + what,
                Unit.MILLISECONDS,
                info,
                Table.number(info.median() / page.median()) + " times that of openssl");
    }

    /** What is measured at a server. */
    @FunctionalInterface
    private interface Measurement {
        /** Measures it; an exception ends the measurement. */
        Samples at(InetSocketAddress server) throws IOException, InterruptedException;
    }

    /** Measures at openssl's own server, which shows a page. */
    private static Samples pages(RemoteSite site, Measurement measurement) throws IOException, InterruptedException {
        InetSocketAddress address = RemoteSite.freePort();
        Process server = openssl(site, address, List.of("-www"), ProcessBuilder.Redirect.DISCARD);
        try {
            awaitListener(server, address);
            return measurement.at(address);
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private static Process openssl(
            RemoteSite site, InetSocketAddress address, List<String> more, ProcessBuilder.Redirect output)
            throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "openssl",
                "s_server",
                "-accept",
                "127.0.0.1:" + address.getPort(),
                "-cert",
                site.certificate().toString(),
                "-key",
                site.key().toString(),
                "-CAfile",
                site.authorities().toString(),
                "-Verify",
                "3",
                "-tls1_3",
                "-num_tickets",
                "0",
                "-quiet"));
        words.addAll(more);
        return new ProcessBuilder(words)
                .redirectOutput(output)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Waits until somebody listens, which costs the server a connection. */
    private static void awaitListener(Process server, InetSocketAddress address) throws IOException {
        while (true) {
            try {
                new Socket(address.getAddress(), address.getPort()).close();
                return;
            } catch (IOException e) {
                if (!server.isAlive()) {
                    throw new IOException("openssl s_server has ended with " + server.exitValue(), e);
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    private static void atOnce(Bench bench, RemoteSite site, RemotePeer asking)
            throws IOException, InterruptedException {
        double one = perSecond(bench.rounds(), 1, site, asking);
        List<Double> many = new ArrayList<>();
        List<Double> alone = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            alone.add(perSecond(bench.rounds(), 1, site, asking));
            many.add(perSecond(bench.rounds(), CLIENTS, site, asking));
        }
        alone.add(one);
        Samples single = Samples.of(alone);
        Samples together = Samples.of(many);
        bench.add("info over TLS, one client", Unit.PER_SECOND, single);
        bench.add(
                "info over TLS, " + CLIENTS + " clients at once",
                Unit.PER_SECOND,
                together,
                Table.number(together.median() / single.median()) + " times one client");
    }

    private static double perSecond(int connections, int clients, RemoteSite site, RemotePeer asking)
            throws IOException, InterruptedException {
        return AtOnce.perSecond(connections, clients, number -> asking.ask(site.address()));
    }

    /** An image that follows the handshake, and as many bytes to openssl, its file synced, and its digest. */
    private static void images(Bench bench, RemoteSite site, Unikernels unikernels)
            throws IOException, InterruptedException {
        RemotePeer destroying = site.peer("remote", new UnikernelCommand.Destroy());
        RemotePeer creating = site.peer("remote", Unikernels.streamed());
        Path file = bench.disk().resolve("moved");
        List<Double> created = new ArrayList<>();
        List<Double> moved = new ArrayList<>();
        for (int i = 0; i < WARMING_IMAGES; i++) {
            creating.ask(site.address(), unikernels.imageOf(IMAGE_BYTES));
            destroying.ask(site.address());
        }
        for (int i = 0; i < bench.slowRounds(); i++) {
            byte[] image = unikernels.imageOf(IMAGE_BYTES);
            Programs.run("sync", "-f", bench.disk().toString());
            moved.add(moved(site, creating, file, image));
            Programs.run("sync", "-f", bench.disk().toString());
            created.add(Stopwatch.millis(() -> creating.ask(site.address(), image)));
            destroying.ask(site.address());
        }
        Files.deleteIfExists(file);
        Samples openssl = Samples.of(moved);
        Samples creates = Samples.of(created);
        bench.add("10 MB to openssl, synced, and its SHA-256", Unit.MILLISECONDS, openssl);
        bench.add(
                "create over TLS, image of 10 MB",
                Unit.MILLISECONDS,
                creates,
                Table.number(creates.median() / openssl.median()) + " times openssl");
    }

    private static double moved(RemoteSite site, RemotePeer peer, Path file, byte[] image)
            throws IOException, InterruptedException {
        InetSocketAddress address = RemoteSite.freePort();
        Process server = openssl(site, address, List.of("-naccept", "2"), ProcessBuilder.Redirect.to(file.toFile()));
        try {
            awaitListener(server, address);
            double millis = Stopwatch.millis(() -> {
                peer.send(address, image);
                server.waitFor();
                Programs.run("sync", file.toString());
                Programs.run("openssl", "dgst", "-sha256", file.toString());
            });
            if (Files.size(file) != image.length) {
                throw new IOException(Files.size(file) + " bytes of " + image.length + " came to openssl");
            }
            return millis;
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    /** What many connections leave of threads, descriptors and heap. */
    private static void leftovers(Bench bench, RemoteSite site, RemotePeer asking, Platform platform)
            throws IOException, InterruptedException {
        long pid = platform.pid();
        Use before = Use.of(pid);
        bench.say(bench.connections() + " connections");
        perSecond(bench.connections(), CLIENTS, site, asking);
        Use after = Use.of(pid);
        bench.add(
                "live heap after " + bench.connections() + " connections over TLS",
                Unit.MEGABYTES,
                Samples.of(List.of(after.heapMb)),
                Table.number(before.heapMb) + " before; threads " + before.threads + ", then " + after.threads
                        + "; descriptors " + before.descriptors + ", then " + after.descriptors);
    }

    private record Use(double heapMb, long threads, long descriptors) {
        static Use of(long pid) throws IOException, InterruptedException {
            String histogram = Programs.run("jcmd", Long.toString(pid), "GC.class_histogram");
            String[] total =
                    histogram.substring(histogram.lastIndexOf("Total")).trim().split("\\s+", -1);
            try (var descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
                return new Use(
                        Double.parseDouble(total[2]) / KIB_PER_MB / KIB_PER_MB,
                        Processes.number(pid, "Threads"),
                        descriptors.count());
            }
        }
    }
}
