package org.albatross.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.albatross.model.Command.Begin;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.Payload;
import org.albatross.model.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleTest {
    private static final String SOCKET = "util/console.sock";
    private static final Instant FIRST = Instant.parse("2026-11-22T09:33:54.100Z");
    private static final Instant SECOND = Instant.parse("2026-11-22T09:33:55.200Z");

    private final Path directory;

    ConsoleTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void showsLinesAsTheOriginalDoes() throws Exception {
        try (FakePlatform platform = FakePlatform.listen(directory, SOCKET, connection -> {
            connection.answer(new Reply.Done("subscribed"));
            connection.line(FIRST, "  __|  _ \\  |  _ \\ __ \\");
            connection.line(SECOND, "bell \u0007 \u001b]0;x\u0007 \u00e4");
        })) {
            assertThat(platform.client().run("console", "hello"))
                    .isEqualTo(new Outcome(
                            0,
                            """
                                    host [unikernel: :hello]: success: subscribed
                                    console 2026-11-22T09:33:54-00:00:   __|  _ \\\\  |  _ \\\\ __ \\\\
                                    console 2026-11-22T09:33:55-00:00: bell \\007 \\027]0;x\\007 \\195\\164
                                    """,
                            ""));
            assertThat(platform.command()).isEqualTo(new ConsoleCommand.Subscribe(new Begin.Count(20)));
        }
    }

    @Test
    void beginsAtATimeOrADate() throws Exception {
        for (String time : new String[] {"2026-11-22", "2026-11-22T00:00:00Z", "2026-11-22T01:00:00+01:00"}) {
            try (FakePlatform platform = FakePlatform.listen(
                    directory, SOCKET, connection -> connection.answer(new Reply.Done("subscribed")))) {
                platform.client().run("console", "hello", "--since", time);

                assertThat(platform.command())
                        .isEqualTo(
                                new ConsoleCommand.Subscribe(new Begin.Since(Instant.parse("2026-11-22T00:00:00Z"))));
            }
        }
    }

    @Test
    void goesOnWithoutGapOrRepetitionWhenTheConsoleIsReplaced() throws Exception {
        try (FakePlatform platform = FakePlatform.listen(
                directory,
                SOCKET,
                connection -> {
                    connection.answer(new Reply.Done("subscribed"));
                    connection.line(FIRST, "one");
                    connection.line(SECOND, "two");
                    connection.line(SECOND, "same");
                    connection.line(SECOND, "same");
                },
                connection -> {
                    connection.answer(new Reply.Done("subscribed"));
                    connection.line(SECOND, "two");
                    connection.line(SECOND, "same");
                    connection.line(SECOND, "same");
                    connection.line(SECOND, "same");
                    connection.line(SECOND.plusMillis(1), "last");
                    connection.send(new Reply.Failure("too slow"));
                })) {
            Outcome outcome = platform.client().ticking(Duration.ofSeconds(2)).run("console", "hello");

            assertThat(outcome.out().lines().map(line -> line.substring(line.lastIndexOf(' ') + 1)))
                    .containsExactly("subscribed", "one", "two", "same", "same", "same", "last");
            assertThat(outcome.exitCode()).isEqualTo(117);
            assertThat(outcome.err()).contains("too slow");
            assertThat(platform.received().get(1).payload())
                    .isEqualTo(new Payload.Ask(new ConsoleCommand.Subscribe(new Begin.Since(SECOND))));
        }
    }

    @Test
    void endsWhenThePlatformIsGoneForGood() throws Exception {
        try (FakePlatform platform = FakePlatform.listen(directory, SOCKET, connection -> {
            connection.answer(new Reply.Done("waiting for VM"));
            java.nio.file.Files.delete(directory.resolve(SOCKET));
        })) {
            assertThat(platform.client().ticking(Duration.ofSeconds(2)).run("console", "hello"))
                    .isEqualTo(new Outcome(0, "host [unikernel: :hello]: success: waiting for VM\n", ""));
        }
    }

    @Test
    void doesNotFightForASubscriptionThatEndsAtOnce() throws Exception {
        try (FakePlatform platform =
                FakePlatform.listen(directory, SOCKET, connection -> connection.answer(new Reply.Done("subscribed")))) {
            assertThat(platform.client().run("console", "hello").exitCode()).isZero();
            assertThat(platform.received()).hasSize(1);
        }
    }

    @Test
    void printsJsonForScripts() throws Exception {
        try (FakePlatform platform = FakePlatform.listen(directory, SOCKET, connection -> {
            connection.answer(new Reply.Done("subscribed"));
            connection.line(FIRST, "a \"b\" \u001b");
        })) {
            assertThat(platform.client().run("console", "foo:hello", "--json").out())
                    .isEqualTo(
                            """
                            {"name": "foo:hello", "success": "subscribed"}
                            {"name": "foo:hello", "timestamp": "2026-11-22T09:33:54Z", "millisecond": 100, "line": "a \\"b\\" \\u001b"}
                            """);
        }
    }
}
