package org.albatross.core;

import static org.albatross.core.Samples.config;
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
import org.albatross.model.Command;
import org.albatross.model.Confirmation;
import org.albatross.model.Exit;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.ServiceCheck;
import org.albatross.model.UnikernelCommand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Force-create, and replacement that is confirmed later. */
class ReplaceTest {
    private static final ServiceCheck CHECK = ServiceCheck.parse("tcp:10.0.0.2:80");

    private Scenario scenario = Scenario.empty();

    @BeforeEach
    void createTheOldOne() {
        scenario.run("net", creating(1, given()));
    }

    private static Command replace(int image, Given given, long confirmAfter) {
        return new LifecycleCommand.Replace(new Confirmation(confirmAfter), config(image, given));
    }

    private static Command checked(int image, Given given) {
        return new LifecycleCommand.Replace(new Confirmation(10, Optional.of(CHECK)), config(image, given));
    }

    /** Asks, and lets everything succeed, the end of what runs included. */
    private RequestId replaceNow(Command command) {
        RequestId request = scenario.ask("net", command);
        scenario.perform();
        scenario.terminated("net");
        return request;
    }

    private Optional<Spec> fallback() {
        return scenario.unikernel("net").desired().flatMap(Desired::fallback).map(Desired.Fallback::spec);
    }

