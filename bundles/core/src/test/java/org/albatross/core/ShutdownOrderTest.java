package org.albatross.core;

import static org.albatross.core.Samples.creating;
import static org.albatross.core.Samples.given;
import static org.albatross.core.Samples.name;
import static org.albatross.core.Scenario.done;
import static org.albatross.core.Scenario.failure;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.albatross.model.Exit;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.UnikernelCommand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A shutdown ends unikernels in the order of their start, backwards. */
class ShutdownOrderTest {
    private static final LifecycleCommand SHUTDOWN = new LifecycleCommand.Shutdown();

    private final Scenario scenario = Scenario.empty();

    @BeforeEach
    void run() {
        run("dns", 1);
        run("foo:proxy", 50);
        run("foo:web", 60);
        run("foo:mail", 60);
    }

    private void run(String name, long order) {
        scenario.run(name, creating(1, given().restart().startup(order)));
    }

    private List<String> askedToEnd() {
        return scenario.all(Effect.Terminate.class).stream()
                .map(effect -> effect.name().toString())
                .toList();
    }

    @Test
    void endsTheHighestOrderFirstAndTheNextWhenAllOfItAreCleaned() {
        RequestId request = scenario.ask(":", SHUTDOWN);
        assertThat(askedToEnd()).containsExactly("foo:mail", "foo:web");

        scenario.terminated("foo:web");
        assertThat(askedToEnd()).hasSize(2);
        scenario.ended("foo:mail", new Exit.Signal(15));
        assertThat(askedToEnd()).hasSize(2);
        scenario.succeed(Effect.Clean.class);
        assertThat(askedToEnd()).endsWith("foo:proxy");

        scenario.terminated("foo:proxy");
        assertThat(askedToEnd()).endsWith(":dns");
        assertThat(scenario.answered(request)).isFalse();
        scenario.terminated("dns");

        assertThat(scenario.answer(request)).isEqualTo(done("shut down"));
        assertThat(scenario.runOf("dns")).isInstanceOf(Run.Stopped.class);
    }

    @Test
    void endsWhatIsLeftAllAtOnceAfterAWhile() {
        RequestId request = scenario.ask(":", SHUTDOWN);
        scenario.elapse(Duration.ofSeconds(59));
        assertThat(askedToEnd()).hasSize(2);

        scenario.elapse(Duration.ofSeconds(1));
        assertThat(askedToEnd()).containsExactlyInAnyOrder("foo:mail", "foo:web", "foo:proxy", ":dns");

        for (String name : List.of("dns", "foo:proxy", "foo:mail", "foo:web")) {
            scenario.terminated(name);
        }
        assertThat(scenario.answer(request)).isEqualTo(done("shut down"));
    }

    @Test
    void doesNotStartAgainWhatEndsByItselfBeforeItsTurn() {
        RequestId request = scenario.ask(":", SHUTDOWN);

        scenario.exit("foo:proxy", 2);
        scenario.elapse(Duration.ofSeconds(30));
        assertThat(scenario.runOf("foo:proxy")).isInstanceOf(Run.Stopped.class);

        scenario.terminated("foo:web");
        scenario.terminated("foo:mail");
        scenario.terminated("dns");
        assertThat(scenario.answer(request)).isEqualTo(done("shut down"));
        assertThat(scenario.all(Effect.Launch.class)).hasSize(4);
    }

    @Test
    void doesNotWaitForWhatDoesNotRun() {
        scenario.exit("foo:web", 2);
        assertThat(scenario.runOf("foo:web")).isInstanceOf(Run.BackOff.class);
        scenario.ask("foo:mail", new LifecycleCommand.Stop());
        scenario.perform();
        scenario.terminated("foo:mail");

        scenario.ask(":", SHUTDOWN);

        assertThat(askedToEnd()).containsExactly("foo:mail", "foo:proxy");
    }

    @Test
    void keepsTheOrderBelowAPathAlone() {
        scenario.ask("foo:", SHUTDOWN);
        scenario.ask("dns", SHUTDOWN);

        assertThat(askedToEnd()).containsExactlyInAnyOrder("foo:mail", "foo:web", ":dns");
    }

    @Test
    void goesOnWhenOneOfItIsDestroyed() {
        RequestId request = scenario.ask("foo:", SHUTDOWN);
        scenario.ask("foo:proxy", new UnikernelCommand.Destroy());
        scenario.perform();
        scenario.terminated("foo:proxy");

        scenario.terminated("foo:web");
        scenario.terminated("foo:mail");

        assertThat(scenario.answer(request)).isEqualTo(failure("foo:proxy is being destroyed"));
    }

    @Test
    void refusesOtherCommandsAboutWhatWaitsForItsTurn() {
        scenario.ask(":", SHUTDOWN);

        assertThat(scenario.run("dns", new UnikernelCommand.Restart(Optional.empty())))
                .isEqualTo(failure("another command about :dns is being carried out, try again"));
        assertThat(scenario.state().unikernels().get(name("dns"))).isNotNull();
    }
}
