package org.albatross.core;

import static org.albatross.core.Samples.creating;
import static org.albatross.core.Samples.forceCreating;
import static org.albatross.core.Samples.given;
import static org.albatross.core.Samples.image;
import static org.albatross.core.Samples.name;
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

class DestroyTest {
    private static final UnikernelCommand DESTROY = new UnikernelCommand.Destroy();

    private final Scenario scenario = Scenario.empty();

    @Test
    void answersWhenTheRunIsCleaned() {
        scenario.run("net", creating(1, given()));

        RequestId request = scenario.ask("net", DESTROY);
        assertThat(scenario.last()).hasSize(1).first().isInstanceOf(Effect.Store.class);
        scenario.succeed(Effect.Store.class);
        assertThat(scenario.last()).containsExactly(new Effect.Terminate(name("net"), new RunId(1)));
        scenario.ended("net", new Exit.Signal(15));
        assertThat(scenario.answered(request)).isFalse();
        scenario.succeed(Effect.Clean.class);

        assertThat(scenario.answer(request)).isEqualTo(done("destroyed unikernel"));
        assertThat(scenario.state().unikernels()).isEmpty();
        assertThat(scenario.released()).containsExactly(image(1));
        assertThat(scenario.told("net")).endsWith("ended", "destroyed");
    }

    @Test
    void refusesWhatDoesNotExist() {
        assertThat(scenario.run("net", DESTROY)).isEqualTo(failure("destroy: not found"));
        assertThat(scenario.run("foo:", DESTROY))
                .isEqualTo(failure("destroy: foo: is a path, the name of a unikernel is needed"));
    }

    @Test
    void answersASecondOneOfTheSameTogetherWithTheFirst() {
        scenario.run("net", creating(1, given()));
        RequestId first = scenario.ask("net", DESTROY);
        RequestId second = scenario.ask("net", DESTROY);
        scenario.perform();
        RequestId third = scenario.ask("net", DESTROY);
        scenario.terminated("net");

        assertThat(scenario.answer(first)).isEqualTo(done("destroyed unikernel"));
        assertThat(scenario.answer(second)).isEqualTo(done("destroyed unikernel"));
        assertThat(scenario.answer(third)).isEqualTo(done("destroyed unikernel"));
        assertThat(scenario.all(Effect.Store.class)).hasSize(2);
    }

    @Test
    void overtakesStaging() {
        RequestId created = scenario.ask("net", creating(1, given()));

        RequestId destroyed = scenario.ask("net", DESTROY);
        assertThat(scenario.answer(created)).isEqualTo(failure(":net is being destroyed"));
        assertThat(scenario.last()).contains(new Effect.Cancel(name("net"), new Ticket(1)));
        scenario.succeed(Effect.Stage.class);
        assertThat(scenario.released()).containsExactly(image(1));
        scenario.succeed(Effect.Store.class);

        assertThat(scenario.answer(destroyed)).isEqualTo(done("destroyed: removed from restarting"));
        assertThat(scenario.state().unikernels()).isEmpty();
    }

    @Test
    void overtakesStoring() {
        RequestId created = scenario.ask("net", creating(1, given()));
        scenario.succeed(Effect.Stage.class);

        RequestId destroyed = scenario.ask("net", DESTROY);
        assertThat(scenario.answer(created)).isEqualTo(failure(":net is being destroyed"));
        scenario.perform();

        assertThat(scenario.answer(destroyed)).isEqualTo(done("destroyed: removed from restarting"));
        assertThat(scenario.all(Effect.Launch.class)).isEmpty();
        assertThat(scenario.released()).containsExactly(image(1));
    }

