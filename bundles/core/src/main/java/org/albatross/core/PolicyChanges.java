package org.albatross.core;

import java.util.Map;
import java.util.Optional;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.PolicyEvent;
import org.albatross.model.PolicyRefusal;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;

/** Adding and removing policies, one change after the other, each durable before it counts. */
final class PolicyChanges {
    private final WorkingState state;

    PolicyChanges(WorkingState state) {
        this.state = state;
    }

    /** Begins a change, or lets it wait for the one under way. */
    void asked(Input.Asked asked) {
        Optional<Refusal> tooMany = asked.command() instanceof PolicyCommand.Add change
                ? new Bounds(state).refusesPolicy(asked.name().path(), change.policy())
                : Optional.empty();
        if (tooMany.isPresent()) {
            state.refuse(asked.request(), tooMany.get());
        } else if (state.policyWork().isPresent()) {
            queue(asked);
        } else if (asked.command() instanceof PolicyCommand.Add add) {
            add(asked.request(), asked.name().path(), add.policy());
        } else {
            remove(asked.request(), asked.name().path());
        }
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

    private void add(RequestId request, Path path, Policy policy) {
        if (policy.equals(state.policies().get(path))) {
            state.answer(request, Reply.Done.POLICY_UNCHANGED);
            return;
        }
        Optional<Refusal> refusal = refuses(path, policy);
        if (refusal.isPresent()) {
            state.refuse(request, refusal.get());
            return;
        }
        begin(request, path, Optional.of(policy));
    }

    private void remove(RequestId request, Path path) {
        if (!state.policies().containsKey(path)) {
            state.refuse(request, new Refusal.NotFound(Refusal.Subject.POLICY, path.asName(), Optional.empty()));
            return;
        }
        begin(request, path, Optional.empty());
    }

    private void begin(RequestId request, Path path, Optional<Policy> policy) {
        Ticket ticket = state.ticket();
        state.policyWork(Optional.of(new State.PolicyWork(request, ticket, path, policy)));
        state.emit(new Effect.StorePolicy(path, ticket, policy));
    }

    private Optional<Refusal> refuses(Path path, Policy policy) {
        if (path.isRoot()) {
            return Optional.of(new PolicyRefusal.OfTheHost());
        }
        Optional<PolicyRefusal> refusal = PolicyRules.unusable(policy);
        for (Map.Entry<Path, Policy> other : state.policies().entrySet()) {
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
        Usage used = Usage.below(state.unikernels().values(), path, Optional.empty());
        return PolicyRules.exceeded(path, policy, used, Usage.blocks(state.blocks(), path));
    }

    void stored(Input.PolicyStored input) {
        State.PolicyWork work = ending(input.ticket());
        if (work.policy().isPresent()) {
            state.policies().put(work.path(), work.policy().get());
            state.tell(
                    work.request(),
                    work.path().asName(),
                    new PolicyEvent.Added(work.policy().get()));
            state.answer(work.request(), new Reply.Done("added policy"));
        } else {
            state.policies().remove(work.path());
            state.tell(work.request(), work.path().asName(), new PolicyEvent.Removed());
            state.answer(work.request(), new Reply.Done("removed policy"));
        }
        next();
    }

    void notStored(Input.PolicyNotStored input) {
        State.PolicyWork work = ending(input.ticket());
        state.refuse(
                work.request(), new Refusal.NotStored("policy of " + work.path() + " not changed", input.reason()));
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
