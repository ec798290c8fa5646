package org.albatross.core;

import static org.albatross.core.Samples.creating;
import static org.albatross.core.Samples.forceCreating;
import static org.albatross.core.Samples.given;
import static org.albatross.core.Samples.name;
import static org.albatross.core.Samples.spec;
import static org.albatross.core.Scenario.done;
import static org.albatross.core.Scenario.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.albatross.core.Samples.Given;
import org.albatross.model.Confirmation;
import org.albatross.model.Exit;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Reply;
import org.albatross.model.ServiceCheck;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelStatus;
import org.junit.jupiter.api.Test;

/** What follows from what runs already when the platform starts, and the order of boot. */
class TakeOverTest {
    private static final Instant STARTED = Instant.parse("2026-11-20T00:00:00Z");

    private static Scenario desiring(Given given) {
        return Scenario.desiring(Map.of("net", new Desired(spec(1, given))));
    }

    private static Scenario stopped() {
        return Scenario.desiring(Map.of("net", new Desired(spec(1, given()), true, Optional.empty())));
    }

    private static Scenario unconfirmed() {
        Desired.Fallback old = new Desired.Fallback(spec(1, given()), new Confirmation(10));
        return Scenario.desiring(Map.of("net", new Desired(spec(2, given()), false, Optional.of(old))));
    }

    private static Input.Found alive(boolean current) {
        return new Input.Found.Alive(Samples.running(name("net"), new RunId(7), STARTED), current, false, History.NONE);
    }

    private static Input.Found dead(int code, boolean current) {
        return new Input.Found.Dead(name("net"), new RunId(7), new Exit.Code(code), current, History.NONE);
    }

    @Test
    void adoptsWhatRuns() {
        Scenario scenario = desiring(given());

        scenario.takeOver(alive(true));

        assertThat(scenario.runOf("net"))
                .isInstanceOfSatisfying(Run.Running.class, running -> assertThat(running.started())
                        .isEqualTo(STARTED));
        assertThat(scenario.unikernel("net").since())
                .as("since when status says that it runs")
                .isEqualTo(STARTED);
        assertThat(scenario.pending()).isEmpty();
        assertThat(scenario.told("net")).containsExactly("adopted");
        scenario.exit("net", 0);
        assertThat(scenario.latest(Effect.Clean.class).runId()).isEqualTo(new RunId(7));
        assertThat(scenario.told("net")).endsWith("finished");
    }

    @Test
    void replacesWhatRunsButIsNotCurrent() {
        Scenario scenario = desiring(given());

        scenario.takeOver(alive(false));
        assertThat(scenario.all(Effect.Terminate.class)).isEmpty();
        scenario.succeed(Effect.Verify.class);
        assertThat(scenario.latest(Effect.Terminate.class)).isEqualTo(new Effect.Terminate(name("net"), new RunId(7)));
        scenario.terminated("net");

        assertThat(scenario.runOf("net"))
                .isInstanceOfSatisfying(Run.Running.class, running -> assertThat(running.outdated())
                        .isEmpty());
        assertThat(scenario.unikernel("net").runId()).isEqualTo(new RunId(8));
        assertThat(scenario.all(Effect.Answer.class)).isEmpty();
    }

    @Test
    void replacesAtOnceWhatWasAskedToEnd() {
        Scenario scenario = desiring(given());

        scenario.takeOver(
                new Input.Found.Alive(Samples.running(name("net"), new RunId(7), STARTED), false, true, History.NONE));

        assertThat(scenario.latest(Effect.Terminate.class)).isEqualTo(new Effect.Terminate(name("net"), new RunId(7)));
    }

    @Test
    void keepsWhatRunsAsLongAsWhatIsDesiredCannotStart() {
        Scenario scenario = desiring(given());
        scenario.takeOver(alive(false));

        for (int i = 0; i < 3; i++) {
            scenario.fail(Effect.Verify.class, "no such image");
            scenario.elapse(Duration.ofSeconds(5));
        }

        assertThat(scenario.all(Effect.Terminate.class)).isEmpty();
        assertThat(scenario.all(Effect.Alert.class)).containsExactly(new Effect.Alert(name("net"), "no such image"));
        assertThat(scenario.told("net")).containsExactly("adopted", "kept");
        assertThat(statusOf(scenario))
                .isEqualTo("running: it is not what is desired, which cannot start: no such image");
        assertThat(scenario.answer(scenario.ask("net", new LifecycleCommand.Start())))
                .isEqualTo(done("started"));

        scenario.succeed(Effect.Verify.class);
        scenario.terminated("net");
        assertThat(scenario.unikernel("net").runId()).isEqualTo(new RunId(8));
        assertThat(statusOf(scenario)).isEqualTo("running: ");
    }

