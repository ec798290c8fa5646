package org.albatross.health.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.albatross.api.Health.Status;
import org.albatross.model.Megabytes;
import org.albatross.model.Named;
import org.albatross.model.Path;
import org.albatross.model.Policy;

/** Whether policies promise more than the policy above them has: no mistake, but somebody will be refused. */
final class PolicyTree {
    private PolicyTree() {}

    private record Limit(String what, ToLongFunction<Policy> of) {}

    private static final List<Limit> LIMITS = List.of(
            new Limit("unikernels", Policy::unikernels),
            new Limit("MB of memory", policy -> policy.memory().count()),
            new Limit(
                    "MB of block devices",
                    policy -> policy.block().orElse(Megabytes.ZERO).count()));

    /** Looks at all policies of a platform. */
    static Finding look(List<Named<Policy>> policies) {
        List<String> beyond = new ArrayList<>();
        for (Named<Policy> parent : policies) {
            List<Policy> below = nextBelow(parent.name().path(), policies);
            for (Limit limit : LIMITS) {
                long promised = below.stream().mapToLong(limit.of()).reduce(0, PolicyTree::sum);
                long had = limit.of().applyAsLong(parent.value());
                if (promised > had) {
                    beyond.add("the policies below " + parent.name() + " allow " + promised + " " + limit.what()
                            + " together, and it has " + had);
                }
            }
        }
        return beyond.isEmpty()
                ? Finding.ok(count(policies.size()) + ", none over-committed")
                : new Finding(Status.WARN, beyond);
    }

    private static String count(int policies) {
        return switch (policies) {
            case 0 -> "no policies";
            case 1 -> "1 policy";
            default -> policies + " policies";
        };
    }

    /** Any numbers come from the wire. */
    private static long sum(long a, long b) {
        long sum = a + b;
        return a > 0 && b > 0 && sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** Returns the policies below a path that have none between them and it. */
    private static List<Policy> nextBelow(Path path, List<Named<Policy>> policies) {
        List<Path> all = policies.stream().map(named -> named.name().path()).toList();
        return policies.stream()
                .filter(named -> parent(named.name().path(), all::contains).equals(Optional.of(path)))
                .map(Named::value)
                .toList();
    }

    private static Optional<Path> parent(Path path, Predicate<Path> hasPolicy) {
        Optional<Path> above = path.parent();
        while (above.isPresent() && !hasPolicy.test(above.get())) {
            above = above.get().parent();
        }
        return above;
    }
}