    @Test
    void touchesTheOldOneOnlyWhenTheNewOneIsDurable() {
        RequestId request = scenario.ask("net", forceCreating(2, given()));
        scenario.succeed(Effect.Stage.class);
        assertThat(scenario.all(Effect.Terminate.class)).isEmpty();
        scenario.succeed(Effect.Store.class);
        assertThat(scenario.all(Effect.Terminate.class)).hasSize(1);
        assertThat(scenario.all(Effect.Launch.class)).hasSize(1);

        scenario.terminated("net");

        assertThat(scenario.answer(request)).isEqualTo(done("created unikernel"));
        assertThat(scenario.desired("net")).contains(spec(2, given()));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Running.class);
        assertThat(scenario.released()).containsExactly(image(1));
        assertThat(scenario.told("net")).contains("replaced");
    }

    @Test
    void createsWhatDoesNotExist() {
        assertThat(scenario.run("other", forceCreating(2, given()))).isEqualTo(done("created unikernel"));
        assertThat(scenario.run("third", replace(2, given(), 10))).isEqualTo(done("created unikernel"));
        assertThat(scenario.unikernel("third").desired().flatMap(Desired::fallback))
                .isEmpty();
    }

    @Test
    void leavesTheOldOneAloneWhenTheNewOneIsRefused() {
        RequestId request = scenario.ask("net", forceCreating(2, given()));
        scenario.fail(Effect.Stage.class, "manifest mismatch");

        assertThat(scenario.answer(request)).isEqualTo(failure("manifest mismatch"));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Running.class);

        RequestId second = scenario.ask("net", forceCreating(2, given()));
        scenario.succeed(Effect.Stage.class);
        scenario.fail(Effect.Store.class, "No space left on device");
        assertThat(scenario.answer(second)).isEqualTo(failure("No space left on device"));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Running.class);
        assertThat(scenario.released()).containsExactly(image(2));
    }

    @Test
    void startsTheOldOneAgainWhenTheNewOneCannotBeLaunched() {
        RequestId request = scenario.ask("net", forceCreating(2, given()));
        scenario.succeed(Effect.Stage.class);
        scenario.succeed(Effect.Store.class);
        scenario.ended("net", new Exit.Signal(15));
        scenario.succeed(Effect.Clean.class);

        scenario.fail(Effect.Launch.class, "no bridge br7");
        assertThat(scenario.latest(Effect.Store.class).desired()).contains(new Desired(spec(1, given())));
        scenario.succeed(Effect.Store.class);
        assertThat(scenario.answer(request)).isEqualTo(failure("no bridge br7"));
        assertThat(scenario.latest(Effect.Launch.class).spec()).isEqualTo(spec(1, given()));
        scenario.succeed(Effect.Launch.class);

        assertThat(scenario.runOf("net")).isInstanceOf(Run.Running.class);
        assertThat(scenario.desired("net")).contains(spec(1, given()));
        assertThat(scenario.released()).containsExactly(image(2));
    }

    @Test
    void keepsTheResourcesOfTheOldOneUntilTheNewOneRuns() {
        scenario = Scenario.with(Map.of("foo", policy(5, 100)));
        scenario.run("foo:net", creating(1, given().memory(80)));
        scenario.ask("foo:net", forceCreating(2, given().memory(10)));
        scenario.succeed(Effect.Stage.class);
        scenario.succeed(Effect.Store.class);
        scenario.ended("foo:net", new Exit.Signal(15));
        scenario.succeed(Effect.Clean.class);

        RequestId other = scenario.ask("foo:other", creating(3, given().memory(50)));
        assertThat(scenario.answer(other))
                .isEqualTo(failure("maximum allowed memory (100, used 80) would be exceeded (requesting 50),"
                        + " says the policy of foo:"));

        scenario.perform();
        assertThat(scenario.run("foo:other", creating(3, given().memory(50)))).isEqualTo(done("created unikernel"));
    }

    @Test
    void restartsTheSameConfigurationWithoutWritingIt() {
        int stores = scenario.all(Effect.Store.class).size();

        RequestId request = replaceNow(forceCreating(1, given()));

        assertThat(scenario.answer(request)).isEqualTo(done("created unikernel"));
        assertThat(scenario.all(Effect.Store.class)).hasSize(stores);
        assertThat(scenario.unikernel("net").runId()).isEqualTo(new RunId(2));
    }

    @Test
    void refusesASecondCommandMeanwhile() {
        scenario.ask("net", forceCreating(2, given()));

        RequestId second = scenario.ask("net", forceCreating(3, given()));

        assertThat(scenario.answer(second))
                .isEqualTo(failure("another command about :net is being carried out, try again"));
    }

    @Test
    void launchesTheNewOneWhenTheOldOneEndsByItselfMeanwhile() {
        RequestId request = scenario.ask("net", forceCreating(2, given()));
        scenario.succeed(Effect.Stage.class);
        scenario.ended("net", new Exit.Code(0));
        scenario.succeed(Effect.Clean.class);
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Ended.class);

        scenario.perform();

        assertThat(scenario.answer(request)).isEqualTo(done("created unikernel"));
        assertThat(scenario.told("net")).doesNotContain("finished");
        assertThat(scenario.desired("net")).contains(spec(2, given()));
    }

    @Test
    void judgesTheEndOfTheOldOneWhenTheNewOneCannotBeStored() {
        scenario.ask("net", forceCreating(2, given()));
        scenario.succeed(Effect.Stage.class);
        scenario.ended("net", new Exit.Code(0));
        scenario.succeed(Effect.Clean.class);

        scenario.fail(Effect.Store.class, "No space left on device");
        scenario.perform();

        assertThat(scenario.told("net")).contains("finished");
        assertThat(scenario.knows("net")).isFalse();
    }

    @Test
    void outlivesTheEndOfTheOldOneDuringStaging() {
        RequestId request = scenario.ask("net", forceCreating(2, given()));
        scenario.ended("net", new Exit.Code(0));
        scenario.succeed(Effect.Clean.class);
        scenario.succeed(Effect.Store.class);
        assertThat(scenario.told("net")).contains("finished");

        scenario.perform();

        assertThat(scenario.answer(request)).isEqualTo(done("created unikernel"));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Running.class);
    }

    @Test
    void supersedesAnEndThatCouldNotBeStored() {
        scenario.ask("net", forceCreating(2, given()));
        scenario.ended("net", new Exit.Code(0));
        scenario.succeed(Effect.Clean.class);
        scenario.fail(Effect.Store.class, "Input/output error");
        scenario.succeed(Effect.Stage.class);
        scenario.elapse(Duration.ofMinutes(1));
        scenario.perform();
        scenario.elapse(Duration.ofMinutes(1));

        assertThat(scenario.desired("net")).contains(spec(2, given()));
        assertThat(scenario.latest(Effect.Store.class).desired()).contains(new Desired(spec(2, given())));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Running.class);
    }

    @Test
    void doesNotFinishOneThatWaitsWhenItsReplacementCannotBeStored() {
        scenario = Scenario.desiring(Map.of("net", new Desired(spec(1, given()))));
        scenario.takeOver(new Input.Found.Absent(Samples.name("net"), new RunId(0), History.NONE));
        scenario.fail(Effect.Launch.class, "no bridge");
        scenario.ask("net", forceCreating(2, given()));
        scenario.succeed(Effect.Stage.class);
        scenario.elapse(Duration.ofMinutes(1));

        scenario.fail(Effect.Store.class, "Input/output error");
        scenario.perform();

        assertThat(scenario.runOf("net")).isInstanceOf(Run.Running.class);
        assertThat(scenario.desired("net")).contains(spec(1, given()));
    }

    @Test
    void confirmsAReplacementThatHasRunLongEnough() {
        replaceNow(replace(2, given().memory(64), 10));
        assertThat(fallback()).contains(spec(1, given()));
        assertThat(scenario.released()).isEmpty();

        scenario.elapse(Duration.ofMillis(9999));
        assertThat(fallback()).isPresent();
        scenario.elapse(Duration.ofMillis(1));
        assertThat(scenario.released()).isEmpty();
        scenario.perform();

        assertThat(fallback()).isEmpty();
        assertThat(scenario.desired("net")).contains(spec(2, given().memory(64)));
        assertThat(scenario.released()).containsExactly(image(1));
        assertThat(scenario.told("net")).endsWith("confirmed");
    }

    @Test
    void fallsBackWithTheOldArgumentsWhenAReplacementEndsBefore() {
        replaceNow(replace(2, given().memory(64).restart(), 10));
        scenario.elapse(Duration.ofSeconds(9));

        scenario.exit("net", 2);

        assertThat(scenario.told("net")).contains("fell_back");
        assertThat(scenario.desired("net")).contains(spec(1, given()));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Running.class);
        assertThat(scenario.released()).containsExactly(image(2));
        scenario.elapse(Duration.ofSeconds(60));
        assertThat(scenario.told("net")).doesNotContain("confirmed");
    }

    @Test
    void fallsBackOnlyWhenThatIsDurable() {
        replaceNow(replace(2, given(), 10));
        scenario.ended("net", new Exit.Code(2));
        scenario.succeed(Effect.Clean.class);
        scenario.fail(Effect.Store.class, "Input/output error");
        assertThat(scenario.all(Effect.Launch.class)).hasSize(2);

        scenario.elapse(Duration.ofSeconds(5));
        scenario.perform();

        assertThat(scenario.desired("net")).contains(spec(1, given()));
        assertThat(scenario.all(Effect.Launch.class)).hasSize(3);
    }

    @Test
    void triesTheNewOneWithoutItsNameBeforeItFallsBack() {
        replaceNow(replace(2, given(), 10));

        scenario.exit("net", 64);
        assertThat(scenario.desired("net")).contains(spec(2, given().withoutName()));
        assertThat(fallback()).contains(spec(1, given()));
        scenario.exit("net", 64);

        assertThat(scenario.desired("net")).contains(spec(1, given()));
    }

    @Test
    void fallsBackToWhatWasConfirmedAfterTwoReplacements() {
        replaceNow(replace(2, given(), 10));
        replaceNow(replace(3, given(), 10));
        assertThat(scenario.released()).containsExactly(image(2));

        scenario.exit("net", 2);

        assertThat(scenario.desired("net")).contains(spec(1, given()));
    }

    @Test
    void staysUnconfirmedOverARestart() {
        replaceNow(replace(2, given(), 10));
        replaceNow(new UnikernelCommand.Restart(Optional.empty()));
        assertThat(fallback()).contains(spec(1, given()));
        scenario.elapse(Duration.ofSeconds(9));
        assertThat(fallback()).isPresent();

        scenario.exit("net", 2);

        assertThat(scenario.desired("net")).contains(spec(1, given()));
    }

    @Test
    void judgesAnEndByWhatItsConfirmationCameTo() {
        replaceNow(replace(2, given().restart(), 10));
        scenario.elapse(Duration.ofSeconds(10));
        scenario.ended("net", new Exit.Code(2));
        scenario.succeed(Effect.Clean.class);
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Ended.class);

        scenario.succeed(Effect.Store.class);

        assertThat(scenario.runOf("net")).isInstanceOf(Run.BackOff.class);
        assertThat(scenario.desired("net")).contains(spec(2, given().restart()));
    }

    @Test
    void confirmsAgainWhatCouldNotBeStored() {
        replaceNow(replace(2, given(), 10));
        scenario.elapse(Duration.ofSeconds(10));
        scenario.fail(Effect.Store.class, "Input/output error");
        assertThat(fallback()).isPresent();

        scenario.elapse(Duration.ofSeconds(5));
        scenario.perform();

        assertThat(fallback()).isEmpty();
    }

    @Test
    void remembersAConfirmationThatACommandMet() {
        replaceNow(replace(2, given(), 10));
        scenario.elapse(Duration.ofSeconds(10));
        RequestId stopped = scenario.ask("net", new LifecycleCommand.Stop());
        scenario.perform();
        scenario.terminated("net");

        assertThat(scenario.answer(stopped)).isEqualTo(done("stopped"));
        assertThat(scenario.unikernel("net").desired()).contains(new Desired(spec(2, given()), true, Optional.empty()));
        assertThat(scenario.released()).containsExactly(image(1));
    }

    @Test
    void confirmsWhatHasAnsweredInTimeAndRunLongEnough() {
        replaceNow(checked(2, given()));
        scenario.fail(Effect.Check.class, "Connection refused");
        assertThat(scenario.all(Effect.Check.class)).hasSize(1);
        scenario.elapse(Duration.ofSeconds(1));
        assertThat(scenario.all(Effect.Check.class)).hasSize(2);

        scenario.succeed(Effect.Check.class);
        assertThat(scenario.told("net")).endsWith("check_passed");
        scenario.elapse(Duration.ofMillis(8999));
        assertThat(fallback()).isPresent();
        scenario.elapse(Duration.ofMillis(1));
        scenario.perform();

        assertThat(scenario.told("net")).endsWith("confirmed");
        assertThat(fallback()).isEmpty();
        assertThat(scenario.all(Effect.Check.class)).hasSize(2);
    }

    @Test
    void bringsBackTheOldOneWithItsArgumentsWhenNothingHasAnsweredInTime() {
        replaceNow(checked(2, given().memory(64)));
        scenario.fail(Effect.Check.class, "Connection refused");
        scenario.elapse(Duration.ofSeconds(10));
        scenario.succeed(Effect.Store.class);

        assertThat(scenario.told("net")).endsWith("check_failed");
        assertThat(scenario.desired("net")).contains(spec(1, given()));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Running.class);
        assertThat(scenario.all(Effect.Terminate.class))
                .as("while it is not known")
                .hasSize(1);
        scenario.succeed(Effect.Verify.class);
        scenario.terminated("net");

        assertThat(scenario.unikernel("net").running()).contains(spec(1, given()));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Running.class);
        assertThat(scenario.released()).containsExactly(image(2));
        scenario.elapse(Duration.ofSeconds(60));
        assertThat(scenario.told("net")).doesNotContain("confirmed");
    }

    @Test
    void takesAnAttemptWithoutAnOutcomeForAFailure() {
        replaceNow(checked(2, given()));
        Effect.Check check = scenario.all(Effect.Check.class).get(0);
        scenario.elapse(Duration.ofSeconds(10));
        scenario.apply(new Input.Checked(check.name(), check.ticket(), Optional.empty()));
        scenario.succeed(Effect.Store.class);

        assertThat(scenario.told("net")).contains("check_failed").doesNotContain("check_passed");
    }

    @Test
    void doesNotJudgeAnEndOfWhatGivesWay() {
        replaceNow(checked(2, given()));
        scenario.elapse(Duration.ofSeconds(10));
        scenario.ended("net", new Exit.Code(0));
        scenario.perform();

        assertThat(scenario.unikernel("net").running()).contains(spec(1, given()));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Running.class);
        assertThat(scenario.told("net")).doesNotContain("finished");
    }

    @Test
    void givesWayAgainWhenThatCouldNotBeStored() {
        replaceNow(checked(2, given()));
        scenario.fail(Effect.Check.class, "Connection refused");
        scenario.elapse(Duration.ofSeconds(10));
        scenario.fail(Effect.Store.class, "Input/output error");
        assertThat(fallback()).isPresent();

        scenario.elapse(Duration.ofSeconds(5));
        scenario.succeed(Effect.Store.class);

        assertThat(scenario.desired("net")).contains(spec(1, given()));
        assertThat(scenario.told("net")).contains("check_failed");
    }

    @Test
    void checksAgainAfterARestart() {
        replaceNow(checked(2, given()));
        replaceNow(new UnikernelCommand.Restart(Optional.empty()));
        assertThat(scenario.all(Effect.Check.class)).hasSize(2);
        scenario.succeed(Effect.Check.class);
        assertThat(scenario.told("net")).as("the check of another run").doesNotContain("check_passed");
        scenario.succeed(Effect.Check.class);
        scenario.elapse(Duration.ofSeconds(10));
        scenario.perform();

        assertThat(fallback()).isEmpty();
    }

    @Test
    void saysInItsStatusWhyItIsNotConfirmed() {
        replaceNow(checked(2, given()));
        scenario.fail(Effect.Check.class, "Connection refused");

        assertThat(scenario.run("net", new LifecycleCommand.Status()).toString())
                .contains("it is not confirmed yet, its check has not succeeded: Connection refused");
    }

    @Test
    void refusesATimeOutsideItsBounds() {
        assertThat(scenario.run("net", replace(2, given(), 0)))
                .isEqualTo(failure("confirmation after 0 seconds is asked for, 1 to 604800 are allowed"));
        assertThat(scenario.run("net", replace(2, given(), 604801)))
                .isEqualTo(failure("confirmation after 604801 seconds is asked for, 1 to 604800 are allowed"));
        assertThat(scenario.all(Effect.Drop.class)).hasSize(2);
    }
}
