package org.albatross.core;

import static org.albatross.core.Samples.creating;
import static org.albatross.core.Samples.forceCreating;
import static org.albatross.core.Samples.given;
import static org.albatross.core.Samples.image;
import static org.albatross.core.Samples.policy;
import static org.albatross.core.Samples.spec;
import static org.albatross.core.Scenario.done;
import static org.albatross.core.Scenario.failure;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.albatross.core.Samples.Given;
import org.albatross.model.Exit;
import org.albatross.model.UnikernelCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Restarts, by a command and by themselves. */
class RestartTest {
    private static final UnikernelCommand RESTART = new UnikernelCommand.Restart(Optional.empty());

    private final Scenario scenario = Scenario.empty().random(1.0);

    private static UnikernelCommand restartWith(Given given) {
        return new UnikernelCommand.Restart(Optional.of(given.arguments()));
    }

    private Duration backOff(String name) {
        assertThat(scenario.runOf(name)).isInstanceOf(Run.BackOff.class);
        return scenario.latest(Effect.Wake.class).after();
    }

    @Test
    void finishesWhatItsFailBehaviourDoesNotRestart() {
        scenario.run("net", creating(1, given()));

        scenario.ended("net", new Exit.Code(3));
        scenario.succeed(Effect.Clean.class);
        assertThat(scenario.latest(Effect.Store.class).desired()).isEmpty();
        assertThat(scenario.state().finished()).isEmpty();
        assertThat(scenario.released()).isEmpty();
        scenario.perform();

        assertThat(scenario.knows("net")).isFalse();
        assertThat(scenario.told("net")).endsWith("exited", "finished");
        assertThat(scenario.state().finished())
                .containsExactly(
                        new State.Finished(Samples.name("net"), new RunId(1), 0, new Exit.Code(3), scenario.wall()));
        assertThat(scenario.released()).containsExactly(image(1));
        assertThat(scenario.run("net", creating(2, given()))).isEqualTo(done("created unikernel"));
    }

    @Test
    void finishesLaterWhatCouldNotBeStored() {
        scenario.run("net", creating(1, given()));
        scenario.ended("net", new Exit.Code(3));
        scenario.succeed(Effect.Clean.class);
        scenario.fail(Effect.Store.class, "Input/output error");
        assertThat(scenario.knows("net")).isTrue();

        scenario.elapse(Duration.ofSeconds(5));
        scenario.perform();

        assertThat(scenario.knows("net")).isFalse();
        assertThat(scenario.state().finished()).hasSize(1);
    }

    @Test
    void restartsAfterABackOffThatGrowsUpToItsCap() {
        scenario.run("net", creating(1, given().restart()));

        for (long expected : new long[] {500, 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000}) {
            scenario.exit("net", 2);
            assertThat(backOff("net")).isEqualTo(Duration.ofMillis(expected));
            scenario.elapse(Duration.ofMillis(expected - 1));
            assertThat(scenario.runOf("net")).isInstanceOf(Run.BackOff.class);
            scenario.elapse(Duration.ofMillis(1));
            scenario.perform();
            assertThat(scenario.runOf("net")).isInstanceOf(Run.Running.class);
        }

        assertThat(scenario.unikernel("net").restarts()).isEqualTo(9);
        assertThat(scenario.told("net")).endsWith("started", "exited", "restarting", "started");
        assertThat(scenario.all(Effect.Store.class))
                .as("automatic restarts write nothing")
                .hasSize(1);
    }