    private static String statusOf(Scenario scenario) {
        Reply.Statuses statuses = (Reply.Statuses) scenario.answer(scenario.ask("net", new LifecycleCommand.Status()));
        UnikernelStatus status = statuses.statuses().get(0).value();
        return status.state() + ": " + status.reason().map(Object::toString).orElse("");
    }

    @Test
    void knowsOfWhatRunsHowOftenItWasRestartedAndWhy() {
        Scenario scenario = desiring(given());

        scenario.takeOver(new Input.Found.Alive(
                Samples.running(name("net"), new RunId(7), STARTED),
                true,
                false,
                new History(3, Optional.of(new Exit.Code(7)))));

        Reply.Statuses statuses = (Reply.Statuses) scenario.answer(scenario.ask("net", new LifecycleCommand.Status()));
        UnikernelStatus status = statuses.statuses().get(0).value();
        assertThat(status.restarts()).isEqualTo(3);
        assertThat(status.lastExit()).contains(Text.of("exit 7"));
        assertThat(status.since()).contains(STARTED);
    }

    @Test
    void countsTheRestartAfterWhatEndedMeanwhile() {
        Scenario scenario = desiring(given().restart());
        scenario.takeOver(new Input.Found.Dead(
                name("net"), new RunId(7), new Exit.Code(2), true, new History(3, Optional.of(new Exit.Code(7)))));
        scenario.succeed(Effect.Clean.class);

        scenario.elapse(Duration.ofSeconds(1));

        assertThat(scenario.latest(Effect.Launch.class).history())
                .isEqualTo(new History(4, Optional.of(new Exit.Code(2))));
    }

    @Test
    void statusTellsWhyWhatARunHasOnTheMachineIsNotWhole() {
        Scenario scenario = desiring(given());
        scenario.takeOver(alive(true));

        scenario.apply(new Input.Impaired(name("net"), new RunId(6), Optional.of("of a former run")));
        assertThat(statusOf(scenario)).isEqualTo("running: ");

        scenario.apply(new Input.Impaired(name("net"), new RunId(7), Optional.of("its console is gone")));
        assertThat(statusOf(scenario)).isEqualTo("running: its console is gone");
        assertThat(scenario.unikernel("net").since()).isEqualTo(STARTED);

        scenario.apply(new Input.Impaired(name("net"), new RunId(7), Optional.empty()));
        assertThat(statusOf(scenario)).isEqualTo("running: ");
    }

    @Test
    void keepsTheHistoryOfWhatHasLeftNothingElse() {
        Scenario scenario = desiring(given());
        History history = new History(2, Optional.of(new Exit.Signal(9)));

        scenario.takeOver(new Input.Found.Absent(name("net"), new RunId(7), history));

        assertThat(scenario.latest(Effect.Launch.class).history()).isEqualTo(history);
    }

    @Test
    void launchesWithoutJudgementWhatIsDesiredWhenWhatWasKeptEnds() {
        Scenario scenario = desiring(given());
        scenario.takeOver(alive(false));
        scenario.fail(Effect.Verify.class, "no such image");

        scenario.exit("net", 0);

        assertThat(scenario.told("net")).doesNotContain("finished");
        assertThat(scenario.unikernel("net").runId()).isEqualTo(new RunId(8));
    }

    @Test
    void letsACommandComeBeforeWhatWasFoundOutdated() {
        Scenario scenario = desiring(given());
        scenario.takeOver(alive(false));
        RequestId created = scenario.ask("net", forceCreating(2, given()));

        scenario.succeed(Effect.Verify.class);
        assertThat(scenario.all(Effect.Terminate.class)).isEmpty();
        scenario.succeed(Effect.Stage.class);
        scenario.succeed(Effect.Store.class);
        scenario.terminated("net");

        assertThat(scenario.answer(created)).isEqualTo(done("created unikernel"));
        assertThat(scenario.desired("net")).contains(spec(2, given()));
        scenario.elapse(Duration.ofMinutes(1));
        assertThat(scenario.pending()).isEmpty();
        assertThat(scenario.unikernel("net").runId()).isEqualTo(new RunId(8));
    }

    @Test
    void destroysWhatIsOutdated() {
        Scenario scenario = desiring(given());
        scenario.takeOver(alive(false));
        scenario.fail(Effect.Verify.class, "no such image");

        assertThat(scenario.destroy("net")).isEqualTo(done("destroyed unikernel"));
        scenario.elapse(Duration.ofMinutes(1));
        assertThat(scenario.pending()).isEmpty();
    }

