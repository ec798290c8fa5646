package org.albatross.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.albatross.model.Command;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.Name;
import org.albatross.model.UnikernelCommand;

/** What a platform takes beside the least that this machine could, measured in turn, and the curves of both. */
final class LimitsPart implements Part {
    private static final int CLIENTS = 8;
    private static final int MANY_CLIENTS = 32;
    private static final int STEPS = 5;
    private static final int TURNS = 5;
    private static final int WARMING = 20_000;
    private static final int MEGABYTE = 1 << 20;
    private static final int IMAGE_MB = 10;
    private static final List<Integer> SIZES_MB = List.of(1, 5, IMAGE_MB, 20, 30);
    private static final int IMAGES_OF_A_CLIENT = 4;
    private static final double MILLIS_PER_SECOND = 1000;

    @Override
    public String name() {
        return "limits";
    }

    @Override
    public String about() {
        return "info, create, destroy and console beside the least that this machine could take; curves";
    }

    @Override
    public void measure(Bench bench) throws IOException, InterruptedException {
        Unikernels unikernels = new Unikernels(bench.tender());
        Path image = bench.disk().resolve("greeting");
        Files.write(image, unikernels.greetingImage());
        try (Platform platform = bench.start()) {
            bench.warm(platform, unikernels);
            addInfo(bench, platform, unikernels);
            new FloodRows(bench, platform, unikernels).add();
            addImages(bench, platform, unikernels);
            addLives(bench, platform, unikernels, image);
        } finally {
            Files.delete(image);
        }
    }

    /** {@code info} in turn with a server that answers the same bytes. */
    private static void addInfo(Bench bench, Platform platform, Unikernels unikernels)
            throws IOException, InterruptedException {
        Client client = platform.client();
        Fleet.grow(client, 0, 1, unikernels::fresh);
        try (NothingServer nothing = NothingServer.start(bench.memory(), client.answerToInfo())) {
            for (int clients : List.of(1, CLIENTS, MANY_CLIENTS)) {
                addInfo(bench, platform.pid(), client, nothing.client(), clients);
            }
        }
    }

    private static void addInfo(Bench bench, long pid, Client client, Client idle, int clients)
            throws IOException, InterruptedException {
        AtOnce.perSecond(WARMING, clients, number -> client.touch());
        AtOnce.perSecond(WARMING, clients, number -> idle.touch());
        List<Double> nothing = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        double used = 0;
        int asked = bench.rounds() * clients;
        for (int i = 0; i < TURNS; i++) {
            nothing.add(AtOnce.perSecond(asked, clients, number -> idle.touch()));
            double before = Processes.cpuSeconds(pid);
            ours.add(AtOnce.perSecond(asked, clients, number -> client.touch()));
            used += Processes.cpuSeconds(pid) - before;
        }
        String with = ", " + clients + (clients == 1 ? " client" : " clients");
        Samples limit = Samples.of(nothing);
        Samples rate = Samples.of(ours);
        bench.add("a server that does nothing" + with, Unit.PER_SECOND, limit);
        bench.add(
                "info" + with,
                Unit.PER_SECOND,
                rate,
                Table.number(rate.median() / limit.median()) + " of that rate, "
                        + Table.number(used * MILLIS_PER_SECOND / TURNS / asked) + " ms of processor time each");
        if (clients == 1) {
            Samples least = Stopwatch.millis(bench.rounds(), idle::touch);
            bench.add("a server that does nothing", Unit.MILLISECONDS, least);
            bench.addBeside("info", Stopwatch.millis(bench.rounds(), client::touch), least.median());
        }
    }

    /** Images of several sizes, each new, in turn with dd and sha256sum. */
    private static void addImages(Bench bench, Platform platform, Unikernels unikernels)
            throws IOException, InterruptedException {
        Client client = platform.client();
        Samples quiet = bench.info(client);
        Curve ours = new Curve("create");
        Curve least = new Curve("dd with fsync, and sha256sum");
        Path file = bench.disk().resolve("image");
        for (int megabytes : SIZES_MB) {
            List<Double> creating = new ArrayList<>();
            List<Double> copying = new ArrayList<>();
            for (int i = 0; i < Math.max(TURNS, bench.slowRounds() / TURNS); i++) {
                Files.write(file, unikernels.imageOf(megabytes * MEGABYTE));
                byte[] create = unikernels.sleeping(Unikernels.name("image", i), megabytes * MEGABYTE);
                Programs.run("sync", "-f", bench.disk().toString());
                copying.add(Disk.copyAndDigest(file, bench.disk().resolve("copy")));
                Programs.run("sync", "-f", bench.disk().toString());
                creating.add(Stopwatch.millis(() -> client.send(create)));
                client.change(Unikernels.name("image", i), new UnikernelCommand.Destroy());
            }
            Samples copies = Samples.of(copying);
            Samples creates = Samples.of(creating);
            ours.add(megabytes, creates.median());
            least.add(megabytes, copies.median());
            bench.add(megabytes + " MB, dd with fsync, and sha256sum", Unit.MILLISECONDS, copies);
            bench.addBeside("create, image of " + megabytes + " MB", creates, copies.median());
        }
        Files.delete(file);
        bench.draw(new Curves("create-by-size", "Create, by size of a new image", "MB", List.of(ours, least)));
        addInfoBesideImages(bench, client, unikernels, quiet);
    }

