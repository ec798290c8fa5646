package org.albatross.core;

import static org.albatross.core.Samples.config;
import static org.albatross.core.Samples.creating;
import static org.albatross.core.Samples.given;
import static org.albatross.core.Samples.image;
import static org.albatross.core.Samples.name;
import static org.albatross.core.Samples.policy;
import static org.albatross.core.Samples.spec;
import static org.albatross.core.Scenario.done;
import static org.albatross.core.Scenario.failure;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.albatross.core.Samples.Given;
import org.albatross.model.Blob;
import org.albatross.model.BlockCommand;
import org.albatross.model.Bytes;
import org.albatross.model.Megabytes;
import org.albatross.model.Policy;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelType;
import org.junit.jupiter.api.Test;

class CreateTest {
    private final Scenario scenario = Scenario.empty();

    @Test
    void stagesStoresLaunchesAndAnswersInThisOrder() {
        UnikernelCommand.Create command = creating(1, given().memory(64));

        RequestId request = scenario.ask("foo:net", command);
        assertThat(scenario.last())
                .containsExactly(new Effect.Stage(
                        name("foo:net"), new Ticket(1), new RequestId(1), command.config(), Optional.empty()));

        scenario.succeed(Effect.Stage.class);
        Desired desired = new Desired(spec(1, given().memory(64)));
        assertThat(scenario.last())
                .containsExactly(new Effect.Store(name("foo:net"), new Ticket(2), Optional.of(desired)));
        assertThat(scenario.unikernel("foo:net").desired()).isEmpty();

        scenario.succeed(Effect.Store.class);
        assertThat(scenario.unikernel("foo:net").desired()).contains(desired);
        assertThat(scenario.last())
                .contains(new Effect.Launch(name("foo:net"), new RunId(1), desired.spec(), 0, History.NONE));
        assertThat(scenario.answered(request)).isFalse();

        scenario.succeed(Effect.Launch.class);
        assertThat(scenario.answer(request)).isEqualTo(done("created unikernel"));
        assertThat(scenario.told("foo:net")).containsExactly("created", "started");
        assertThat(scenario.released()).isEmpty();
    }

    @Test
    void grantsAsManyRingsAsThePolicyOfThePathAllowsUnikernels() {
        Scenario ruled = Scenario.with(Map.of("foo", policy(7, 500)));

        ruled.run("foo:net", creating(1, given()));
        assertThat(ruled.latest(Effect.Launch.class).rings()).isEqualTo(7);
        ruled.run("foo:bar:net", creating(1, given()));
        assertThat(ruled.latest(Effect.Launch.class).rings()).isZero();
        ruled.run("net", creating(1, given()));
        assertThat(ruled.latest(Effect.Launch.class).rings()).isEqualTo(Policy.ANY_NUMBER);
    }

    @Test
    void leavesNothingOfACreateThatStagingRefuses() {
        RequestId request = scenario.ask("net", creating(1, given()));

        scenario.fail(Effect.Stage.class, "no tender solo5-hvt");

        assertThat(scenario.answer(request)).isEqualTo(failure("no tender solo5-hvt"));
        assertThat(scenario.state().unikernels()).isEmpty();
    }

    @Test
    void leavesNothingOfACreateThatCannotBeStored() {
        RequestId request = scenario.ask("net", creating(1, given()));
        scenario.succeed(Effect.Stage.class);

        scenario.fail(Effect.Store.class, "No space left on device");

        assertThat(scenario.answer(request)).isEqualTo(failure("No space left on device"));
        assertThat(scenario.state().unikernels()).isEmpty();
        assertThat(scenario.released()).containsExactly(image(1));
    }

    @Test
    void takesBackACreateThatCannotBeLaunchedBeforeItAnswers() {
        RequestId request = scenario.ask("net", creating(1, given()));
        scenario.succeed(Effect.Stage.class);
        scenario.succeed(Effect.Store.class);

        scenario.fail(Effect.Launch.class, "bridge service is gone");
        assertThat(scenario.answered(request)).isFalse();
        assertThat(scenario.latest(Effect.Store.class).desired()).isEmpty();
        assertThat(scenario.released()).isEmpty();

        scenario.succeed(Effect.Store.class);
        assertThat(scenario.answer(request)).isEqualTo(failure("bridge service is gone"));
        assertThat(scenario.told("net")).containsExactly("created", "taken_back");
        assertThat(scenario.state().unikernels()).isEmpty();
        assertThat(scenario.released()).containsExactly(image(1));
    }

    @Test
    void keepsACreateThatCannotBeTakenBackWaiting() {
        RequestId request = scenario.ask("net", creating(1, given()));
        scenario.succeed(Effect.Stage.class);
        scenario.succeed(Effect.Store.class);
        scenario.fail(Effect.Launch.class, "bridge service is gone");

        scenario.fail(Effect.Store.class, "Input/output error");

        assertThat(scenario.answer(request))
                .isEqualTo(failure("bridge service is gone; it stays desired: Input/output error"));
        assertThat(scenario.runOf("net")).isInstanceOf(Run.Waiting.class);
        assertThat(scenario.released()).isEmpty();
    }

