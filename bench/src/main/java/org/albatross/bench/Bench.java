package org.albatross.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the parts share: platforms to measure, and the table that grows. Used by one thread. */
final class Bench {
    private static final int WARMING_INFOS = 300;
    private static final int WARMING_LIVES = 15;

    private final Path tree;
    private final Path disk;
    private final Path memory;
    private final String mode;
    private final Options options;
    private final PrintStream progress;
    private boolean bridged;
    private final List<Figure> figures = new ArrayList<>();

    /**
     * A bench without figures.
     *
     * @param tree the installable tree
     * @param disk a directory on the disk that is measured
     * @param memory one in memory, with a short path
     * @param mode {@code separate} or {@code shared}, see {@link Platform.Launch}
     * @param progress for a line about each thing that is done
     */
    Bench(Path tree, Path disk, Path memory, String mode, Options options, PrintStream progress) {
        this.tree = tree;
        this.disk = disk;
        this.memory = memory;
        this.mode = mode;
        this.options = options;
        this.progress = progress;
    }

    /** How often something quick is done. */
    int rounds() {
        return options.rounds();
    }

    /** How often something is done that takes a tenth of a second or more. */
    int slowRounds() {
        return Math.max(1, options.rounds() / 10);
    }

    /** How often something is done that takes seconds. */
    int fewRounds() {
        return Math.max(1, options.rounds() / 50);
    }

    /** How many unikernels are many. */
    int fleet() {
        return options.fleet();
    }

    /** The tenders to measure with, at least one. */
    List<Tender> tenders() {
        return options.tender().map(List::of).orElseGet(Tender::usable);
    }

    /** The tender for what is measured with one alone. */
    Tender tender() {
        return tenders().get(0);
    }

    /** A program of the tree. */
    Path program(String name) {
        return tree.resolve("bin").resolve(name);
    }

    /** The installable tree. */
    Path tree() {
        return tree;
    }

    /** The directory on the disk that is measured. */
    Path disk() {
        return disk;
    }

    /** A directory in memory, with a short path. */
    Path memory() {
        return memory;
    }

    /** A configuration file as the tree has it. */
    Path configuration(String name) {
        return tree.resolve("etc").resolve(name);
    }

    /** Makes the bridge of {@link Unikernels#BRIDGE}, unless a part has. */
    void requireBridge() throws IOException, InterruptedException {
        if (!bridged) {
            Programs.run("ip", "link", "add", Unikernels.BRIDGE, "type", "bridge");
            Programs.run("ip", "link", "set", Unikernels.BRIDGE, "up");
            bridged = true;
        }
    }

    /** Starts a platform without anything in it. */
    Platform start() throws IOException, InterruptedException {
        return start(Map.of(), List.of());
    }

    /** The same, with options of {@code albatrossd}. */
    Platform start(List<String> arguments) throws IOException, InterruptedException {
        return start(Map.of(), arguments);
    }

    /** The same, with more in its environment. */
    Platform start(Map<String, String> environment) throws IOException, InterruptedException {
        return start(environment, List.of());
    }

    /** The same, with more options. */
    Platform start(Map<String, String> environment, List<String> arguments) throws IOException, InterruptedException {
        return start(program("albatrossd"), environment, arguments);
    }

    /** The same, by the {@code albatrossd} of another tree. */
    Platform start(Path program, Map<String, String> environment, List<String> arguments)
            throws IOException, InterruptedException {
        say("starting a platform");
        return Platform.start(new Platform.Launch(program, mode, environment, arguments), Place.make(disk, memory));
    }

    /** How many connections are made to see what they leave. */
    int connections() {
        return options.connections();
    }

    /** Uses a platform until its code is compiled, and leaves nothing in it. */
    void warm(Platform platform, Unikernels unikernels) throws IOException, InterruptedException {
        say("warming it up");
        Client client = platform.client();
        info(client);
        for (int i = 0; i < WARMING_LIVES; i++) {
            Fleet.live(client, Unikernels.name("warm", i), unikernels::fresh);
        }
    }

    /** Takes the time of {@code info} on a fresh connection, after some that do not count. */
    Samples info(Client client) throws IOException, InterruptedException {
        for (int i = 0; i < WARMING_INFOS; i++) {
            client.touch();
        }
        return Stopwatch.millis(rounds(), client::touch);
    }

    /** Adds a line to the table. */
    void add(String label, Unit unit, Samples samples) {
        add(label, unit, samples, "");
    }

    /** Adds a line to the table, with something to know or compare. */
    void add(String label, Unit unit, Samples samples, String note) {
        Figure figure = new Figure(label, unit, samples, note);
        figures.add(figure);
        say(label + ": median " + Table.number(samples.median()) + " " + unit);
    }

    /** Adds a line to the table, with how many times {@code least} its median is. */
    void addBeside(String label, Samples samples, double least) {
        add(label, Unit.MILLISECONDS, samples, Table.number(samples.median() / least) + " times the least");
    }

    /** Writes a picture, when the caller has named a directory for them. */
    void draw(Curves curves) throws IOException {
        if (options.curves().isPresent()) {
            curves.write(options.curves().get());
        }
    }

    /** All figures so far. */
    List<Figure> figures() {
        return List.copyOf(figures);
    }

    /** Says what is being done. */
    void say(String what) {
        progress.println("bench: " + what);
    }
}
