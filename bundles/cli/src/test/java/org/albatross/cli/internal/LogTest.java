package org.albatross.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.albatross.cli.internal.run.Terminal;
import org.albatross.model.Command.Begin;
import org.albatross.model.Data;
import org.albatross.model.LogCommand;
import org.albatross.model.Payload;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTest {
    private static final String SOCKET = "util/log.sock";
    private static final Instant TIME = Instant.parse("2026-11-22T09:33:54.1Z");
    private static final String BEGIN =
            "{\"sequence\": 9, \"time\": \"2026-11-22T09:33:54.100Z\", \"name\": \"a:web\", \"event\": ";
    private static final String STARTED = BEGIN
            + "\"started\", \"by\": {\"uid\": 0, \"gid\": 0, \"pid\": 17}, \"run\": 7, \"pid\": 4711, \"cpus\": [0],"
            + " \"memory_mb\": 32, \"taps\": [\"vmmtap0\"]}";
    private static final String STOPPED = BEGIN + "\"stopped\", \"by\": null}";

    private final Path directory;

    LogTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private FakePlatform telling(String... events) throws Exception {
        return FakePlatform.listen(directory, SOCKET, connection -> {
            connection.answer(new Reply.Done("subscribed"));
            for (int i = 0; i < events.length; i++) {
                connection.send(new Data.Event(9 + i, TIME, Text.of(events[i])));
            }
        });
    }

    @Test
    void printsALineForEachEventIntoAPipe() throws Exception {
        try (FakePlatform platform = telling(STARTED, STOPPED)) {
            assertThat(platform.client().run("log"))
                    .isEqualTo(new Outcome(
                            0,
                            """
                                            2026-11-22T09:33:54-00:00 9 started a:web (run 7, pid 4711, cpus 0, memory mb 32, taps vmmtap0) by uid 0, pid 17
                                            2026-11-22T09:33:54-00:00 10 stopped a:web by albatross
                                            """,
                            ""));
            assertThat(platform.command()).isEqualTo(new LogCommand.Show(new Begin.Count(20)));
        }
    }

    @Test
    void printsATableOnATerminal() throws Exception {
        try (FakePlatform platform = telling(STARTED, STOPPED)) {
            assertThat(platform.client()
                            .on(new Terminal(true, 80, false))
                            .run("log")
                            .out())
                    .isEqualTo(
                            """
                            TIME                 EVENT             NAME                WHO
                            2026-11-22 09:33:54  started           a:web               uid 0, pid 17
                                run 7, pid 4711, cpus 0, memory mb 32, taps vmmtap0
                            2026-11-22 09:33:54  stopped           a:web               albatross
                            """);
        }
    }

    @Test
    void tellsTheOutcomeInAColumnOfAWideTerminal() throws Exception {
        String exited = BEGIN + "\"exited\", \"by\": null, \"run\": 7, \"code\": 2}";
        try (FakePlatform platform = telling(exited, STOPPED)) {
            assertThat(platform.client()
                            .on(new Terminal(true, 120, false))
                            .run("log")
                            .out())
                    .isEqualTo(
                            """
                            TIME                 EVENT             NAME                WHO                OUTCOME
                            2026-11-22 09:33:54  exited            a:web               albatross          run 7, code 2
                            2026-11-22 09:33:54  stopped           a:web               albatross
                            """);
        }
    }

    @Test
    void coloursWhatHappened() throws Exception {
        try (FakePlatform platform = telling(STARTED, BEGIN + "\"waiting\", \"by\": null, \"reason\": \"no br0\"}")) {
            assertThat(platform.client()
                            .on(new Terminal(true, 200, true))
                            .run("log")
                            .out())
                    .contains("\033[1mTIME", "\033[32mstarted", "\033[33mwaiting", "\033[2mreason no br0\033[0m\n");
        }
    }

    @Test
    void printsJsonForScripts() throws Exception {
        try (FakePlatform platform = telling(STARTED)) {
            assertThat(platform.client().run("log", "--json").out()).isEqualTo(STARTED + "\n");
        }
    }

    @Test
    void letsNothingReachATerminalButPrintableText() throws Exception {
        String hostile = "{\"\u001b]0;x\u0007\nforged";
        for (String[] words : new String[][] {{"log"}, {"log", "--json"}}) {
            try (FakePlatform platform = telling(hostile)) {
                assertThat(platform.client().run(words).out())
                        .endsWith("{\"\\027]0;x\\007\\nforged\n")
                        .hasLineCount(1);
            }
        }
    }

    @Test
    void asksForWhatTheOptionsSay() throws Exception {
        Map<String, LogCommand> commands = Map.of(
                "log --count=-1", new LogCommand.Show(new Begin.Count(-1)),
                "log --since 2026-11-22", new LogCommand.Show(new Begin.Since(Instant.parse("2026-11-22T00:00:00Z"))),
                "log --after 7", new LogCommand.ShowAfter(7),
                "log -f", new LogCommand.Subscribe(new Begin.Count(20)),
                "log --follow --after=7", new LogCommand.SubscribeAfter(7));
        for (Map.Entry<String, LogCommand> each : commands.entrySet()) {
            try (FakePlatform platform = telling()) {
                assertThat(platform.client().run(each.getKey().split(" ")).exitCode())
                        .isZero();
                assertThat(platform.command()).as(each.getKey()).isEqualTo(each.getValue());
            }
        }
    }

    @Test
    void asksForWhatLiesBelowAPath() throws Exception {
        try (FakePlatform platform = telling()) {
            platform.client().run("log", "a:b:");

            assertThat(platform.received().get(0).header().name()).hasToString("a:b:");
        }
    }

    @Test
    void goesOnBehindTheLastEventWhenThePlatformIsReplaced() throws Exception {
        try (FakePlatform platform = FakePlatform.listen(
                directory,
                SOCKET,
                connection -> {
                    connection.answer(new Reply.Done("subscribed"));
                    connection.send(new Data.Event(9, TIME, Text.of(STARTED)));
                },
                connection -> {
                    connection.answer(new Reply.Done("subscribed"));
                    connection.send(new Data.Event(10, TIME, Text.of(STOPPED)));
                    Files.delete(directory.resolve(SOCKET));
                })) {
            Outcome outcome = platform.client().ticking(Duration.ofSeconds(2)).run("log", "--follow");

            assertThat(outcome.out().lines()).hasSize(2);
            assertThat(outcome.exitCode()).isZero();
            assertThat(platform.received().get(1).payload())
                    .isEqualTo(new Payload.Ask(new LogCommand.SubscribeAfter(9)));
        }
    }

    @Test
    void showsWhatAFileHoldsWithoutAPlatform() throws Exception {
        Path file = directory.resolve("events.log");
        String other = STOPPED.replace("\"sequence\": 9", "\"sequence\": 10").replace("a:web", "b:web");
        Files.writeString(file, STARTED + "\nrubbish\n" + "x".repeat(100_000) + "\n\n" + other + "\n{\"sequ");
        Outcome.Client client = new Outcome.Client(directory);

        assertThat(client.run("log", "--logfile=" + file, "--read-only", "--json"))
                .isEqualTo(new Outcome(0, STARTED + "\n" + other + "\n", ""));
        for (String[] words : new String[][] {{"--count=1"}, {"b:"}, {"--after=9"}}) {
            assertThat(client.run("log", "--logfile=" + file, "--json", words[0])
                            .out())
                    .as(words[0])
                    .isEqualTo(other + "\n");
        }
        assertThat(client.run("log", "--logfile=" + file, "--since=2026-11-23").out())
                .isEmpty();
    }

    @Test
    void refusesAFileThatIsNotThereOrToFollowOne() {
        Outcome.Client client = new Outcome.Client(directory);

        assertThat(client.run("log", "--logfile=/dev/zero").err())
                .contains("/dev/zero cannot be read: it is not an event log: a line has more than 16 MB");
        assertThat(client.run("log", "--logfile=" + directory.resolve("none")).err())
                .contains("none");
        assertThat(client.run("log", "--logfile=" + directory))
                .isEqualTo(new Outcome(124, "", "albatross: " + directory + " cannot be read: Is a directory\n"));
        assertThat(client.run("log", "--logfile=x", "-f").err()).contains("does not go with --follow");
        assertThat(client.run("log", "--read-only").err()).contains("--read-only needs --logfile FILE");
    }

    @Test
    void refusesTwoBeginnings() {
        Outcome outcome = new Outcome.Client(directory).run("log", "--count=1", "--after=2");

        assertThat(outcome.err()).contains("only one of --count, --since and --after can say where to begin");
        assertThat(outcome.exitCode()).isEqualTo(124);
    }

    @Test
    void endsWithTheFailureOfThePlatform() throws Exception {
        try (FakePlatform platform = FakePlatform.listen(
                directory, SOCKET, connection -> connection.answer(new Reply.Failure("the event log is away")))) {
            Outcome outcome = platform.client().run("log");

            assertThat(outcome.err()).contains("the event log is away");
            assertThat(outcome.exitCode()).isNotZero();
        }
    }
}