    @Test
    void stopsWhatRunsButIsStopped() {
        Scenario scenario = stopped();

        scenario.takeOver(alive(true));
        scenario.terminated("net");

        assertThat(scenario.runOf("net")).isInstanceOf(Run.Stopped.class);
        assertThat(scenario.all(Effect.Launch.class)).isEmpty();
    }

    @Test
    void judgesWhatEndedMeanwhile() {
        Scenario finished = desiring(given());
        finished.takeOver(dead(0, true));
        finished.perform();
        assertThat(finished.told("net")).endsWith("exited", "finished");
        assertThat(finished.knows("net")).isFalse();

        Scenario restarted = desiring(given().restart());
        restarted.takeOver(dead(2, true));
        restarted.perform();
        assertThat(restarted.runOf("net")).isInstanceOf(Run.BackOff.class);
        restarted.elapse(Duration.ofSeconds(1));
        restarted.perform();
        assertThat(restarted.unikernel("net").runId()).isEqualTo(new RunId(8));
    }

    @Test
    void launchesWithoutJudgementWhatWasAskedToEndBeforeACrash() {
        Scenario scenario = desiring(given());

        scenario.takeOver(dead(1, false));
        scenario.perform();

        assertThat(scenario.runOf("net")).isInstanceOf(Run.Running.class);
        assertThat(scenario.told("net")).doesNotContain("finished");
    }

    @Test
    void leavesWhatEndedMeanwhileStopped() {
        Scenario scenario = stopped();
        scenario.takeOver(dead(1, false));
        scenario.perform();

        assertThat(scenario.runOf("net")).isInstanceOf(Run.Stopped.class);
    }

