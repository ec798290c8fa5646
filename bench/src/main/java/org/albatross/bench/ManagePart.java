package org.albatross.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What it takes to look at many unikernels by JMX, to have the shell do something, and to ask for the platform's health. */
final class ManagePart implements Part {
    private static final int UNIKERNELS = 1000;
    private static final int PORT = 1099;
    private static final String USER = "bench";
    private static final String PASSWORD = "not a secret at all";

    /** How long what is read by JMX and what health checks have found is kept, and a little more. */
    private static final long ANEW_MILLIS = 1_100;

    private static final long HEALTH_ANEW_MILLIS = 2_200;
    private static final int SETTLE_SECONDS = 5;

    /** What no bundle needs but {@code jmx}, {@code shell} and {@code health}. */
    private static final List<String> BUNDLES = List.of(
            ":jmx:", ":shell:", ":health:", "felix.gogo.", "felix.healthcheck.", "felix.eventadmin:", "servlet");

    @Override
    public String name() {
        return "manage";
    }

    @Override
    public String about() {
        return "JMX with " + UNIKERNELS + " unikernels, the shell, health, and what they cost when idle";
    }

    @Override
    public void measure(Bench bench) throws IOException, InterruptedException {
        addMemory(bench);
        Path etc = configuration(bench);
        try (Platform platform = bench.start(List.of("--etc-dir", etc.toString()))) {
            Unikernels unikernels = new Unikernels(bench.tender());
            bench.warm(platform, unikernels);
            bench.say("creating " + UNIKERNELS + " unikernels");
            Fleet.grow(platform.client(), 0, UNIKERNELS, unikernels::known);
            try (JmxClient client = JmxClient.connect(PORT, USER, PASSWORD)) {
                client.awaitUnikernels(UNIKERNELS);
                addJmx(bench, client);
            }
            addShell(bench, platform.place().run());
        }
    }

    /** A directory of configurations with a port for JMX, and a viewer of the fleet. */
    private static Path configuration(Bench bench) throws IOException, InterruptedException {
        Path etc = Files.createDirectory(bench.disk().resolve("etc-manage"));
        Files.copy(bench.configuration("logback.xml"), etc.resolve("logback.xml"));
        Path password = Files.writeString(bench.disk().resolve("password"), PASSWORD + "\n");
        Programs.run(
                bench.program("albatross").toString(),
                "user",
                "add",
                USER,
                "--role=viewer",
                "--path=bench",
                "--password-file=" + password,
                "--etc-dir=" + etc);
        Files.writeString(etc.resolve("org.albatross.jmx.cfg"), "port = " + PORT + "\n");
        return etc;
    }

    private static void addJmx(Bench bench, JmxClient client) throws IOException, InterruptedException {
        int attributes = client.readAttributes();
        Samples warming = Stopwatch.millis(bench.fewRounds(), client::readAttributes);
        bench.say("warmed up: " + Table.number(warming.median()) + " ms");
        bench.add(
                "JMX, all attributes of " + UNIKERNELS + " unikernels, each MBean asked",
                Unit.MILLISECONDS,
                Stopwatch.millis(bench.slowRounds(), client::readAttributes),
                attributes + " attributes");
        bench.add(
                "JMX, the table of " + UNIKERNELS + " unikernels",
                Unit.MILLISECONDS,
                Stopwatch.millis(bench.rounds(), client::readTable),
                client.readTable() + " rows, read by the platform at most a second ago");
        bench.add(
                "JMX, the table, read by the platform anew",
                Unit.MILLISECONDS,
                anew(bench.slowRounds(), ANEW_MILLIS, client::readTable));
    }

    private static void addShell(Bench bench, Path run) throws IOException, InterruptedException {
        String status = "status " + Unikernels.name("fleet", 0);
        for (String line : List.of(status, "lb", "health")) {
            Samples warming = Stopwatch.millis(bench.slowRounds(), () -> ShellLine.run(run, line));
            bench.say("warmed up: " + Table.number(warming.median()) + " ms");
            bench.add(
                    "shell, " + line,
                    Unit.MILLISECONDS,
                    Stopwatch.millis(bench.rounds(), () -> ShellLine.run(run, line)));
        }
        bench.add(
                "shell, health, looked at anew",
                Unit.MILLISECONDS,
                anew(bench.fewRounds(), HEALTH_ANEW_MILLIS, () -> ShellLine.run(run, "health")));
    }

    /** Waits before each round until what was kept of the one before is too old. */
    private static Samples anew(int rounds, long millis, Stopwatch.Task task) throws IOException, InterruptedException {
        return Stopwatch.readings(rounds, () -> {
            TimeUnit.MILLISECONDS.sleep(millis);
            return Stopwatch.millis(task);
        });
    }

    /** Platforms that are just started, one with and one without in turn, so that the machine is the same for both. */
    private static void addMemory(Bench bench) throws IOException, InterruptedException {
        Path smaller =
                SmallerTree.copy(bench.tree(), bench.disk().resolve("smaller"), BUNDLES, "vmmd,console,stat,log");
        List<Double> without = new ArrayList<>();
        List<Double> with = new ArrayList<>();
        for (int i = 0; i < bench.fewRounds(); i++) {
            without.add(idleMegabytes(bench, smaller));
            with.add(idleMegabytes(bench, bench.program("albatrossd")));
        }
        Samples least = Samples.of(without);
        Samples whole = Samples.of(with);
        bench.add("resident memory when idle, without jmx, shell, health", Unit.MEGABYTES, least);
        bench.add(
                "resident memory when idle, with them",
                Unit.MEGABYTES,
                whole,
                Table.number(whole.median() - least.median()) + " MB more");
    }

    private static double idleMegabytes(Bench bench, Path program) throws IOException, InterruptedException {
        try (Platform platform = bench.start(program, Map.of(), List.of())) {
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            return Processes.megabytes(platform.pid(), "VmRSS");
        }
    }
}
