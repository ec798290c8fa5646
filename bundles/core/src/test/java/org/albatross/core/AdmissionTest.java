package org.albatross.core;

import static org.albatross.core.Samples.creating;
import static org.albatross.core.Samples.forceCreating;
import static org.albatross.core.Samples.given;
import static org.albatross.core.Samples.policy;
import static org.albatross.core.Samples.spec;
import static org.albatross.core.Scenario.done;
import static org.albatross.core.Scenario.failure;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.albatross.core.Samples.Given;
import org.albatross.model.BlockCommand;
import org.albatross.model.Bytes;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a unikernel fits; every refusal names the value, the limit and whose it is. */
class AdmissionTest {
    private static Policy narrow(SortedSet<CpuId> cpus, String... bridges) {
        return new Policy(
                cpus,
                10,
                new Megabytes(500),
                Optional.empty(),
                Stream.of(bridges).map(Text::of).collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Reply create(Scenario scenario, String name, Given given) {
        return scenario.run(name, creating(1, given));
    }

    private static void assertAdmitted(Reply reply) {
        assertThat(reply).isEqualTo(done("created unikernel"));
    }

    @Test
    void countsUnikernelsInEveryPolicyUpToTheRoot() {
        Scenario scenario = Scenario.with(Map.of("a", policy(2, 900), "a:b", policy(5, 900), "a:c", policy(5, 900)));
        assertAdmitted(create(scenario, "a:b:one", given()));
        assertAdmitted(create(scenario, "a:c:two", given()));

        assertThat(create(scenario, "a:b:three", given()))
                .isEqualTo(failure("maximum allowed unikernels (2, used 2) would be exceeded by one more,"
                        + " says the policy of a:"));
        assertAdmitted(create(scenario, "d:three", given()));
    }

    @Test
    void sumsMemoryInEveryPolicyUpToTheRoot() {
        Scenario scenario = Scenario.with(Map.of("a", policy(9, 100), "a:b", policy(9, 80)));
        assertAdmitted(create(scenario, "a:b:one", given().memory(50)));
        assertAdmitted(create(scenario, "a:two", given().memory(30)));

        assertThat(create(scenario, "a:b:three", given().memory(31)))
                .isEqualTo(failure("maximum allowed memory (80, used 50) would be exceeded (requesting 31),"
                        + " says the policy of a:b:"));
        assertThat(create(scenario, "a:b:three", given().memory(21)))
                .isEqualTo(failure("maximum allowed memory (100, used 80) would be exceeded (requesting 21),"
                        + " says the policy of a:"));
        assertAdmitted(create(scenario, "a:b:three", given().memory(20)));
    }

    @Test
    void boundsEverythingByTheMachine() {
        Scenario scenario = Scenario.empty();
        assertAdmitted(create(scenario, "x:one", given().memory(900)));

        assertThat(create(scenario, "y:two", given().memory(101)))
                .isEqualTo(failure("maximum allowed memory (1000, used 900) would be exceeded (requesting 101),"
                        + " which is all that this host has for unikernels"));
        assertThat(create(scenario, "y:two", given().cpus(0L, 4L, 9L)))
                .isEqualTo(
                        failure(
                                "CPUids 4, 9 do not exist on this host, or are not for unikernels (for them it has: 0, 1, 2, 3)"));
        assertThat(create(scenario, "y:two", given().net("service", "nobridge")))
                .isEqualTo(
                        failure(
                                "bridges nobridge do not exist on this host, or are not for unikernels (for them it has: br1, service)"));
    }

    @Test
    void allowsOnlyTheCpusAndBridgesOfEveryPolicyUpToTheRoot() {
        Scenario scenario = Scenario.with(
                Map.of("a", narrow(CpuId.setOf(0, 1), "service"), "a:b", narrow(CpuId.setOf(0, 1, 2), "br1")));

        assertThat(create(scenario, "a:b:one", given().cpus(1L, 2L)))
                .isEqualTo(failure("CPUids 2 are not allowed by policy of a: (allowed: 0, 1)"));
        assertThat(create(scenario, "a:b:one", given().net("service", "service")))
                .isEqualTo(failure("bridges service not allowed by policy of a:b: (allowed: br1)"));
        assertThat(create(scenario, "a:b:one", given().net("service", "br1")))
                .isEqualTo(failure("bridges br1 not allowed by policy of a: (allowed: service)"));
        assertAdmitted(create(scenario, "a:one", given().cpus(0L, 1L).net("service", "service")));
    }

    @Test
    void asksOnlyThePolicyOfThePathItselfInExactMode() {
        Scenario scenario = Scenario.exact(Map.of("a", policy(1, 100), "a:b", policy(3, 100), "a:c", policy(3, 100)));

        assertAdmitted(create(scenario, "a:b:one", given().memory(100)));
        assertAdmitted(create(scenario, "a:c:one", given().memory(100)));
        assertAdmitted(create(scenario, "d:one", given().memory(700).cpus(77L)));
        assertThat(create(scenario, "a:c:two", given().memory(1)))
                .isEqualTo(failure("maximum allowed memory (100, used 100) would be exceeded (requesting 1),"
                        + " says the policy of a:c:"));
        assertThat(create(scenario, "one", given().cpus(77L)))
                .isEqualTo(
                        failure(
                                "CPUids 77 do not exist on this host, or are not for unikernels (for them it has: 0, 1, 2, 3)"));
    }

    @Test
    void refusesOnlyGrowthInATreeThatIsOverCommitted() {
        Scenario scenario = Scenario.desiring(
                Map.of(
                        "a:one", new Desired(spec(1, given().memory(80).cpus(7L))),
                        "a:two", new Desired(spec(1, given().memory(80)))),
                Samples.policies(Map.of("a", policy(1, 100))));
        scenario.takeOver(
                new Input.Found.Absent(Samples.name("a:one"), new RunId(0), History.NONE),
                new Input.Found.Absent(Samples.name("a:two"), new RunId(0), History.NONE));
        scenario.perform();
        assertThat(scenario.runOf("a:one")).isInstanceOf(Run.Running.class);

        RequestId shrunk =
                scenario.ask("a:one", forceCreating(2, given().memory(40).cpus(7L)));
        scenario.perform();
        scenario.terminated("a:one");
        assertAdmitted(scenario.answer(shrunk));
        assertThat(scenario.run("a:one", forceCreating(2, given().memory(41))))
                .isEqualTo(failure("maximum allowed memory (100, used 80) would be exceeded (requesting 41),"
                        + " says the policy of a:"));
    }

    @Test
    void checksAPolicyThatIsBeingStoredBesideTheOneItReplaces() {
        Scenario scenario = Scenario.with(Map.of("a", policy(5, 100)));
        RequestId added = scenario.ask("a:", new PolicyCommand.Add(policy(1, 200)));

        assertAdmitted(runCreate(scenario, "a:one", 60));
        assertThat(scenario.answer(scenario.ask("a:two", creating(1, given().memory(30)))))
                .isEqualTo(failure("maximum allowed unikernels (1, used 1) would be exceeded by one more,"
                        + " says the policy of a:"));
        scenario.perform();

        assertThat(scenario.answer(added)).isEqualTo(done("added policy"));
    }

    /** Creates while the policy is still being stored. */
    private static Reply runCreate(Scenario scenario, String name, long memory) {
        RequestId request = scenario.ask(name, creating(1, given().memory(memory)));
        scenario.succeed(Effect.Stage.class);
        scenario.succeed(Effect.Store.class);
        scenario.succeed(Effect.Launch.class);
        return scenario.answer(request);
    }

    @Test
    void refusesWhatNoUnikernelCanHave() {
        Scenario scenario = Scenario.empty();

        assertThat(create(scenario, "one", given().memory(0)))
                .isEqualTo(failure("memory of 0 MB requested, at least 1 is needed"));
        assertThat(create(scenario, "one", given().cpus()))
                .isEqualTo(failure("no CPUid requested, at least one is needed"));
        assertThat(create(scenario, "one", given().argv("a".repeat(4000), "b".repeat(4191))))
                .isEqualTo(failure("the arguments have 8192 bytes, at most 8191 are allowed"));
        assertThat(create(scenario, "one", given().argv("a\0b"))).isEqualTo(failure("an argument contains a NUL byte"));
        assertThat(create(scenario, "one", given().argv(List.of(Text.of(Bytes.of(new byte[] {'a', (byte) 0xe9}))))))
                .isEqualTo(failure("an argument is not in UTF-8, and would reach the unikernel changed"));
        assertAdmitted(create(scenario, "one", given().argv("a".repeat(4000), "b".repeat(4190))));
    }

    @Test
    void refusesDevicesThatAreNoLabelsOrGivenTwice() {
        Scenario scenario = Scenario.withBlocks(Map.of("data", 10L));

        assertThat(create(scenario, "one", given().net("service", "br1").net("service", "service")))
                .isEqualTo(failure("network device service is given twice"));
        assertThat(create(scenario, "one", given().net("../x", "br1")))
                .isEqualTo(failure("invalid name '../x' of a network device: invalid label '../x':"
                        + " only letters, digits, '-' and '.' are allowed, and no '-' at the beginning"));
        assertThat(create(scenario, "one", given().block("..")))
                .isEqualTo(
                        failure("invalid name '..' of a block device: invalid label '..': it consists of dots alone"));
        assertThat(create(scenario, "one", given().block("data").block("data")))
                .isEqualTo(failure("block device data is given twice"));
        assertThat(create(scenario, "one", given().block("a", "data", 512).block("b", "DATA", 512)))
                .isEqualTo(failure("block device DATA of the host is given twice"));
    }

    @Test
    void refusesADeviceThatMakesANameTooLong() {
        String path = "a".repeat(63) + ":" + "b".repeat(63) + ":" + "c".repeat(60) + ":";

        assertThat(create(Scenario.empty(), path + "one", given().block("data", "d".repeat(12), 512)))
                .isEqualTo(failure("invalid name 'dddddddddddd' of a block device:"
                        + " a name has 201 bytes, at most 200 are allowed"));
    }

    @Test
    void refusesSectorSizesThatNoTenderHas() {
        Scenario scenario = Scenario.withBlocks(Map.of("data", 10L));

        for (long size : new long[] {0, -512, 256, 513, 65536}) {
            assertThat(create(scenario, "one", given().block("data", "data", size)))
                    .isEqualTo(failure(
                            "sector size " + size + " of block device data is not a power of two from 512 to 32768"));
        }
        assertAdmitted(create(scenario, "one", given().block("data", "data", 4096)));
    }

    @Test
    void givesABlockDeviceToOneUnikernelOfItsPath() {
        Scenario scenario = Scenario.withBlocks(Map.of("a:data", 10L));

        assertThat(create(scenario, "one", given().block("data"))).isEqualTo(failure("block device :data not found"));
        RequestId first = scenario.ask("a:one", creating(1, given().block("x", "Data", 512)));
        assertThat(create(scenario, "a:two", given().block("data")))
                .isEqualTo(failure("block device a:data already in use by a:one"));
        scenario.perform();
        assertAdmitted(scenario.answer(first));

        scenario.destroy("a:one");
        assertAdmitted(create(scenario, "a:two", given().block("data")));
    }

    @Test
    void givesABlockDeviceBelowTheUnikernelsPathByItsRelativeName() {
        Scenario scenario = Scenario.withBlocks(Map.of("nat0:mirror", 10L, "a:nat0:mirror", 10L));

        scenario.run("one", creating(1, given().block("tar", "nat0:mirror", 512)));
        assertThat(create(scenario, "nat0:two", given().block("tar", "mirror", 512)))
                .isEqualTo(failure("block device nat0:mirror already in use by :one"));
        assertThat(create(scenario, "three", given().block("tar", "NAT0:Mirror", 512)))
                .isEqualTo(failure("block device nat0:mirror already in use by :one"));
        assertThat(scenario.answer(scenario.ask("nat0:mirror", new BlockCommand.Remove())))
                .isEqualTo(failure("remove block: is in use by :one"));
        assertThat(create(scenario, "b:four", given().block("tar", "nat0:mirror", 512)))
                .isEqualTo(failure("block device b:nat0:mirror not found"));

        assertAdmitted(create(scenario, "a:five", given().block("tar", "nat0:mirror", 512)));
        assertThat(create(scenario, "a:nat0:six", given().block("tar", "mirror", 512)))
                .isEqualTo(failure("block device a:nat0:mirror already in use by a:five"));

        scenario.destroy("one");
        assertAdmitted(create(scenario, "nat0:two", given().block("tar", "mirror", 512)));
        assertThat(create(scenario, "one", given().block("tar", "nat0:mirror", 512)))
                .isEqualTo(failure("block device nat0:mirror already in use by nat0:two"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", ":mirror", "mirror:", "nat0::mirror", "..:mirror", "nat0:..", "../a:mirror"})
    void refusesABlockDeviceThatDoesNotLieAtOrBelowThePath(String device) {
        Scenario scenario = Scenario.withBlocks(Map.of("mirror", 10L, "a:mirror", 10L, "nat0:mirror", 10L));

        for (String unikernel : List.of("one", "a:one", "a:b:one")) {
            assertThat(create(scenario, unikernel, given().block("tar", device, 512)))
                    .isInstanceOfSatisfying(Reply.Failure.class, failure -> assertThat(
                                    failure.message().toString())
                            .startsWith("invalid name '" + device + "' of a block device: invalid label '"));
        }
    }

    @Test
    void refusesABlockDeviceWithTooManyLabels() {
        String device = "b:".repeat(15) + "data";

        assertThat(create(Scenario.empty(), "one", given().block("tar", device, 512)))
                .isEqualTo(failure("block device " + device + " not found"));
        assertThat(create(Scenario.empty(), "a:one", given().block("tar", device, 512)))
                .isEqualTo(failure("invalid name '" + device
                        + "' of a block device: a name has 17 labels, at most 16 are allowed"));
    }
}
