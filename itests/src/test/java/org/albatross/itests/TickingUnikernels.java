package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.albatross.fixture.Image;

/** Unikernels on one platform that print numbered lines: what happens to them shows in their processes and numbers. */
final class TickingUnikernels {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern TOLD = Pattern.compile("is stopping[,;] (connect|subscribe|try) again");
    private static final Pattern TICK = Pattern.compile("tick ([0-9]+)");
    private static final int MANY_LINES = 100_000;
    private static final int MORE_LINES = 10;
    private static final String ENDS = "ends";

    private final Path home;
    private final Client client;
    private final List<String> names;
    private final TenderKind tender = TenderKind.best();

    /** Those on the platform of a home, by name; {@link #create} makes them. */
    TickingUnikernels(Path home, int count) {
        this.home = home;
        this.client = new Client(home);
        this.names = IntStream.range(0, count).mapToObj(i -> "u:" + i).toList();
    }

    /** Creates all. */
    void create() throws Exception {
        if (tender == TenderKind.STUB) {
            Files.createSymbolicLink(home.resolve("state").resolve(tender.program()), tender.file());
        }
        Path image = home.resolve("ticks");
        Image.ticks(Duration.ofMillis(20)).target(tender.target()).write(image);
        for (String name : names) {
            client.require("create", name, image.toString(), "--mem=2");
        }
        // The answer may come while the wrapper's child is about to become the tender.
        Await.until(LIMIT, () -> assertThat(processes()).hasSameSizeAs(names));
    }

    /** Creates another one that ends at once and for good, and returns what is told of it then. */
    String createOneThatEnds() throws Exception {
        Path image = home.resolve("ends");
        Image.hello().exit(3).target(tender.target()).write(image);
        client.require("create", ENDS, image.toString(), "--mem=2");
        Await.until(
                LIMIT,
                () -> assertThat(statusOfTheEnded()).contains(" finished ").contains(" last exit 3 "));
        return statusOfTheEnded();
    }

    /** What is told of the one that has ended. */
    String statusOfTheEnded() throws Exception {
        return client.require("status", ENDS);
    }

    /** Their names. */
    List<String> names() {
        return names;
    }

    /** Their tenders that run, by pid and raw start time. */
    List<String> processes() {
        return Processes.withoutForks(Processes.naming(home.toString()).filter(TickingUnikernels::isTender))
                .map(process -> process.pid() + " " + Processes.startTime(process))
                .sorted()
                .toList();
    }

    private static boolean isTender(ProcessHandle process) {
        String line = Processes.commandLine(process);
        return line.contains("--mem=2 ") && !line.contains("albatross-run");
    }

    /** Follows each console from its first line until it has gone on for some lines, and looks for a gap. */
    void assertNoLineLost() throws Exception {
        for (String name : names) {
            try (Client.Stream console = client.follow("console", name, "--count=" + MANY_LINES)) {
                awaitTicks(console, MORE_LINES);
                awaitTicks(console, ticks(console.out()).size() + MORE_LINES);
                assertContiguous("of " + name, ticks(console.out()));
            }
        }
    }

    /** Follows a console from its first line on, until it is closed. */
    Client.Stream follow(String name) throws IOException {
        return client.follow("console", name, "--count=" + MANY_LINES);
    }

    /** Looks for a gap and for repetitions in what was shown of a console, which goes on, or has told its follower to subscribe again. */
    static void assertGoesOnOrWasTold(Client.Stream console) throws Exception {
        int shown = ticks(console.out()).size();
        Await.until(LIMIT, () -> assertThat(ticks(console.out()).size() > shown + MORE_LINES
                        || TOLD.matcher(console.out()).find())
                .as("lines of %s", console.out())
                .isTrue());
        assertContiguous("of a follower", ticks(console.out()));
    }

    private static void assertContiguous(String whose, List<Integer> ticks) {
        assertThat(ticks)
                .as("lines %s", whose)
                .isEqualTo(IntStream.rangeClosed(1, ticks.size()).boxed().toList());
    }

    private static void awaitTicks(Client.Stream console, int count) throws Exception {
        Await.until(LIMIT, () -> assertThat(ticks(console.out()).size())
                .as("lines of %s", console.out())
                .isGreaterThan(count));
    }

    /** The numbers of the complete lines. */
    private static List<Integer> ticks(String out) {
        return TICK.matcher(out.substring(0, out.lastIndexOf('\n') + 1))
                .results()
                .map(tick -> Integer.valueOf(tick.group(1)))
                .toList();
    }

    /** Destroys all, and makes sure that their tenders are gone. */
    void destroy() throws Exception {
        for (String name : names) {
            client.require("destroy", name);
        }
        assertThat(processes()).isEmpty();
    }

    /** Ends whatever is left after a failure, without the platform. */
    void kill() {
        Processes.naming(home.toString()).forEach(ProcessHandle::destroyForcibly);
    }
}
