package org.albatross.supervisor.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.albatross.api.Request;
import org.albatross.fixture.Image;
import org.albatross.model.Command;
import org.albatross.model.Name;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelCommand.Create;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the supervisor makes of commands before the core decides. */
class CommandQueueTest {
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
    void tellsOfItsIsolation() {
        assertThat(platform.supervisor.features()).containsExactly("isolation=shared");
    }

    @Test
    void refusesWhatIsNotAboutUnikernelsAndForgetsItsBlobs() {
        TestSink sink = new TestSink(Duration.ofSeconds(10));
        AtomicBoolean forgotten = new AtomicBoolean();
        platform.supervisor.execute(
                new Request(
                        TestPlatform.CALLER,
                        Name.ROOT,
                        new Command.SayHello(),
                        Optional.empty(),
                        InputStream.nullInputStream(),
                        () -> forgotten.set(true)),
                sink);

        assertThat(sink.reply())
                .isEqualTo(new Reply.Failure("not a command about unikernels, policies or block devices"));
        assertThat(forgotten).isTrue();
    }

    @Test
    void reportsWhatTheMachineHasAsTheRootsPolicy() throws Exception {
        Reply.Policies policies = (Reply.Policies) platform.ask(":", new PolicyCommand.Info());

        assertThat(policies.policies()).hasSize(1);
        assertThat(policies.policies().get(0).value().memory())
                .isEqualTo(platform.host.facts().memory());
    }

    @Test
    void waitsForAConsoleServiceThatIsBeingUpdated() {
        platform.supervisor.consoles().unbind(platform.console);
        TestSink create = platform.begin("a", new Create(Configs.of(Image.hello(), Configs.QUIT)));
        assertThat(create.answered()).isFalse();

        platform.supervisor.consoles().bind(platform.console);

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
                        InputStream.nullInputStream()),
                sink);

        assertThat(sink.reply()).isEqualTo(new Reply.Failure("no answer within 50 ms; it is carried out all the same"));
        platform.supervisor.consoles().bind(platform.console);
        TestPlatform.eventually("it was created", () -> platform.info().size() == 1);
    }

    @Test
    void refusesCommandsAfterItsStop() {
        platform.supervisor.stop();

        assertThat(platform.refused(":", new PolicyCommand.Info())).isEqualTo("the supervisor is stopping, try again");
    }
}
