package org.albatross.core;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.PolicyEvent;
import org.albatross.model.PolicyRefusal;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;

/**
 * Adding and removing policies, one change after the other, each durable before it counts. A change of several policies is
 * checked as what there will be with all of them, and is made as a whole or not at all.
 */
final class PolicyChanges {
    private final WorkingState state;

    PolicyChanges(WorkingState state) {
        this.state = state;
    }

    /** Begins a change, or lets it wait for the one under way. */
    void asked(Input.Asked asked) {
        SortedMap<Path, Policy> added = added(asked);
        Optional<Refusal> tooMany = new Bounds(state).refusesPolicies(added);
        if (tooMany.isPresent()) {
            state.refuse(asked.request(), tooMany.get());
        } else if (state.policyWork().isPresent()) {
            queue(asked);
        } else if (added.isEmpty()) {
            remove(asked.request(), asked.name().path());
        } else {
            add(asked.request(), added);
        }
    }

    /** Returns what is to be added; nothing where the policy of a path is to be removed. */
    private static SortedMap<Path, Policy> added(Input.Asked asked) {
        SortedMap<Path, Policy> added = new TreeMap<>();
        if (asked.command() instanceof PolicyCommand.Add add) {
            added.put(asked.name().path(), add.policy());
        } else if (asked.command() instanceof PolicyCommand.AddChain chain) {
            added.putAll(chain.policies());
        }
        return added;
    }

    private void queue(Input.Asked asked) {
        if (state.policyQueue().size() < State.MAX_POLICY_QUEUE) {
            state.policyQueue().add(asked);
        } else {
            state.refuse(
                    asked.request(),
                    new Refusal.LimitReached("at most " + State.MAX_POLICY_QUEUE
                            + " changes of policies may wait for each other, and as many do; try again later"));
        }
    }

    private void add(RequestId request, SortedMap<Path, Policy> added) {
        SortedMap<Path, Optional<Policy>> changes = new TreeMap<>();
        SortedMap<Path, Policy> planned = new TreeMap<>(state.policies());
        added.forEach((path, policy) -> {
            if (!policy.equals(planned.put(path, policy))) {
                changes.put(path, Optional.of(policy));
            }
        });
        if (changes.isEmpty()) {
            state.answer(request, Reply.Done.POLICY_UNCHANGED);
            return;
        }
        for (Map.Entry<Path, Policy> entry : added.entrySet()) {
            Optional<Refusal> refusal = changes.containsKey(entry.getKey())
                    ? refuses(entry.getKey(), entry.getValue(), planned)
                    : Optional.empty();
            if (refusal.isPresent()) {
                state.refuse(request, refusal.get());
                return;
            }
        }
        begin(request, changes);
    }

    private void remove(RequestId request, Path path) {
        if (!state.policies().containsKey(path)) {
            state.refuse(request, new Refusal.NotFound(Refusal.Subject.POLICY, path.asName(), Optional.empty()));
            return;
        }
        begin(request, new TreeMap<>(Map.of(path, Optional.empty())));
    }

    private void begin(RequestId request, SortedMap<Path, Optional<Policy>> changes) {
        Ticket ticket = state.ticket();
        state.policyWork(Optional.of(new State.PolicyWork(request, ticket, changes)));
        state.emit(new Effect.StorePolicies(ticket, changes));
    }

    /** Refuses a policy that does not go with the others of {@code planned}, or with what is in use. */
    private Optional<Refusal> refuses(Path path, Policy policy, SortedMap<Path, Policy> planned) {
        if (path.isRoot()) {
            return Optional.of(new PolicyRefusal.OfTheHost());
        }
        Optional<PolicyRefusal> refusal = PolicyRules.unusable(policy);
        for (Map.Entry<Path, Policy> other : planned.entrySet()) {
            Path at = other.getKey();
            if (refusal.isEmpty() && !at.equals(path) && at.contains(path)) {
                refusal = PolicyRules.exceeds(other.getValue(), policy).map(conflict -> conflict.of(at));
            }
            if (refusal.isEmpty() && !at.equals(path) && path.contains(at)) {
                refusal = PolicyRules.exceeds(policy, other.getValue()).map(conflict -> conflict.of(at));
            }
        }
        return refusal.or(() -> refusesUsage(path, policy)).map(Refusal.class::cast);
    }

    private Optional<PolicyRefusal> refusesUsage(Path path, Policy policy) {
        Usage used = Usage.reserved(state.covered(path.asName()));
        return PolicyRules.exceeded(path, policy, used, state.index().load(path).stored());
    }

    void stored(Input.PoliciesStored input) {
        State.PolicyWork work = ending(input.ticket());
        work.changes().forEach((path, policy) -> {
            if (policy.isPresent()) {
                state.putPolicy(path, policy.get());
                state.tell(work.request(), path.asName(), new PolicyEvent.Added(policy.get()));
            } else {
                state.removePolicy(path);
                state.tell(work.request(), path.asName(), new PolicyEvent.Removed());
            }
        });
        boolean added = work.changes().values().stream().anyMatch(Optional::isPresent);
        state.answer(work.request(), new Reply.Done(added ? "added policy" : "removed policy"));
        next();
    }

    void notStored(Input.PoliciesNotStored input) {
        State.PolicyWork work = ending(input.ticket());
        String paths = work.changes().keySet().stream().map(Path::toString).collect(Collectors.joining(", "));
        state.refuse(work.request(), new Refusal.NotStored("policy of " + paths + " not changed", input.reason()));
        next();
    }

    private State.PolicyWork ending(Ticket ticket) {
        State.PolicyWork work = state.policyWork()
                .filter(present -> present.ticket().equals(ticket))
                .orElseThrow(() -> new IllegalStateException("no policy change has ticket " + ticket));
        state.policyWork(Optional.empty());
        return work;
    }

    private void next() {
        while (state.policyWork().isEmpty() && !state.policyQueue().isEmpty()) {
            asked(state.policyQueue().remove(0));
        }
    }
}
