package org.albatross.core;

import static org.albatross.core.Samples.creating;
import static org.albatross.core.Samples.forceCreating;
import static org.albatross.core.Samples.given;
import static org.albatross.core.Samples.policy;
import static org.albatross.core.Scenario.done;
import static org.albatross.core.Scenario.failure;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.albatross.core.Samples.Given;
import org.albatross.model.Arguments;
import org.albatross.model.BlockCommand;
import org.albatross.model.CpuId;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.junit.jupiter.api.Test;

/** How much may be desired. Every refusal names the value and the limit; what was there before is kept. */
class BoundsTest {
    private static SortedSet<Long> numbers(long count) {
        return LongStream.range(0, count).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    private static SortedSet<CpuId> cpus(long count) {
        return CpuId.setOf(LongStream.range(0, count).toArray());
    }

    private static SortedSet<Text> bridges(int count) {
        return LongStream.range(0, count)
                .mapToObj(number -> Text.of("br-" + number))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Policy with(SortedSet<CpuId> cpus, SortedSet<Text> bridges) {
        return new Policy(cpus, 1, new Megabytes(100), Optional.empty(), bridges);
    }

    private static Reply add(Scenario scenario, String path, Policy policy) {
        return scenario.run(path, new PolicyCommand.Add(policy));
    }

    private static Reply create(Scenario scenario, Given given) {
        return scenario.run("one", creating(1, given));
    }

    @Test
    void refusesAPolicyWithTooManyBridgesOrCpus() {
        Scenario scenario = Scenario.empty();

        assertThat(add(scenario, "p:", with(cpus(1), bridges(256)))).isEqualTo(done("added policy"));
        assertThat(add(scenario, "q:", with(cpus(1), bridges(257))))
                .isEqualTo(failure("257 bridges are given, at most 256 are allowed"));
        assertThat(add(scenario, "q:", with(cpus(1024), bridges(0)))).isEqualTo(done("added policy"));
        assertThat(add(scenario, "r:", with(cpus(1025), bridges(0))))
                .isEqualTo(failure("1025 CPUs are given, at most 1024 are allowed"));
    }

    @Test
    void refusesABridgeThatNoInterfaceCanBeCalled() {
        Scenario scenario = Scenario.empty();
        SortedSet<Text> longest = new TreeSet<>(List.of(Text.of("b".repeat(15))));

        assertThat(add(scenario, "p:", with(cpus(1), longest))).isEqualTo(done("added policy"));
        assertThat(add(scenario, "q:", with(cpus(1), new TreeSet<>(List.of(Text.of("b".repeat(16)))))))
                .isEqualTo(failure("the name of a bridge, 'bbbbbbbbbbbbbbbb', has 16 bytes; 1 to 15 are possible"));
        assertThat(add(scenario, "q:", with(cpus(1), new TreeSet<>(List.of(Text.of("b".repeat(100_000)))))))
                .isEqualTo(failure(
                        "the name of a bridge, '" + "b".repeat(32) + "..', has 100000 bytes; 1 to 15 are possible"));
        assertThat(add(scenario, "q:", with(cpus(1), new TreeSet<>(List.of(Text.of(""))))))
                .isEqualTo(failure("the name of a bridge, '', has 0 bytes; 1 to 15 are possible"));
        assertThat(create(scenario, given().net("service", "b".repeat(16))))
                .isEqualTo(failure("the name of a bridge, 'bbbbbbbbbbbbbbbb', has 16 bytes; 1 to 15 are possible"));
    }

    @Test
    void refusesAUnikernelWithTooMuchOfAnything() {
        Scenario scenario = Scenario.empty();
        Given devices = given();
        for (int i = 0; i < 33; i++) {
            devices.net("service" + i, "br1");
        }
        for (int i = 0; i < 32; i++) {
            devices.block("disk" + i);
        }

        assertThat(create(scenario, devices))
                .isEqualTo(failure("65 network and block devices are given, at most 64 are allowed"));
        assertThat(create(scenario, given().argv(Collections.nCopies(1025, Text.of("")))))
                .isEqualTo(failure("1025 arguments are given, at most 1024 are allowed"));
        assertThat(create(scenario, given().argv("a".repeat(8192))))
                .isEqualTo(failure("the arguments have 8192 bytes, at most 8191 are allowed"));
        assertThat(create(scenario, given().cpus(LongStream.range(0, 1025).toArray())))
                .isEqualTo(failure("1025 CPUs are given, at most 1024 are allowed"));
        assertThat(create(scenario, given().restart(numbers(257).toArray(Long[]::new))))
                .isEqualTo(failure("257 exit codes are given, at most 256 are allowed"));
    }

    @Test
    void refusesABootPartitionWithALongName() {
        Arguments arguments = new Arguments(
                new FailBehaviour.Quit(),
                Optional.empty(),
                true,
                cpus(1),
                new Megabytes(32),
                List.of(),
                List.of(),
                Optional.empty(),
                1,
                Optional.of(Text.of("p".repeat(256))));

        assertThat(Bounds.exceeded(arguments).map(Refusal::message))
                .contains("the boot partition's name has 256 bytes, at most 255 are allowed");
    }

    @Test
    void refusesOneUnikernelTooManyAndStillReplacesOne() {
        SortedMap<Name, Desired> unikernels = new TreeMap<>();
        for (int i = 0; i < State.MAX_UNIKERNELS; i++) {
            unikernels.put(Name.parse("x" + i), new Desired(Samples.spec(1, given().memory(1))));
        }
        Scenario scenario = Scenario.from(State.initial(Limits.DEFAULT, new TreeMap<>(), unikernels, new TreeMap<>()));

        assertThat(create(scenario, given().memory(1)))
                .isEqualTo(failure("this host has 4096 unikernels, at most 4096 are allowed; destroy one first"));
        scenario.ask("x1", forceCreating(2, given().memory(1)));
        assertThat(scenario.last()).hasAtLeastOneElementOfType(Effect.Stage.class);
    }

    @Test
    void refusesOnePolicyTooManyAndStillReplacesOne() {
        SortedMap<Path, Policy> policies = new TreeMap<>();
        for (int i = 0; i < State.MAX_POLICIES; i++) {
            policies.put(Path.parse("p" + i), policy(1, 100));
        }
        Scenario scenario = Scenario.from(State.initial(Limits.DEFAULT, policies, new TreeMap<>(), new TreeMap<>()));

        assertThat(add(scenario, "q:", policy(1, 100)))
                .isEqualTo(failure("this host has 1024 policies, at most 1024 are allowed; remove one first"));
        assertThat(add(scenario, "p1:", policy(2, 100))).isEqualTo(done("added policy"));
    }

    @Test
    void refusesOneBlockDeviceTooMany() {
        SortedMap<Name, Megabytes> blocks = new TreeMap<>();
        for (int i = 0; i < State.MAX_BLOCK_DEVICES; i++) {
            blocks.put(Name.parse("disk" + i), new Megabytes(1));
        }
        Scenario scenario = Scenario.from(State.initial(Limits.DEFAULT, new TreeMap<>(), new TreeMap<>(), blocks));

        assertThat(scenario.run("one", new BlockCommand.Add(new Megabytes(1))))
                .isEqualTo(failure("this host has 4096 block devices, at most 4096 are allowed; remove one first"));
    }

    @Test
    void refusesMoreThanTheMemoryThatPoliciesAndUnikernelsMayTakeTogether() {
        Scenario scenario = Scenario.empty();
        Policy large = with(cpus(1024), bridges(256));
        int added = 0;
        Reply reply = add(scenario, "p" + added + ":", large);
        while (reply.equals(done("added policy"))) {
            added++;
            reply = add(scenario, "p" + added + ":", large);
        }

        long each = Bounds.footprint(large);
        assertThat(added).isEqualTo((int) (State.MAX_FOOTPRINT / each)).isLessThan(State.MAX_POLICIES);
        assertThat(reply)
                .isEqualTo(failure("the policies and configurations of this host take " + added * each
                        + " bytes of memory, and this one " + each + "; at most 8388608 are allowed together"));
        assertThat(create(scenario, given().argv(Collections.nCopies(1024, Text.of("aaaaaaa"))))
                        .toString())
                .contains("at most 8388608 are allowed together");
        assertThat(add(scenario, "p1:", policy(1, 100)))
                .as("what needs less than before")
                .isEqualTo(done("added policy"));
        assertThat(create(scenario, given())).isEqualTo(done("created unikernel"));
    }

    @Test
    void refusesTooManyChangesOfPoliciesThatWait() {
        Scenario scenario = Scenario.empty();
        for (int i = 0; i <= State.MAX_POLICY_QUEUE; i++) {
            scenario.ask("p" + i + ":", new PolicyCommand.Add(policy(1, 100)));
        }

        RequestId request = scenario.ask("q:", new PolicyCommand.Add(policy(1, 100)));

        assertThat(scenario.answer(request))
                .isEqualTo(failure("at most 64 changes of policies may wait for each other, and as many do;"
                        + " try again later"));
    }

    @Test
    void keepsOfALargePolicyWhatIsAllowed() {
        SortedSet<Text> many = bridges(300);
        many.add(Text.of("b".repeat(16)));

        Policy kept = Bounds.within(with(cpus(2000), many));

        assertThat(kept.cpuids()).hasSize(1024);
        assertThat(kept.bridges()).hasSize(256).isSubsetOf(many).doesNotContain(Text.of("b".repeat(16)));
        assertThat(Bounds.exceeded(kept)).isEmpty();
        assertThat(Bounds.within(policy(2, 100))).isEqualTo(policy(2, 100));
    }

    @Test
    void keepsAStateThatIsLargerThanItsLimitsAndSaysSo() {
        Given codes = given().restart(numbers(300).toArray(Long[]::new));
        SortedMap<Name, Desired> unikernels = new TreeMap<>();
        for (int i = 0; i <= State.MAX_UNIKERNELS; i++) {
            unikernels.put(Name.parse("x" + i), new Desired(Samples.spec(1, i == 0 ? codes : given())));
        }

        State state = State.initial(Limits.DEFAULT, new TreeMap<>(), unikernels, new TreeMap<>());

        assertThat(state.unikernels()).hasSize(4097);
        assertThat(Bounds.exceeded(state))
                .containsExactly(
                        "4097 unikernels are given, at most 4096 are allowed",
                        "the unikernel :x0 is kept as it is: 300 exit codes are given, at most 256 are allowed");
    }
}
