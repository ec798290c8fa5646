package org.albatross.core;

import static org.albatross.core.Samples.FACTS;
import static org.albatross.core.Samples.creating;
import static org.albatross.core.Samples.given;
import static org.albatross.core.Samples.policy;
import static org.albatross.core.Scenario.done;
import static org.albatross.core.Scenario.failure;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.junit.jupiter.api.Test;

class PolicyChangesTest {
    private static final PolicyCommand REMOVE = new PolicyCommand.Remove();

    private final Scenario scenario = Scenario.empty();

    private Reply add(String path, Policy policy) {
        return scenario.run(path, new PolicyCommand.Add(policy));
    }

    @Test
    void countsOnlyWhenItIsDurable() {
        RequestId request = scenario.ask("foo:", new PolicyCommand.Add(policy(2, 100)));
        assertThat(scenario.answered(request)).isFalse();
        assertThat(scenario.state().policies()).isEmpty();

        scenario.succeed(Effect.StorePolicies.class);

        assertThat(scenario.answer(request)).isEqualTo(done("added policy"));
        assertThat(scenario.state().policies()).containsEntry(Path.parse("foo"), policy(2, 100));
    }

    @Test
    void leavesThePolicyThatWasWhenItCannotBeStored() {
        add("foo:", policy(2, 100));
        RequestId request = scenario.ask("foo:", new PolicyCommand.Add(policy(3, 100)));

        scenario.fail(Effect.StorePolicies.class, "No space left on device");

        assertThat(scenario.answer(request)).isEqualTo(failure("policy of foo: not changed: No space left on device"));
        assertThat(scenario.state().policies()).containsEntry(Path.parse("foo"), policy(2, 100));
    }

    @Test
    void takesTheSamePolicyAgainWithoutWritingIt() {
        add("foo:", policy(2, 100));

        assertThat(add("foo:", policy(2, 100))).isEqualTo(done("no modification of policy"));
        assertThat(scenario.all(Effect.StorePolicies.class)).hasSize(1);
    }

    private static PolicyCommand.AddChain chain(Map<String, Policy> policies) {
        return new PolicyCommand.AddChain(Samples.policies(policies));
    }

    @Test
    void addsThePoliciesOfAChainAsOneChange() {
        RequestId request = scenario.ask(
                "a:b:", chain(Map.of("a", policy(5, 500), "a:b", policy(3, 300), "a:b:c", policy(2, 200))));
        assertThat(scenario.pending()).hasSize(1);
        assertThat(scenario.state().policies()).isEmpty();

        scenario.succeed(Effect.StorePolicies.class);

        assertThat(scenario.answer(request)).isEqualTo(done("added policy"));
        assertThat(scenario.state().policies())
                .containsOnlyKeys(Path.parse("a"), Path.parse("a:b"), Path.parse("a:b:c"));
        assertThat(scenario.all(Effect.Tell.class))
                .extracting(tell -> tell.name().toString())
                .containsExactly("a:", "a:b:", "a:b:c:");
    }

    @Test
    void addsNothingOfAChainOfWhichAPolicyIsRefused() {
        add("a:b:c:", policy(4, 400));

        assertThat(scenario.run("a:b:", chain(Map.of("a", policy(5, 500), "a:b", policy(3, 300)))))
                .isEqualTo(failure("policy above allows 3 unikernels, which is fewer than 4 (policy of a:b:c:)"));

        assertThat(scenario.state().policies()).containsOnlyKeys(Path.parse("a:b:c"));
        assertThat(scenario.all(Effect.StorePolicies.class)).hasSize(1);
    }

    @Test
    void addsNothingOfAChainThatCannotBeStored() {
        add("a:", policy(4, 400));
        RequestId request = scenario.ask("a:b:", chain(Map.of("a", policy(5, 500), "a:b", policy(3, 300))));

        scenario.fail(Effect.StorePolicies.class, "No space left on device");

        assertThat(scenario.answer(request))
                .isEqualTo(failure("policy of a:, a:b: not changed: No space left on device"));
        assertThat(scenario.state().policies()).isEqualTo(Samples.policies(Map.of("a", policy(4, 400))));
    }

    @Test
    void tellsOfAChainOnlyWhatIsChanged() {
        scenario.run("a:b:", chain(Map.of("a", policy(5, 500), "a:b", policy(3, 300))));

        assertThat(scenario.run("a:b:", chain(Map.of("a", policy(5, 500), "a:b", policy(3, 300)))))
                .isEqualTo(done("no modification of policy"));
        assertThat(scenario.run("a:b:", chain(Map.of("a", policy(5, 500), "a:b", policy(2, 300)))))
                .isEqualTo(done("added policy"));

        assertThat(scenario.all(Effect.StorePolicies.class)).hasSize(2);
        assertThat(scenario.all(Effect.Tell.class))
                .extracting(tell -> tell.name().toString())
                .containsExactly("a:", "a:b:", "a:b:");
    }

    @Test
    void checksAChainAsWhatThereWillBeWithAllOfIt() {
        scenario.run("a:b:", chain(Map.of("a", policy(5, 500), "a:b", policy(4, 400))));

        assertThat(scenario.run("a:b:", chain(Map.of("a", policy(3, 300), "a:b", policy(2, 200)))))
                .isEqualTo(done("added policy"));
        assertThat(scenario.run("a:b:", chain(Map.of("a", policy(3, 300), "a:b", policy(4, 200)))))
                .isEqualTo(failure("policy above allows 3 unikernels, which is fewer than 4 (policy of a:)"));
    }

