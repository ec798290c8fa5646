package org.albatross.health.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.albatross.api.BlockingCall;
import org.albatross.api.CommandService;
import org.albatross.api.Health.Status;
import org.albatross.api.Outcome;
import org.albatross.api.ServiceGate;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Name;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;

/** What the platform itself answers to questions about its state. For any thread. */
final class PlatformAnswers {
    private static final Caller PLATFORM = new Caller.Platform();

    private final ServiceGate<CommandService> gate;
    private final Duration limit;

    /** Waits for an answer as long as {@code limit} says. */
    PlatformAnswers(ServiceGate<CommandService> gate, Duration limit) {
        this.gate = gate;
        this.limit = limit;
    }

    /** Looks at where unikernels stand. */
    Finding unikernels(Duration sinceStart) throws InterruptedException {
        Finding finding = ask(
                new LifecycleCommand.Status(),
                reply -> reply instanceof Reply.Statuses statuses
                        ? Optional.of(UnikernelStates.look(statuses.statuses(), sinceStart))
                        : Optional.empty());
        return finding.status() == Status.CRITICAL && UnikernelStates.isBoot(sinceStart)
                ? new Finding(Status.TEMPORARILY_UNAVAILABLE, finding.details())
                : finding;
    }

    /** Looks at policies. */
    Finding policies() throws InterruptedException {
        return ask(
                new PolicyCommand.Info(),
                reply -> reply instanceof Reply.Policies policies
                        ? Optional.of(PolicyTree.look(policies.policies()))
                        : Optional.empty());
    }

    /** Looks at what keeps unikernels apart. */
    Finding isolation() throws InterruptedException {
        return ask(
                new Command.SayHello(),
                reply -> reply instanceof Reply.Hello hello
                        ? hello.feature("isolation").map(PlatformAnswers::isolation)
                        : Optional.empty());
    }

    private static Finding isolation(String mode) {
        return mode.equals("separate")
                ? Finding.ok("each unikernel has a user of its own")
                : Finding.of(
                        Status.WARN,
                        "isolation is " + mode + ": all tenders have the platform's own user, so that one which is"
                                + " broken into can reach the others (docs/operations.md)");
    }

    private Finding ask(Command command, Function<Reply, Optional<Finding>> look) throws InterruptedException {
        Optional<Outcome> outcome =
                gate.perform(limit, service -> BlockingCall.perform(service, PLATFORM, Name.ROOT, command, limit));
        if (outcome.isEmpty()) {
            return Finding.of(Status.CRITICAL, "the command service has been away for " + limit.toSeconds() + " s");
        }
        if (outcome.get() instanceof Outcome.Refused refused) {
            return Finding.of(Status.CRITICAL, refused.refusal().message());
        }
        return look.apply(((Outcome.Answered) outcome.get()).reply())
                .orElse(Finding.of(Status.UNKNOWN, "the platform has answered something else than was asked for"));
    }
}