    private static void addInfoBesideImages(Bench bench, Client client, Unikernels unikernels, Samples quiet)
            throws IOException, InterruptedException {
        List<byte[]> creates = new ArrayList<>();
        for (int i = 0; i < CLIENTS * IMAGES_OF_A_CLIENT; i++) {
            creates.add(unikernels.sleeping(Unikernels.name("beside", i), IMAGE_MB * MEGABYTE));
        }
        List<Double> asked = new ArrayList<>();
        AtomicBoolean over = new AtomicBoolean();
        Thread asking = new Thread(() -> {
            try {
                while (!over.get()) {
                    asked.add(Stopwatch.millis(client::touch));
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException("no answer to info", e);
            }
        });
        asking.start();
        AtOnce.perSecond(creates.size(), CLIENTS, number -> {
            client.send(creates.get(number));
            client.change(Unikernels.name("beside", number), new UnikernelCommand.Destroy());
        });
        over.set(true);
        asking.join();
        bench.add("info, nothing beside it", Unit.MILLISECONDS, quiet);
        bench.addBeside(
                "info, beside " + CLIENTS + " clients that create " + IMAGE_MB + " MB each",
                Samples.of(asked),
                quiet.median());
    }

    /** Creates and destroys beside more and more, and a tender without a platform. */
    private static void addLives(Bench bench, Platform platform, Unikernels unikernels, Path image)
            throws IOException, InterruptedException {
        Client client = platform.client();
        int rounds = bench.slowRounds();
        BareTender.Lives bare = BareTender.lives(bench.tender(), image, rounds);
        bench.add("bare tender, exec to first line", Unit.MILLISECONDS, bare.starting());
        bench.add("bare tender, kill to its end", Unit.MILLISECONDS, bare.ending());
        Samples two = Disk.files(bench.disk(), 1, rounds);
        Samples four = Disk.files(bench.disk(), 2, rounds);
        Samples removal = Disk.removals(bench.disk(), rounds);
        bench.add("2 fsyncs, a file of 4 KiB and its directory", Unit.MILLISECONDS, two);
        bench.add("4 fsyncs, two such", Unit.MILLISECONDS, four);
        bench.add("file removed, directory synced", Unit.MILLISECONDS, removal);
        double known = bare.starting().median() + two.median();
        double fresh = bare.starting().median() + four.median();
        double ended = bare.ending().median() + removal.median();
        addFirstLine(bench, client, unikernels);
        addCreatesAtOnce(bench, client, unikernels);
        Curve creating = new Curve("create, image new");
        Curve knowing = new Curve("create, image known");
        Curve destroying = new Curve("destroy");
        Curve starting = new Curve("bare tender and 4 fsyncs");
        Curve ending = new Curve("kill of a bare tender and 1 fsync");
        int running = 1;
        for (int step = 0; step <= STEPS; step++) {
            int many = Math.max(1, step * bench.fleet());
            if (many > running) {
                Fleet.grow(client, running, many, unikernels::fresh);
                running = many;
            }
            Fleet.Lives lives = Fleet.lives(client, rounds, unikernels::fresh);
            Samples again = Fleet.lives(client, rounds, unikernels::known).creating();
            String with = ", " + many + " running";
            bench.addBeside("create, image new" + with, lives.creating(), fresh);
            bench.addBeside("create, image known" + with, again, known);
            bench.addBeside("destroy" + with, lives.destroying(), ended);
            creating.add(many, lives.creating().median());
            knowing.add(many, again.median());
            destroying.add(many, lives.destroying().median());
            starting.add(many, fresh);
            ending.add(many, ended);
        }
        bench.draw(new Curves(
                "create-by-number",
                "Create and destroy beside others",
                "running",
                List.of(creating, knowing, destroying, starting, ending)));
    }

    /** From the create to its answer, and to the first line of its console. */
    private static void addFirstLine(Bench bench, Client client, Unikernels unikernels)
            throws IOException, InterruptedException {
        List<Double> answers = new ArrayList<>();
        List<Double> lines = new ArrayList<>();
        for (int i = 0; i < bench.slowRounds(); i++) {
            Name name = Unikernels.name("greeting", i);
            byte[] create = unikernels.greeting(name);
            byte[] subscribe = Connection.frame(name, new ConsoleCommand.Subscribe(new Command.Begin.Count(1)));
            lines.add(Stopwatch.millis(() -> {
                answers.add(Stopwatch.millis(() -> client.send(create)));
                try (Connection console = client.connectToConsole()) {
                    console.send(subscribe);
                    console.answer();
                    console.next();
                }
            }));
            client.change(name, new UnikernelCommand.Destroy());
        }
        Samples answered = Samples.of(answers);
        bench.add("create, to its answer", Unit.MILLISECONDS, answered);
        bench.addBeside("create, to its first line", Samples.of(lines), answered.median());
    }

    private static void addCreatesAtOnce(Bench bench, Client client, Unikernels unikernels)
            throws IOException, InterruptedException {
        int creates = Math.max(CLIENTS, bench.slowRounds());
        List<Double> alone = new ArrayList<>();
        List<Double> together = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            alone.add(creates(client, unikernels, creates, 1));
            together.add(creates(client, unikernels, creates, CLIENTS));
        }
        Samples one = Samples.of(alone);
        Samples many = Samples.of(together);
        bench.add("creates, 1 client", Unit.PER_SECOND, one);
        bench.add(
                "creates, " + CLIENTS + " clients",
                Unit.PER_SECOND,
                many,
                Table.number(many.median() / one.median()) + " times one client");
    }

    private static double creates(Client client, Unikernels unikernels, int times, int clients)
            throws IOException, InterruptedException {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            frames.add(unikernels.fresh(Unikernels.name("once", i)));
        }
        double rate = AtOnce.perSecond(times, clients, number -> client.send(frames.get(number)));
        for (int i = 0; i < times; i++) {
            client.change(Unikernels.name("once", i), new UnikernelCommand.Destroy());
        }
        return rate;
    }
}