    @Test
    void overtakesALaunchAndEndsWhatItStarted() {
        RequestId created = scenario.ask("net", creating(1, given()));
        scenario.succeed(Effect.Stage.class);
        scenario.succeed(Effect.Store.class);

        RequestId destroyed = scenario.ask("net", DESTROY);
        assertThat(scenario.answer(created)).isEqualTo(failure(":net is being destroyed"));
        scenario.succeed(Effect.Launch.class);
        scenario.succeed(Effect.Store.class);
        assertThat(scenario.last()).contains(new Effect.Terminate(name("net"), new RunId(1)));
        scenario.end("net", new Exit.Signal(9), Optional.empty());

        assertThat(scenario.answer(destroyed)).isEqualTo(done("destroyed unikernel"));
    }

    @Test
    void overtakesALaunchThatFails() {
        scenario.ask("net", creating(1, given()));
        scenario.succeed(Effect.Stage.class);
        scenario.succeed(Effect.Store.class);
        RequestId destroyed = scenario.ask("net", DESTROY);

        scenario.fail(Effect.Launch.class, "no tap");
        scenario.succeed(Effect.Store.class);

        assertThat(scenario.answer(destroyed)).isEqualTo(done("destroyed unikernel"));
        assertThat(scenario.state().unikernels()).isEmpty();
    }

    @Test
    void overtakesTakingBack() {
        RequestId created = scenario.ask("net", creating(1, given()));
        scenario.succeed(Effect.Stage.class);
        scenario.succeed(Effect.Store.class);
        scenario.fail(Effect.Launch.class, "no tap");

        RequestId destroyed = scenario.ask("net", DESTROY);
        assertThat(scenario.answer(created)).isEqualTo(failure("no tap; :net is being destroyed"));
        scenario.perform();

        assertThat(scenario.answer(destroyed)).isEqualTo(done("destroyed: removed from restarting"));
    }

    @Test
    void overtakesAReplacement() {
        scenario.run("net", creating(1, given()));
        RequestId replaced = scenario.ask("net", forceCreating(2, given()));
        scenario.succeed(Effect.Stage.class);
        scenario.succeed(Effect.Store.class);
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Ending.class);

        RequestId destroyed = scenario.ask("net", DESTROY);
        assertThat(scenario.answer(replaced)).isEqualTo(failure(":net is being destroyed"));
        scenario.perform();
        scenario.terminated("net");

