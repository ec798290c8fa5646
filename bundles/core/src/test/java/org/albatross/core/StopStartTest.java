package org.albatross.core;

import static org.albatross.core.Samples.creating;
import static org.albatross.core.Samples.forceCreating;
import static org.albatross.core.Samples.given;
import static org.albatross.core.Samples.spec;
import static org.albatross.core.Scenario.done;
import static org.albatross.core.Scenario.failure;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.albatross.model.Exit;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.UnikernelCommand;
import org.junit.jupiter.api.Test;

/** Stop, start and shutdown, of one and of many. */
class StopStartTest {
    private static final LifecycleCommand STOP = new LifecycleCommand.Stop();
    private static final LifecycleCommand START = new LifecycleCommand.Start();
    private static final LifecycleCommand SHUTDOWN = new LifecycleCommand.Shutdown();

    private final Scenario scenario = Scenario.empty();

    private void run(String... names) {
        for (String name : names) {
            scenario.run(name, creating(1, given().restart()));
        }
    }

    private void stopNow(String name) {
        scenario.ask(name, STOP);
        scenario.perform();
        scenario.terminated(name);
    }

    @Test
    void stopsWhenThatIsDurableAndAnswersWhenItIsCleaned() {
        run("net");

        RequestId request = scenario.ask("net", STOP);
        assertThat(scenario.latest(Effect.Store.class).desired())
                .contains(new Desired(spec(1, given().restart()), true, Optional.empty()));
        assertThat(scenario.all(Effect.Terminate.class)).isEmpty();
        scenario.succeed(Effect.Store.class);
        assertThat(scenario.all(Effect.Terminate.class)).hasSize(1);
        scenario.ended("net", new Exit.Signal(15));
        assertThat(scenario.answered(request)).isFalse();
        scenario.succeed(Effect.Clean.class);

        assertThat(scenario.answer(request)).isEqualTo(done("stopped"));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Stopped.class);
        scenario.elapse(Duration.ofMinutes(5));
        assertThat(scenario.all(Effect.Launch.class)).hasSize(1);
    }

    @Test
    void leavesItRunningWhenTheStopCannotBeStored() {
        run("net");
        RequestId request = scenario.ask("net", STOP);

        scenario.fail(Effect.Store.class, "Input/output error");

        assertThat(scenario.answer(request)).isEqualTo(failure("Input/output error"));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Running.class);
    }

    @Test
    void stopsWhatEndsByItselfMeanwhile() {
        run("net");
        RequestId request = scenario.ask("net", STOP);
        scenario.ended("net", new Exit.Code(2));
        scenario.succeed(Effect.Clean.class);
        scenario.perform();

        assertThat(scenario.answer(request)).isEqualTo(done("stopped"));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Stopped.class);
    }

    @Test
    void judgesWhatEndsByItselfWhenTheStopCannotBeStored() {
        run("net");
        scenario.ask("net", STOP);
        scenario.ended("net", new Exit.Code(2));
        scenario.succeed(Effect.Clean.class);

        scenario.fail(Effect.Store.class, "Input/output error");

        assertThat(scenario.runOf("net")).isInstanceOf(Run.BackOff.class);
    }

    @Test
    void stopsOneThatWaitsForItsBackOff() {
        run("net");
        scenario.exit("net", 2);

        assertThat(scenario.run("net", STOP)).isEqualTo(done("stopped"));
        scenario.elapse(Duration.ofMinutes(5));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Stopped.class);
    }

    @Test
    void endsAStopThatIsDurable() {
        run("net");
        stopNow("net");

        RequestId request = scenario.ask("net", START);
        assertThat(scenario.latest(Effect.Store.class).desired()).contains(new Desired(spec(1, given().restart())));
        assertThat(scenario.all(Effect.Launch.class)).hasSize(1);
        scenario.succeed(Effect.Store.class);
        assertThat(scenario.answered(request)).isFalse();
        scenario.succeed(Effect.Launch.class);

        assertThat(scenario.answer(request)).isEqualTo(done("started"));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Running.class);
    }

    @Test
    void staysStoppedWhenItCannotBeLaunched() {
        run("net");
        stopNow("net");
        RequestId request = scenario.ask("net", START);
        scenario.succeed(Effect.Store.class);

        scenario.fail(Effect.Launch.class, "no bridge br1");
        scenario.perform();

        assertThat(scenario.answer(request)).isEqualTo(failure("no bridge br1"));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Stopped.class);
        assertThat(scenario.unikernel("net").desired().map(Desired::stopped)).contains(true);
    }

    @Test
    void staysStoppedWhenTheStartCannotBeStored() {
        run("net");
        stopNow("net");
        RequestId request = scenario.ask("net", START);

        scenario.fail(Effect.Store.class, "Input/output error");

        assertThat(scenario.answer(request)).isEqualTo(failure("Input/output error"));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Stopped.class);
    }

    @Test
    void startsWhatRunsWithoutTouchingIt() {
        run("net");

        assertThat(scenario.run("net", START)).isEqualTo(done("started"));
        assertThat(scenario.unikernel("net").runId()).isEqualTo(new RunId(1));
    }

    @Test
    void startsOneThatWaitsForItsBackOffNow() {
        run("net");
        scenario.exit("net", 2);

        assertThat(scenario.run("net", START)).isEqualTo(done("started"));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Running.class);
    }

    @Test
    void waitsForALaunchUnderWayBeforeItSaysStarted() {
        run("net");
        scenario.exit("net", 2);
        scenario.elapse(Duration.ofSeconds(1));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Starting.class);

        RequestId request = scenario.ask("net", START);
        assertThat(scenario.answered(request)).isFalse();
        scenario.fail(Effect.Launch.class, "no bridge br1");

        assertThat(scenario.answer(request)).isEqualTo(failure("no bridge br1"));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Waiting.class);
    }

    @Test
    void keepsWhatIsStoppedAcrossAForceCreateThatFails() {
        run("net");
        stopNow("net");
        RequestId request = scenario.ask("net", forceCreating(2, given()));
        scenario.succeed(Effect.Stage.class);
        scenario.succeed(Effect.Store.class);
        scenario.fail(Effect.Launch.class, "no bridge br1");
        scenario.perform();

        assertThat(scenario.answer(request)).isEqualTo(failure("no bridge br1"));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Stopped.class);
        assertThat(scenario.desired("net")).contains(spec(1, given().restart()));
    }

    @Test
    void shutsDownWithoutChangingWhatIsDesired() {
        run("net");
        int stores = scenario.all(Effect.Store.class).size();
        RequestId request = scenario.ask("net", SHUTDOWN);
        scenario.terminated("net");

        assertThat(scenario.answer(request)).isEqualTo(done("shut down"));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Stopped.class);
        assertThat(scenario.all(Effect.Store.class)).hasSize(stores);
        assertThat(scenario.run("net", START)).isEqualTo(done("started"));
    }

    @Test
    void stopsEverythingAtOrBelowAPath() {
        run("foo:a", "foo:sub:b", "bar:c", "top");

        RequestId request = scenario.ask("foo:", STOP);
        scenario.perform();
        scenario.terminated("foo:a");
        assertThat(scenario.answered(request)).isFalse();
        scenario.terminated("foo:sub:b");

        assertThat(scenario.answer(request)).isEqualTo(done("stopped"));
        assertThat(scenario.runOf("foo:sub:b")).isInstanceOf(Run.Stopped.class);
        assertThat(scenario.runOf("bar:c")).isInstanceOf(Run.Running.class);
        assertThat(scenario.run("foo:", START)).isEqualTo(done("started"));
        assertThat(scenario.runOf("foo:a")).isInstanceOf(Run.Running.class);
    }

    @Test
    void answersOnceAndNamesEveryFailureOfMany() {
        run("foo:a", "foo:b", "foo:c");
        scenario.ask("foo:b", forceCreating(2, given()));

        RequestId request = scenario.ask("foo:", STOP);
        scenario.fail(Effect.Store.class, "Input/output error");
        scenario.succeed(Effect.Store.class);
        scenario.terminated("foo:c");

        assertThat(scenario.answer(request))
                .isEqualTo(failure("another command about foo:b is being carried out, try again; Input/output error"));
    }

    @Test
    void hasNothingToDoOnAnEmptyPathButRefusesANameThatIsNotThere() {
        assertThat(scenario.run(":", STOP)).isEqualTo(done("stopped"));
        assertThat(scenario.run(":", SHUTDOWN)).isEqualTo(done("shut down"));
        assertThat(scenario.run("net", STOP)).isEqualTo(failure("stop: not found"));
        assertThat(scenario.run("net", START)).isEqualTo(failure("start: not found"));
        assertThat(scenario.run("net", SHUTDOWN)).isEqualTo(failure("shutdown: not found"));
    }

    @Test
    void doesNotStopWhatIsOnlyBeingCreated() {
        RequestId created = scenario.ask("foo:a", creating(1, given()));

        assertThat(scenario.run("foo:a", STOP)).isEqualTo(failure("stop: not found"));
        assertThat(scenario.answer(created)).isEqualTo(done("created unikernel"));
    }

    @Test
    void endsAStopByARestart() {
        run("net");
        stopNow("net");

        assertThat(scenario.run("net", new UnikernelCommand.Restart(Optional.empty())))
                .isEqualTo(done("created unikernel"));
        assertThat(scenario.unikernel("net").desired().map(Desired::stopped)).contains(false);
    }
}
