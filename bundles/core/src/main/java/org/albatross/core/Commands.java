package org.albatross.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.albatross.model.Arguments;
import org.albatross.model.Blob;
import org.albatross.model.BlockCommand;
import org.albatross.model.Command;
import org.albatross.model.Confirmation;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.LogCommand;
import org.albatross.model.Name;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Refusal;
import org.albatross.model.Refusal.Activity;
import org.albatross.model.Refusal.Busy;
import org.albatross.model.Refusal.NotFound;
import org.albatross.model.Refusal.OutOfRange;
import org.albatross.model.Refusal.Quantity;
import org.albatross.model.Refusal.Subject;
import org.albatross.model.Reply;
import org.albatross.model.StatsCommand;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelEvent;

/**
 * What becomes of one command: each method returns its answer, or nothing when it was refused, or work has begun
 * whose end answers it. What a refused command carries is given back.
 */
final class Commands
        implements Command.Handler<Optional<Reply>>,
                UnikernelCommand.Handler<Optional<Reply>>,
                LifecycleCommand.Handler<Optional<Reply>> {
    private static final long LONGEST_CONFIRMATION = Duration.ofDays(7).toSeconds();

    private final WorkingState state;
    private final Lifecycle lifecycle;
    private final Input.Asked asked;
    private final RequestId request;
    private final Name name;

    Commands(WorkingState state, Lifecycle lifecycle, Input.Asked asked) {
        this.state = state;
        this.lifecycle = lifecycle;
        this.asked = asked;
        request = asked.request();
        name = asked.name();
    }

    private Optional<Reply> refuse(Refusal refusal) {
        state.refuse(request, refusal);
        return Optional.empty();
    }

    private Optional<Reply> refuse(Refusal refusal, Blob carried) {
        state.emit(new Effect.Drop(carried));
        return refuse(refusal);
    }

    @Override
    public Optional<Reply> unikernel(UnikernelCommand command) {
        return command.accept((UnikernelCommand.Handler<Optional<Reply>>) this);
    }

    @Override
    public Optional<Reply> lifecycle(LifecycleCommand command) {
        return command.accept((LifecycleCommand.Handler<Optional<Reply>>) this);
    }

    @Override
    public Optional<Reply> policy(PolicyCommand command) {
        if (command instanceof PolicyCommand.Info) {
            return question();
        }
        new PolicyChanges(state).asked(asked);
        return Optional.empty();
    }

    @Override
    public Optional<Reply> block(BlockCommand command) {
        return command.accept(new BlockChanges(state, asked));
    }

    @Override
    public Optional<Reply> console(ConsoleCommand command) {
        return notHere();
    }

    @Override
    public Optional<Reply> stats(StatsCommand command) {
        return notHere();
    }

    @Override
    public Optional<Reply> log(LogCommand command) {
        return notHere();
    }

    @Override
    public Optional<Reply> crl(Command.AddRevocationList command) {
        return notHere();
    }

    @Override
    public Optional<Reply> hello(Command.SayHello command) {
        return notHere();
    }

    @Override
    public Optional<Reply> role(Command.PersonRole command) {
        return notHere();
    }

    /** See {@link Queries}. */
    private Optional<Reply> question() {
        return refuse(new Refusal.Unsupported("a question is answered without a decision"));
    }

    private Optional<Reply> notHere() {
        return refuse(new Refusal.Unsupported("unexpected command for the supervisor"));
    }

    @Override
    public Optional<Reply> info(UnikernelCommand.Info command) {
        return question();
    }

    @Override
    public Optional<Reply> get(UnikernelCommand.Get command) {
        if (command.level() < 0 || command.level() > Blob.HIGHEST_LEVEL) {
            return refuse(new OutOfRange(Quantity.COMPRESSION_LEVEL, command.level(), 0, Blob.HIGHEST_LEVEL));
        }
        Optional<Desired> desired = state.find(name).flatMap(Unikernel::desired);
        if (desired.isEmpty()) {
            return refuse(new NotFound(Subject.UNIKERNEL, name, Optional.of("get")));
        }
        Spec spec = desired.get().spec();
        state.tell(request, name, new UnikernelEvent.ImageSent(spec.image()));
        state.emit(new Effect.SendImage(request, spec.image(), spec.imageSize(), (int) command.level()));
        return Optional.empty();
    }

    @Override
    public Optional<Reply> create(UnikernelCommand.Create command) {
        if (state.find(name).isPresent()) {
            return refuse(
                    new Refusal.Exists(Subject.UNIKERNEL, name),
                    command.config().image());
        }
        return stage(command.config(), Optional.empty());
    }

    @Override
    public Optional<Reply> forceCreate(UnikernelCommand.ForceCreate command) {
        return stage(command.config(), Optional.empty());
    }

    @Override
    public Optional<Reply> replace(LifecycleCommand.Replace command) {
        Confirmation confirmation = command.confirmation();
        long seconds = confirmation.afterSeconds();
        if (seconds < 1 || seconds > LONGEST_CONFIRMATION) {
            return refuse(
                    new OutOfRange(Quantity.CONFIRMATION_SECONDS, seconds, 1, LONGEST_CONFIRMATION),
                    command.config().image());
        }
        return stage(command.config(), Optional.of(confirmation));
    }

    private Optional<Reply> stage(UnikernelConfig config, Optional<Confirmation> confirmation) {
        Optional<Refusal> refusal = unavailable("create")
                .or(() -> new Admission(state, asked.facts()).refuses(name, config.type(), config.arguments()));
        if (refusal.isPresent()) {
            return refuse(refusal.get(), config.image());
        }
        Ticket ticket = state.ticket();
        Unikernel unikernel = state.find(name)
                .orElseGet(() -> Unikernel.unknown(name, state.now().wall()));
        state.put(unikernel.withWork(
                new Work.Staging(request, ticket, config.arguments(), Optional.empty(), confirmation)));
        state.emit(new Effect.Stage(name, ticket, request, config, confirmation.flatMap(Confirmation::check)));
        return Optional.empty();
    }

    /** Tells why no work can begin on this name: no label, or something else is under way. */
    private Optional<Refusal> unavailable(String verb) {
        if (name.label().isEmpty()) {
            return Optional.of(new Refusal.NeedsName(Subject.UNIKERNEL, name, Optional.of(verb)));
        }
        return state.find(name).flatMap(Commands::busy);
    }

    private static Optional<Refusal> busy(Unikernel unikernel) {
        if (unikernel.run() instanceof Run.Unclear unclear) {
            return Optional.of(new Refusal.Unclear(unikernel.name(), unclear.reason()));
        }
        if (unikernel.run() instanceof Run.Settling) {
            return Optional.of(new Busy(unikernel.name(), Activity.END_IS_STORED, Optional.empty()));
        }
        return unikernel.work() instanceof Work.None
                ? Optional.empty()
                : Optional.of(new Busy(unikernel.name(), Activity.ANOTHER_COMMAND, Optional.empty()));
    }

    @Override
    public Optional<Reply> restart(UnikernelCommand.Restart command) {
        Optional<Unikernel> found = state.find(name);
        if (name.label().isPresent() && found.flatMap(Unikernel::desired).isEmpty()) {
            return refuse(new NotFound(Subject.UNIKERNEL, name, Optional.of("restart")));
        }
        Optional<Spec> desired = found.flatMap(Unikernel::desired).map(Desired::spec);
        Optional<Refusal> refusal = unavailable("restart")
                .or(() -> command.arguments().flatMap(arguments -> new Admission(state, asked.facts())
                        .refuses(name, desired.orElseThrow().type(), arguments)));
        if (refusal.isPresent()) {
            return refuse(refusal.get());
        }
        Unikernel unikernel = found.orElseThrow();
        Spec old = desired.orElseThrow();
        Arguments arguments = command.arguments().orElse(old.arguments());
        Ticket ticket = state.ticket();
        state.put(unikernel.withWork(
                new Work.Staging(request, ticket, arguments, Optional.of(old.image()), Optional.empty())));
        state.emit(new Effect.Verify(name, ticket, old.withArguments(arguments)));
        return Optional.empty();
    }

    @Override
    public Optional<Reply> destroy(UnikernelCommand.Destroy command) {
        if (name.label().isEmpty()) {
            return refuse(unavailable("destroy").orElseThrow());
        }
        Optional<Unikernel> found = state.find(name);
        if (found.isEmpty()) {
            return refuse(new NotFound(Subject.UNIKERNEL, name, Optional.of("destroy")));
        }
        if (found.get().run() instanceof Run.Unclear) {
            return refuse(busy(found.get()).orElseThrow());
        }
        lifecycle.destroy(found.get(), request);
        return Optional.empty();
    }

    @Override
    public Optional<Reply> status(LifecycleCommand.Status command) {
        return question();
    }

    @Override
    public Optional<Reply> start(LifecycleCommand.Start command) {
        return each("start", "started", lifecycle::start);
    }

    @Override
    public Optional<Reply> stop(LifecycleCommand.Stop command) {
        return each("stop", "stopped", lifecycle::stop);
    }

    @Override
    public Optional<Reply> shutdown(LifecycleCommand.Shutdown command) {
        return each("shutdown", "shut down", lifecycle::shutDown);
    }

    /** What is done to one of several unikernels; it answers its part of the request. */
    private interface Part {
        void apply(Unikernel unikernel, RequestId request);
    }

    private Optional<Reply> each(String verb, String done, Part part) {
        List<Unikernel> chosen = state.covered(name).stream()
                .filter(unikernel -> unikernel.desired().isPresent())
                .toList();
        if (chosen.isEmpty() && name.label().isPresent()) {
            return refuse(new NotFound(Subject.UNIKERNEL, name, Optional.of(verb)));
        }
        state.group(request, chosen.size(), done);
        for (Unikernel unikernel : chosen) {
            Optional<Refusal> refusal = busy(unikernel);
            if (refusal.isPresent()) {
                state.failed(request, refusal.get());
            } else {
                part.apply(unikernel, request);
            }
        }
        return Optional.empty();
    }
}