    @Test
    void admitsByAPolicyOfAChainThatIsBeingStoredToo() {
        scenario.run("a:b:", chain(Map.of("a", policy(5, 500), "a:b", policy(4, 400))));
        RequestId narrowed = scenario.ask("a:b:", chain(Map.of("a", policy(3, 300), "a:b", policy(2, 40))));

        assertThat(scenario.run("a:b:web", creating(1, given().memory(41))))
                .isEqualTo(failure("maximum allowed memory (40, used 0) would be exceeded (requesting 41),"
                        + " says the policy of a:b:"));
        assertThat(scenario.answered(narrowed)).isTrue();
    }

    @Test
    void boundsWhatAChainAddsToAllPolicies() {
        Map<String, Policy> many = new HashMap<>();
        for (int i = 0; i < State.MAX_POLICIES - 1; i++) {
            many.put("p" + i, policy(1, 20));
        }
        Scenario full = Scenario.with(many);

        assertThat(full.run("p0:", chain(Map.of("p0:a", policy(1, 20), "p0:a:b", policy(1, 20)))))
                .isEqualTo(
                        failure("this host has " + (State.MAX_POLICIES - 1) + " policies and would get 2 more, at most "
                                + State.MAX_POLICIES + " are allowed; remove one first"));
        assertThat(full.run("p0:", chain(Map.of("p0", policy(1, 21), "p0:a", policy(1, 20)))))
                .isEqualTo(done("added policy"));
    }

    @Test
    void ignoresALabel() {
        assertThat(add("foo:bar", policy(2, 100))).isEqualTo(done("added policy"));

        assertThat(scenario.state().policies()).containsOnlyKeys(Path.parse("foo"));
    }

    @Test
    void checksOneAfterTheOther() {
        RequestId first = scenario.ask("foo:", new PolicyCommand.Add(policy(2, 100)));
        RequestId second = scenario.ask("foo:bar:", new PolicyCommand.Add(policy(3, 100)));
        RequestId third = scenario.ask("foo:bar:", new PolicyCommand.Add(policy(1, 50)));
        assertThat(scenario.pending()).hasSize(1);

        scenario.perform();

        assertThat(scenario.answer(first)).isEqualTo(done("added policy"));
        assertThat(scenario.answer(second))
                .isEqualTo(failure("policy above allows 2 unikernels, which is fewer than 3 (policy of foo:)"));
        assertThat(scenario.answer(third)).isEqualTo(done("added policy"));
    }

    @Test
    void fitsBetweenWhatIsAboveAndWhatIsBelow() {
        add("a:", policy(5, 500));
        add("a:b:c:", policy(3, 300));

        assertThat(add("a:b:", policy(6, 400)))
                .isEqualTo(failure("policy above allows 5 unikernels, which is fewer than 6 (policy of a:)"));
        assertThat(add("a:b:", policy(4, 200)))
                .isEqualTo(failure(
                        "policy above allows 200 MB memory, which is fewer than 300 MB" + " (policy of a:b:c:)"));
        assertThat(add("a:b:", policy(4, 400))).isEqualTo(done("added policy"));
    }

    @Test
    void mayBeWiderThanTheMachine() {
        assertThat(add("a:", policy(5, 1_000_000))).isEqualTo(done("added policy"));
    }

    @Test
    void refusesAnUnusableOneAndOneOfTheRoot() {
        assertThat(add("a:", policy(0, 100))).isEqualTo(failure("Unusable policy with no unikernels"));
        assertThat(add("a:", policy(1, 16))).isEqualTo(failure("Unusable policy with memory 16 MB <= 16 MB"));
        assertThat(add(":", policy(5, 100)))
                .isEqualTo(failure("the policy of : is what the host has and cannot be replaced"));
    }

    @Test
    void refusesLessThanIsInUse() {
        scenario.run("a:one", creating(1, given().memory(60).cpus(1L, 2L).net("service", "br1")));
        scenario.ask("a:b:two", creating(1, given().memory(40)));

        assertThat(add("a:", policy(1, 100))).isEqualTo(failure("policy allows 1 unikernels, 2 exist at or below a:"));
        assertThat(add("a:", policy(2, 99)))
                .isEqualTo(failure("policy allows 99 MB memory, unikernels at or below a: use 100 MB"));
        Policy cpus = new Policy(
                CpuId.setOf(0, 2),
                9,
                new Megabytes(500),
                Optional.empty(),
                FACTS.rootPolicy().bridges());
        assertThat(add("a:", cpus))
                .isEqualTo(failure("policy does not allow CPUids 1, which unikernels at or below a: use"));
        Policy bridges = new Policy(
                FACTS.cpus(), 9, new Megabytes(500), Optional.empty(), new TreeSet<>(List.of(Text.of("service"))));
        assertThat(add("a:", bridges))
                .isEqualTo(failure("policy does not allow bridges br1, which unikernels at or below a: use"));
    }

    @Test
    void refusesLessBlockSpaceThanIsInUse() {
        Scenario blocks = Scenario.withBlocks(Map.of("a:x", 60L, "a:b:y", 41L));

        assertThat(blocks.run("a:", new PolicyCommand.Add(policy(5, 100))))
                .isEqualTo(failure("policy allows 100 MB block storage, block devices at or below a: have 101 MB"));
    }

    @Test
    void removesOnlyWhatIsThere() {
        add("foo:", policy(2, 100));

        assertThat(scenario.run("foo:", REMOVE)).isEqualTo(done("removed policy"));
        assertThat(scenario.state().policies()).isEmpty();
        assertThat(scenario.run("foo:", REMOVE)).isEqualTo(failure("unknown policy foo:"));
    }
}
