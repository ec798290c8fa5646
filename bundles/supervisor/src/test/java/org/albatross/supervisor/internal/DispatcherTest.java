package org.albatross.supervisor.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.albatross.api.Request;
import org.albatross.fixture.Image;
import org.albatross.model.Bytes;
import org.albatross.model.Command;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.LogCommand;
import org.albatross.model.Name;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;
import org.albatross.model.StatsCommand;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand.Create;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who answers which command. */
class DispatcherTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestPlatform platform;

    @BeforeEach
    void startPlatform() throws Exception {
        platform = TestPlatform.start(directory);
    }

    @AfterEach
    void stopPlatform() {
        platform.close();
    }

    @Test
    void saysWhoItIs() {
        assertThat(platform.ask(":", new Command.SayHello()))
                .isEqualTo(
                        new Reply.Hello(Text.of("albatross"), Text.of("1.2.3"), List.of(Text.of("isolation=shared"))));
    }

    @Test
    void saysWhatThisPlatformHasNoServiceFor() {
        assertThat(platform.refused("a", new StatsCommand.Subscribe()))
                .isEqualTo("this platform has no service for statistics");
        assertThat(platform.refused(":", new LogCommand.Subscribe(new Command.Begin.Count(1))))
                .isEqualTo("this platform has no service for the event log");
        assertThat(platform.refused(":", new Command.AddRevocationList(Bytes.EMPTY)))
                .isEqualTo("this platform has no service for revocation lists");
    }

    @Test
    void tellsPathsFromNamesForConsoles() {
        assertThat(platform.refused("a:", new ConsoleCommand.Subscribe(new Command.Begin.Count(1))))
                .isEqualTo("path used instead of name");
        assertThat(platform.refused("a", new ConsoleCommand.ListInactive())).isEqualTo("name used");
        assertThat(platform.ask("a:", new ConsoleCommand.ListInactive())).isEqualTo(new Reply.Consoles(List.of()));
        assertThat(platform.ask("a", new ConsoleCommand.Subscribe(new Command.Begin.Since(Instant.EPOCH))))
                .isEqualTo(new Reply.Done("waiting for VM"));
        assertThat(platform.refused("a", new ConsoleCommand.Add(1))).startsWith("unexpected command");
    }

    @Test
    void reportsWhatTheMachineHasAsTheRootsPolicy() throws Exception {
        Reply.Policies policies = (Reply.Policies) platform.ask(":", new PolicyCommand.Info());

        assertThat(policies.policies()).hasSize(1);
        assertThat(policies.policies().get(0).value().memory())
                .isEqualTo(platform.host.facts().memoryMb());
    }

    @Test
    void waitsForAConsoleServiceThatIsBeingUpdated() {
        platform.supervisor.consoles().unbind(platform.console);
        TestSink list = platform.begin(":", new ConsoleCommand.ListInactive());
        TestSink create = platform.begin("a", new Create(Configs.of(Image.hello(), Configs.QUIT)));
        assertThat(list.answered()).isFalse();

        platform.supervisor.consoles().bind(platform.console);

        assertThat(list.reply()).isEqualTo(new Reply.Consoles(List.of()));
        assertThat(create.reply()).isEqualTo(new Reply.Done("created unikernel"));
    }

    @Test
    void answersWhenTheCallersPatienceEnds() throws Exception {
        platform.supervisor.consoles().unbind(platform.console);
        TestSink sink = new TestSink(Duration.ofSeconds(10));
        platform.supervisor.execute(
                new Request(
                        TestPlatform.CALLER,
                        Name.parse("a"),
                        new Create(Configs.of(Image.hello(), Configs.QUIT)),
                        Optional.of(Duration.ofMillis(50)),
                        java.io.InputStream.nullInputStream()),
                sink);

        assertThat(sink.reply()).isEqualTo(new Reply.Failure("no answer within 50 ms; it is carried out all the same"));
        platform.supervisor.consoles().bind(platform.console);
        TestPlatform.eventually("it was created", () -> platform.info().size() == 1);
    }

    @Test
    void refusesCommandsAfterItsStop() {
        platform.supervisor.stop();

        assertThat(platform.refused(":", new Command.SayHello())).isEqualTo("the supervisor is stopping, try again");
    }
}