    @Test
    void fallsBackWhenAReplacementEndedMeanwhile() {
        Scenario scenario = unconfirmed();

        scenario.takeOver(dead(0, true));
        scenario.perform();

        assertThat(scenario.desired("net")).contains(spec(1, given()));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Running.class);
    }

    @Test
    void confirmsAReplacementThatLivedOn() {
        Scenario scenario = unconfirmed();
        scenario.takeOver(alive(true));

        scenario.elapse(Duration.ofSeconds(10));
        scenario.perform();

        assertThat(scenario.unikernel("net").desired()).contains(new Desired(spec(2, given())));
    }

    @Test
    void checksAReplacementThatLivedOnAgain() {
        Desired.Fallback old = new Desired.Fallback(
                spec(1, given()), new Confirmation(10, Optional.of(ServiceCheck.parse("tcp:10.0.0.2:80"))));
        Scenario scenario = Scenario.desiring(Map.of("net", new Desired(spec(2, given()), false, Optional.of(old))));
        scenario.takeOver(alive(true));
        scenario.fail(Effect.Check.class, "Connection refused");
        scenario.elapse(Duration.ofSeconds(10));
        scenario.succeed(Effect.Store.class);

        assertThat(scenario.desired("net")).contains(spec(1, given()));
    }

    @Test
    void confirmsNothingThatHasNotRunYet() {
        Scenario scenario = unconfirmed();
        scenario.takeOver(alive(false));
        scenario.fail(Effect.Verify.class, "there is no bridge");

        scenario.elapse(Duration.ofSeconds(10));

        assertThat(scenario.all(Effect.Store.class)).isEmpty();
    }

    @Test
    void launchesWhatDoesNotRunUnlessItIsStopped() {
        Scenario scenario = desiring(given());
        scenario.takeOver(new Input.Found.Absent(name("net"), new RunId(3), History.NONE));
        scenario.perform();
        assertThat(scenario.unikernel("net").runId()).isEqualTo(new RunId(4));

        Scenario stopped = stopped();
        stopped.takeOver(new Input.Found.Absent(name("net"), new RunId(0), History.NONE));
        assertThat(stopped.runOf("net")).isInstanceOf(Run.Stopped.class);
        assertThat(stopped.pending()).isEmpty();
    }

    @Test
    void letsWhatCannotBeLaunchedAtBootWaitAndTriesItAgain() {
        Scenario scenario = desiring(given());
        scenario.takeOver(new Input.Found.Absent(name("net"), new RunId(0), History.NONE));

        scenario.fail(Effect.Launch.class, "no bridge br1");
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Waiting.class);
        scenario.elapse(Duration.ofSeconds(5));
        scenario.perform();

        assertThat(scenario.runOf("net")).isInstanceOf(Run.Running.class);
        assertThat(scenario.all(Effect.Store.class)).isEmpty();
    }

    @Test
    void startsNothingThatCannotBeKnown() {
        Scenario scenario = desiring(given());
        scenario.takeOver(new Input.Found.Unclear(name("net"), new RunId(7), "/proc is hidden"));
        scenario.elapse(Duration.ofMinutes(10));
        assertThat(scenario.all(Effect.Launch.class)).isEmpty();

        String unknown = "it cannot be known whether :net runs: /proc is hidden";
        assertThat(scenario.run("net", new UnikernelCommand.Destroy())).isEqualTo(failure(unknown));
        assertThat(scenario.run("net", new LifecycleCommand.Start())).isEqualTo(failure(unknown));
        assertThat(scenario.run("net", forceCreating(2, given()))).isEqualTo(failure(unknown));
        assertThat(scenario.run("net", new UnikernelCommand.Restart(Optional.empty())))
                .isEqualTo(failure(unknown));
    }

    @Test
    void goesOnWhenItIsKnown() {
        Scenario scenario = desiring(given());
        scenario.takeOver(new Input.Found.Unclear(name("net"), new RunId(7), "/proc is hidden"));

        scenario.takeOver(alive(true));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Running.class);
        scenario.takeOver(new Input.Found.Absent(name("net"), new RunId(7), History.NONE));

        assertThat(scenario.runOf("net")).isInstanceOf(Run.Running.class);
        assertThat(scenario.destroy("net")).isEqualTo(done("destroyed unikernel"));
    }

    @Test
    void refusesToHearOfWhatNobodyDesires() {
        Scenario scenario = Scenario.empty();

        assertThatThrownBy(() -> scenario.takeOver(alive(true)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(":net");
    }

    private static Scenario booting() {
        Scenario scenario = Scenario.desiring(Map.of(
                "first", new Desired(spec(1, given().startup(1))),
                "early-a", new Desired(spec(1, given().startup(7))),
                "early-b", new Desired(spec(1, given().startup(7))),
                "usual", new Desired(spec(1, given())),
                "late", new Desired(spec(1, given().startup(51)))));
        scenario.takeOver(
                new Input.Found.Absent(name("late"), new RunId(0), History.NONE),
                new Input.Found.Absent(name("usual"), new RunId(0), History.NONE),
                new Input.Found.Absent(name("early-a"), new RunId(0), History.NONE),
                new Input.Found.Absent(name("early-b"), new RunId(0), History.NONE),
                new Input.Found.Absent(name("first"), new RunId(0), History.NONE));
        return scenario;
    }

    private static void assertLaunched(Scenario scenario, String... names) {
        assertThat(scenario.all(Effect.Launch.class).stream()
                        .map(launch -> launch.name().label().orElseThrow()))
                .containsExactly(names);
    }

    @Test
    void bootsLowStartOrdersFirstAndTheSameSideBySide() {
        Scenario scenario = booting();

        assertLaunched(scenario, "first");
        scenario.succeed(Effect.Launch.class);
        assertLaunched(scenario, "first", "early-a", "early-b");
        scenario.succeed(Effect.Launch.class);
        assertLaunched(scenario, "first", "early-a", "early-b");
        scenario.fail(Effect.Launch.class, "no bridge");
        assertLaunched(scenario, "first", "early-a", "early-b", "usual");
        scenario.succeed(Effect.Launch.class);
        assertLaunched(scenario, "first", "early-a", "early-b", "usual", "late");
    }

    @Test
    void launchesNothingThatIsDestroyedBeforeItsTurn() {
        Scenario scenario = booting();
        RequestId destroyed = scenario.ask("late", new UnikernelCommand.Destroy());
        while (!scenario.all(Effect.Launch.class).stream()
                .anyMatch(launch -> launch.name().equals(name("usual")))) {
            scenario.succeed(Effect.Launch.class);
        }
        scenario.perform();

        assertLaunched(scenario, "first", "early-a", "early-b", "usual");
        assertThat(scenario.answer(destroyed)).isEqualTo(done("destroyed: removed from restarting"));
    }

    @Test
    void doesNotHoldUpCommandsDuringBoot() {
        Scenario scenario = booting();

        RequestId created = scenario.ask("new", creating(2, given()));
        scenario.succeed(Effect.Stage.class);
        scenario.succeed(Effect.Store.class);
        assertLaunched(scenario, "first", "new");
        RequestId started = scenario.ask("late", new LifecycleCommand.Start());
        assertLaunched(scenario, "first", "new", "late");

        scenario.perform();
        assertThat(scenario.answer(created)).isEqualTo(done("created unikernel"));
        assertThat(scenario.answer(started)).isEqualTo(done("started"));
    }
}