    @Test
    void beginsTheBackOffAnewAfterAMinuteOfRunning() {
        scenario.run("net", creating(1, given().restart()));
        scenario.exit("net", 2);
        scenario.elapse(Duration.ofSeconds(1));
        scenario.perform();
        scenario.exit("net", 2);
        assertThat(backOff("net")).isEqualTo(Duration.ofSeconds(1));
        scenario.elapse(Duration.ofSeconds(1));
        scenario.perform();

        scenario.elapse(Duration.ofSeconds(60));
        scenario.exit("net", 2);

        assertThat(backOff("net")).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void doesNotBeginTheBackOffAnewBeforeAMinuteOfRunning() {
        scenario.run("net", creating(1, given().restart()));
        scenario.exit("net", 2);
        scenario.elapse(Duration.ofMillis(500));
        scenario.perform();

        scenario.elapse(Duration.ofMillis(59_999));
        scenario.exit("net", 2);

        assertThat(backOff("net")).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shortensTheBackOffByChance() {
        scenario.run("net", creating(1, given().restart()));
        scenario.random(0.0);

        scenario.exit("net", 2);

        assertThat(backOff("net")).isEqualTo(Duration.ofMillis(400));
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 124})
    void startsOnceMoreWithoutNameAfterAnUnknownArgumentAndStaysWithoutIt(int code) {
        scenario.run("net", creating(1, given()));

        scenario.ended("net", new Exit.Code(code));
        scenario.succeed(Effect.Clean.class);
        assertThat(scenario.latest(Effect.Store.class).desired()).contains(new Desired(spec(1, given().withoutName())));
        assertThat(scenario.all(Effect.Launch.class)).hasSize(1);
        scenario.perform();

        assertThat(scenario.latest(Effect.Launch.class).spec()).isEqualTo(spec(1, given().withoutName()));
        scenario.exit("net", code);
        assertThat(scenario.told("net")).endsWith("started", "exited", "name_dropped", "started", "exited", "finished");
    }

    @Test
    void takesACodeOf128AndASignalAsThatSignal() {
        scenario.run("net", creating(1, given().restart()));
        scenario.exit("net", 137);
        assertThat(scenario.unikernel("net").lastExit()).contains(new Exit.Signal(9));
        assertThat(backOff("net")).isEqualTo(Duration.ofMillis(500));

        scenario.run("coded", creating(1, given().restart(2L)));
        scenario.exit("coded", 137);
        assertThat(scenario.knows("coded")).isFalse();

        scenario.run("named", creating(1, given().restart(137L)));
        scenario.exit("named", 137);
        assertThat(scenario.unikernel("named").lastExit()).contains(new Exit.Code(137));
        assertThat(backOff("named")).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void takesExit1AsASignalWhenTheTendersLastLineSaysSo() {
        scenario.run("net", creating(1, given().restart()));
        scenario.end("net", new Exit.Code(1), Optional.of("solo5-hvt: Exiting on signal 15"));
        assertThat(backOff("net")).isEqualTo(Duration.ofMillis(500));
        assertThat(scenario.unikernel("net").lastExit()).contains(new Exit.Signal(15));

        scenario.run("other", creating(1, given().restart()));
        scenario.end("other", new Exit.Code(1), Optional.of("Error in command line."));
        assertThat(scenario.knows("other")).isFalse();
    }

    @Test
    void restartsAnUnknownEnd() {
        scenario.run("net", creating(1, given().restart()));
        scenario.end("net", new Exit.Unknown(), Optional.empty());

        assertThat(scenario.runOf("net")).isInstanceOf(Run.BackOff.class);
    }

    @Test
    void waitsWhenAnAutomaticRestartCannotBeLaunched() {
        scenario.run("net", creating(1, given().restart()));
        scenario.exit("net", 2);
        scenario.elapse(Duration.ofMillis(500));

        scenario.fail(Effect.Launch.class, "no bridge br1");
        assertThat(scenario.runOf("net"))
                .isInstanceOfSatisfying(Run.Waiting.class, waiting -> assertThat(waiting.reason())
                        .isEqualTo("no bridge br1"));
        for (int i = 0; i < 3; i++) {
            scenario.elapse(Duration.ofSeconds(5));
            scenario.fail(Effect.Launch.class, "no bridge br1");
        }
        assertThat(scenario.told("net").stream().filter("waiting"::equals)).hasSize(1);

        scenario.elapse(Duration.ofSeconds(5));
        scenario.fail(Effect.Launch.class, "no memory");
        assertThat(scenario.told("net").stream().filter("waiting"::equals)).hasSize(2);
        scenario.elapse(Duration.ofSeconds(5));
        scenario.perform();
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Running.class);
    }

    @Test
    void restartsByCommandWithTheSameArguments() {
        scenario.run("net", creating(1, given()));

        RequestId request = scenario.ask("net", RESTART);
        assertThat(scenario.last()).hasSize(1).first().isInstanceOf(Effect.Verify.class);
        scenario.perform();
        scenario.terminated("net");

        assertThat(scenario.answer(request)).isEqualTo(done("created unikernel"));
        assertThat(scenario.unikernel("net").runId()).isEqualTo(new RunId(2));
        assertThat(scenario.all(Effect.Store.class)).hasSize(1);
    }

    @Test
    void verifiesNewArgumentsBeforeTheOldRunIsTouched() {
        scenario.run("net", creating(1, given()));

        RequestId request = scenario.ask("net", restartWith(given().memory(64)));
        assertThat(scenario.latest(Effect.Verify.class).spec()).isEqualTo(spec(1, given().memory(64)));
        scenario.fail(Effect.Verify.class, "manifest mismatch");
        assertThat(scenario.answer(request)).isEqualTo(failure("manifest mismatch"));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Running.class);

        scenario.ask("net", restartWith(given().memory(64)));
        scenario.perform();
        scenario.terminated("net");
        assertThat(scenario.desired("net")).contains(spec(1, given().memory(64)));
        assertThat(scenario.released()).isEmpty();
    }