        assertThat(scenario.answer(destroyed)).isEqualTo(done("destroyed unikernel"));
        assertThat(scenario.all(Effect.Launch.class)).hasSize(1);
        assertThat(scenario.released()).containsExactlyInAnyOrder(image(1), image(2));
    }

    @Test
    void endsABackOff() {
        scenario.run("net", creating(1, given().restart()));
        scenario.exit("net", 2);
        assertThat(scenario.runOf("net")).isInstanceOf(Run.BackOff.class);

        RequestId destroyed = scenario.ask("net", DESTROY);
        scenario.elapse(Duration.ofMinutes(2));
        assertThat(scenario.all(Effect.Launch.class)).hasSize(1);
        scenario.perform();

        assertThat(scenario.answer(destroyed)).isEqualTo(done("destroyed: removed from restarting"));
    }

    @Test
    void overtakesAStop() {
        scenario.run("net", creating(1, given()));
        RequestId stopped = scenario.ask("net", new LifecycleCommand.Stop());
        RequestId destroyed = scenario.ask("net", DESTROY);
        scenario.perform();
        scenario.terminated("net");

        assertThat(scenario.answer(stopped)).isEqualTo(failure(":net is being destroyed"));
        assertThat(scenario.answer(destroyed)).isEqualTo(done("destroyed unikernel"));
    }

    @Test
    void removesWhatIsStopped() {
        scenario.run("net", creating(1, given()));
        scenario.ask("net", new LifecycleCommand.Stop());
        scenario.perform();
        scenario.terminated("net");

        assertThat(scenario.run("net", DESTROY)).isEqualTo(done("destroyed: removed from restarting"));
    }

    @Test
    void overtakesAnEndThatIsBeingStored() {
        scenario.run("net", creating(1, given()));
        scenario.ended("net", new Exit.Code(0));
        scenario.succeed(Effect.Clean.class);
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Settling.class);

        RequestId destroyed = scenario.ask("net", DESTROY);
        scenario.perform();

        assertThat(scenario.answer(destroyed)).isEqualTo(done("destroyed: removed from restarting"));
        assertThat(scenario.state().unikernels()).isEmpty();
    }

    @Test
    void isNotUndoneByAnEndThatCouldNotBeStoredBefore() {
        scenario.run("net", creating(1, given()));
        scenario.ended("net", new Exit.Code(64));
        scenario.succeed(Effect.Clean.class);
        scenario.fail(Effect.Store.class, "Input/output error");

        RequestId destroyed = scenario.ask("net", DESTROY);
        scenario.elapse(Duration.ofMinutes(1));
        scenario.perform();
        scenario.elapse(Duration.ofMinutes(1));

        assertThat(scenario.answer(destroyed)).isEqualTo(done("destroyed: removed from restarting"));
        assertThat(scenario.state().unikernels()).isEmpty();
        assertThat(scenario.latest(Effect.Store.class).desired()).isEmpty();
    }

    @Test
    void leavesTheUnikernelRunningWhenItCannotBeStored() {
        scenario.run("net", creating(1, given()));
        RequestId destroyed = scenario.ask("net", DESTROY);

        scenario.fail(Effect.Store.class, "Input/output error");

        assertThat(scenario.answer(destroyed)).isEqualTo(failure("not destroyed: Input/output error"));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Running.class);
        assertThat(scenario.destroy("net")).isEqualTo(done("destroyed unikernel"));
    }

    @Test
    void letsAReplacementGoOnThatItOvertookInVain() {
        scenario.run("net", creating(1, given()));
        scenario.ask("net", forceCreating(2, given()));
        scenario.succeed(Effect.Stage.class);
        scenario.ask("net", DESTROY);
        scenario.succeed(Effect.Store.class);
        scenario.fail(Effect.Store.class, "Input/output error");
        scenario.succeed(Effect.Verify.class);
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Ending.class);

        scenario.end("net", new Exit.Code(1), Optional.of("Exiting on signal 15"));

        assertThat(scenario.runOf("net")).isInstanceOf(Run.Running.class);
        assertThat(scenario.unikernel("net").running()).contains(spec(2, given()));
    }

    @Test
    void doesNotJudgeAnEndThatWasAskedForWhenItFails() {
        scenario.run("net", creating(1, given()));
        scenario.ask("net", forceCreating(1, given().memory(33)));
        scenario.succeed(Effect.Stage.class);
        scenario.succeed(Effect.Store.class);
        scenario.ask("net", DESTROY);
        scenario.fail(Effect.Store.class, "Input/output error");

        scenario.terminated("net");

        assertThat(scenario.runOf("net")).isInstanceOf(Run.Running.class);
        assertThat(scenario.told("net")).doesNotContain("finished");
    }

    @Test
    void letsAStartGoOnThatItOvertookInVain() {
        scenario.run("net", creating(1, given()));
        scenario.ask("net", new LifecycleCommand.Stop());
        scenario.perform();
        scenario.terminated("net");
        RequestId started = scenario.ask("net", new LifecycleCommand.Start());
        scenario.ask("net", DESTROY);
        scenario.succeed(Effect.Store.class);
        scenario.fail(Effect.Store.class, "Input/output error");
        scenario.perform();

        assertThat(scenario.answer(started)).isEqualTo(failure(":net is being destroyed"));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Running.class);
    }

    @Test
    void leavesWhatIsStoppedSoWhenItFails() {
        scenario.run("net", creating(1, given()));
        scenario.ask("net", new LifecycleCommand.Stop());
        scenario.ask("net", DESTROY);
        scenario.succeed(Effect.Store.class);
        scenario.fail(Effect.Store.class, "Input/output error");
        scenario.terminated("net");

        assertThat(scenario.runOf("net")).isInstanceOf(Run.Stopped.class);
        assertThat(scenario.unikernel("net").desired().map(Desired::stopped)).contains(true);
    }
}