    @Test
    void refusesANameThatIsTakenAndGivesTheImageBack() {
        scenario.ask("net", creating(1, given()));

        UnikernelCommand.Create second = creating(2, given());
        RequestId request = scenario.ask("net", second);

        assertThat(scenario.answer(request)).isEqualTo(failure("Unikernel with same name is already running: :net"));
        assertThat(scenario.last()).contains(new Effect.Drop(second.config().image()));
        scenario.perform();
        assertThat(scenario.desired("net")).contains(spec(1, given()));
    }

    @Test
    void refusesAPathInThePlaceOfAName() {
        assertThat(scenario.run("foo:", creating(1, given())))
                .isEqualTo(failure("create: foo: is a path, the name of a unikernel is needed"));
    }

    private static UnikernelCommand.Create machine(Given given) {
        UnikernelConfig solo5 = config(1, given);
        return new UnikernelCommand.Create(
                new UnikernelConfig(UnikernelType.BHYVE, false, solo5.image(), solo5.arguments()));
    }

    private static Given disk(String path) {
        return given().block("0", path, 512);
    }

    @Test
    void leavesToTheMachineWhetherItCanRunBhyve() {
        scenario.ask("net", machine(given()));

        scenario.fail(Effect.Stage.class, "typ bhyve is not available on this host");

        assertThat(scenario.answer(new RequestId(1))).isEqualTo(failure("typ bhyve is not available on this host"));
    }

    @Test
    void letsVirtualMachinesAloneHaveDisksByTheirPaths() {
        assertThat(scenario.run("vms:a", creating(1, disk("/dev/zvol/tank/a"))))
                .isEqualTo(
                        failure("invalid name '/dev/zvol/tank/a' of a block device: invalid label '/dev/zvol/tank/a':"
                                + " only letters, digits, '-' and '.' are allowed, and no '-' at the beginning"));
        assertThat(scenario.run("vms:a", machine(disk("/dev/zvol/" + "a".repeat(256)))))
                .isEqualTo(failure("the path of block device 0 has 266 bytes, at most 265 are allowed"));
        assertThat(scenario.run("vms:a", machine(disk("/dev/zvol/tank/a").block("1", "/dev/zvol/tank/a", 512))))
                .isEqualTo(failure("block device /dev/zvol/tank/a of the host is given twice"));
        assertThat(scenario.run("vms:a", machine(disk("data")))).isEqualTo(failure("block device vms:data not found"));

        assertThat(scenario.run("vms:a", machine(disk("/dev/zvol/tank/a")))).isEqualTo(done("created unikernel"));
    }

    @Test
    void givesADiskToOneVirtualMachineAtATime() {
        scenario.run("vms:a", machine(disk("/dev/zvol/tank/a")));
        scenario.run("vms:b", machine(disk("/dev/zvol/tank/b")));

        assertThat(scenario.run("vms:c", machine(disk("/dev/zvol/tank/c").block("1", "/dev/zvol/tank/b", 512))))
                .isEqualTo(failure("the disk /dev/zvol/tank/b is in use by vms:b"));
        assertThat(scenario.run(
                        "vms:a",
                        new UnikernelCommand.Restart(
                                Optional.of(disk("/dev/zvol/tank/b").arguments()))))
                .isEqualTo(failure("the disk /dev/zvol/tank/b is in use by vms:b"));
        scenario.ask(
                "vms:a",
                new UnikernelCommand.Restart(
                        Optional.of(disk("/dev/zvol/tank/a").arguments())));
        assertThat(scenario.last()).hasAtLeastOneElementOfType(Effect.Verify.class);
        scenario.destroy("vms:b");
        assertThat(scenario.run("vms:c", machine(disk("/dev/zvol/tank/b")))).isEqualTo(done("created unikernel"));
    }

    @Test
    void letsOnlyOneOfTwoCreatesThroughThatFitAlone() {
        Scenario ruled = Scenario.with(Map.of("foo", policy(5, 100)));

        RequestId first = ruled.ask("foo:a", creating(1, given().memory(60)));
        RequestId second = ruled.ask("foo:b", creating(2, given().memory(60)));
        assertThat(ruled.answer(second))
                .isEqualTo(failure("maximum allowed memory (100, used 60) would be exceeded (requesting 60),"
                        + " says the policy of foo:"));

        ruled.fail(Effect.Stage.class, "corrupt ELF");
        assertThat(ruled.answered(first)).isTrue();
        assertThat(ruled.run("foo:b", creating(2, given().memory(60)))).isEqualTo(done("created unikernel"));
    }

    @Test
    void keepsAnImageUntilNobodyNamesIt() {
        scenario.run("a", creating(1, given()));
        scenario.run("b", creating(1, given()));

        scenario.destroy("a");
        assertThat(scenario.released()).isEmpty();

        scenario.destroy("b");
        assertThat(scenario.released()).containsExactly(image(1));
    }

    @Test
    void givesBackTheDataOfAnOldBlockCommand() {
        Blob data = Blob.of(Bytes.ofHex("00"));

        assertThat(scenario.run("disk", new BlockCommand.SetOld(false, data)))
                .isEqualTo(failure("set block: not found"));
        scenario.run("disk", new BlockCommand.AddOld(new Megabytes(0), false, Optional.of(data)));

        assertThat(scenario.all(Effect.Drop.class)).isEqualTo(List.of(new Effect.Drop(data), new Effect.Drop(data)));
    }
}