    @Test
    void refusesArgumentsThatDoNotFit() {
        Scenario ruled = Scenario.with(Map.of("foo", policy(5, 100)));
        ruled.run("foo:net", creating(1, given().memory(60)));
        ruled.run("foo:other", creating(1, given().memory(30)));

        assertThat(ruled.run("foo:net", restartWith(given().memory(71))))
                .isEqualTo(failure("maximum allowed memory (100, used 30) would be exceeded (requesting 71),"
                        + " says the policy of foo:"));
        ruled.ask("foo:net", restartWith(given().memory(70)));
        assertThat(ruled.pending()).hasSize(1);
    }

    @Test
    void refusesToRestartWhatDoesNotExist() {
        assertThat(scenario.run("net", RESTART)).isEqualTo(failure("restart: not found"));
        assertThat(scenario.run("foo:", RESTART))
                .isEqualTo(failure("restart: foo: is a path, the name of a unikernel is needed"));
    }

    @Test
    void startsOneThatWaitsForItsBackOffNow() {
        scenario.run("net", creating(1, given().restart()));
        scenario.exit("net", 2);

        RequestId request = scenario.ask("net", RESTART);
        scenario.perform();

        assertThat(scenario.answer(request)).isEqualTo(done("created unikernel"));
        assertThat(scenario.unikernel("net").restarts()).isZero();
        scenario.elapse(Duration.ofMinutes(1));
        assertThat(scenario.all(Effect.Launch.class)).hasSize(2);
    }

    @Test
    void letsOneWaitThatCannotBeLaunchedAgainWithWhatItHad() {
        scenario.run("net", creating(1, given()));
        RequestId request = scenario.ask("net", RESTART);
        scenario.succeed(Effect.Verify.class);
        scenario.ended("net", new Exit.Signal(15));
        scenario.succeed(Effect.Clean.class);

        scenario.fail(Effect.Launch.class, "no bridge br1");

        assertThat(scenario.answer(request)).isEqualTo(failure("no bridge br1"));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Waiting.class);
    }

    @Test
    void doesNotRestartWhatHasFinishedMeanwhile() {
        scenario.run("net", creating(1, given()));
        RequestId request = scenario.ask("net", RESTART);
        scenario.ended("net", new Exit.Code(0));
        scenario.succeed(Effect.Clean.class);
        scenario.succeed(Effect.Store.class);
        assertThat(scenario.released()).as("it is still being verified").isEmpty();

        scenario.succeed(Effect.Verify.class);

        assertThat(scenario.answer(request))
                .isEqualTo(failure(":net has ended meanwhile, and is not what was to be restarted"));
        assertThat(scenario.knows("net")).isFalse();
        assertThat(scenario.released()).containsExactly(image(1));
    }

    @Test
    void countsRestartsSinceTheLastCommandThatStartedIt() {
        scenario.run("net", creating(1, given().restart()));
        scenario.exit("net", 2);
        scenario.elapse(Duration.ofSeconds(1));
        scenario.perform();
        assertThat(scenario.unikernel("net").restarts()).isEqualTo(1);

        scenario.ask("net", forceCreating(2, given().restart()));
        scenario.perform();
        scenario.terminated("net");

        assertThat(scenario.unikernel("net").restarts()).isZero();
    }
}
