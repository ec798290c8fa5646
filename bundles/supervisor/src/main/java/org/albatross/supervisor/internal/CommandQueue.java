package org.albatross.supervisor.internal;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.albatross.api.Cancellable;
import org.albatross.api.Request;
import org.albatross.api.Sink;
import org.albatross.core.HostFacts;
import org.albatross.core.Input;
import org.albatross.core.Queries;
import org.albatross.core.State;
import org.albatross.disk.DurableFiles;
import org.albatross.model.BlockCommand;
import org.albatross.model.Command;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.LogCommand;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.StatsCommand;
import org.albatross.model.UnikernelCommand;
import org.albatross.supervisor.internal.run.Inputs;
import org.albatross.supervisor.internal.run.Timers;

/** Puts commands to the core, together with what it has to know of the machine, and answers questions. For any thread. */
final class CommandQueue {
    private final Requests requests;
    private final Inputs inputs;
    private final Supplier<State> state;
    private final Queries.Machines machines;
    private final Clock clock;
    private final MachineFacts facts;
    private final Timers timers;
    private final PeerExecutors peers;

    /** Decisions are made through {@code inputs}; questions are answered from the present {@code state} and the names of {@code machines}. */
    CommandQueue(
            Requests requests,
            Inputs inputs,
            Supplier<State> state,
            Queries.Machines machines,
            Clock clock,
            MachineFacts facts,
            Timers timers,
            PeerExecutors peers) {
        this.requests = requests;
        this.inputs = inputs;
        this.state = state;
        this.machines = machines;
        this.clock = clock;
        this.facts = facts;
        this.timers = timers;
        this.peers = peers;
    }

    /** See {@link org.albatross.api.Unikernels#execute}. */
    Cancellable execute(Request request, Sink sink) {
        return request.command().accept(new Route(request, sink));
    }

    /** The way of one command. */
    private final class Route implements Command.Handler<Cancellable> {
        private final Request request;
        private final Sink sink;

        Route(Request request, Sink sink) {
            this.request = request;
            this.sink = sink;
        }

        private Cancellable refuse(Refusal refusal) {
            request.unused().run();
            sink.fail(refusal);
            return Cancellable.NOTHING;
        }

        private Cancellable foreign() {
            return refuse(new Refusal.Unsupported("not a command about unikernels, policies or block devices"));
        }

        /** Asks the core; {@code knowing} what of the machine. */
        private Cancellable decide(HostFacts knowing) {
            Requests.Pending pending = requests.open(request, sink);
            ask(pending, knowing);
            return pending::abandon;
        }

        /** Answers from the present state. An answer may tell everything that there is: few of these lie in memory at once. */
        private Cancellable question(Function<Queries, Reply> answer) {
            Requests.Pending pending = requests.open(request, sink);
            Optional<String> refusal = peers.question(pending.id(), place -> {
                pending.holds(place);
                Queries queries = new Queries(state.get(), request.name(), machines);
                requests.answer(pending, queries.areBrief(), () -> answer.apply(queries));
            });
            refusal.ifPresent(reason -> {
                requests.fail(pending.id(), new Refusal.HostRefused(reason));
                requests.forget(pending.id());
            });
            expireInTime(pending);
            return pending::abandon;
        }

        private void ask(Requests.Pending pending, HostFacts knowing) {
            inputs.post(new Input.Asked(pending.id(), request.name(), request.command(), knowing));
            expireInTime(pending);
        }

        private void expireInTime(Requests.Pending pending) {
            request.deadline().ifPresent(deadline -> timers.after(deadline, () -> expire(pending, deadline)));
        }

        private void expire(Requests.Pending pending, Duration deadline) {
            pending.failEarly(new Refusal.TimedOut(deadline, request.command().isChange()));
        }

        private Cancellable byMachine(Function<HostFacts, Cancellable> ask) {
            HostFacts now;
            try {
                now = facts.read();
            } catch (IOException e) {
                return refuse(new Refusal.HostRefused("cannot read what this host has: " + DurableFiles.describe(e)));
            }
            return ask.apply(now);
        }

        @Override
        public Cancellable console(ConsoleCommand command) {
            return foreign();
        }

        @Override
        public Cancellable stats(StatsCommand command) {
            return foreign();
        }

        @Override
        public Cancellable log(LogCommand command) {
            return foreign();
        }

        @Override
        public Cancellable crl(Command.AddRevocationList command) {
            return foreign();
        }

        @Override
        public Cancellable hello(Command.SayHello command) {
            return foreign();
        }

        @Override
        public Cancellable role(Command.PersonRole command) {
            return foreign();
        }

        @Override
        public Cancellable policy(PolicyCommand command) {
            return byMachine(
                    command instanceof PolicyCommand.Info
                            ? now -> question(queries -> queries.policies(now))
                            : this::decide);
        }

        @Override
        public Cancellable unikernel(UnikernelCommand command) {
            if (command instanceof UnikernelCommand.Info info) {
                return question(queries -> queries.info(info.form()));
            }
            return command instanceof UnikernelCommand.Get ? decide(MachineFacts.UNASKED) : byMachine(this::decide);
        }

        @Override
        public Cancellable lifecycle(LifecycleCommand command) {
            return command instanceof LifecycleCommand.Status
                    ? question(queries -> queries.status(clock.instant()))
                    : byMachine(this::decide);
        }

        @Override
        public Cancellable block(BlockCommand command) {
            return command instanceof BlockCommand.Info ? question(Queries::blocks) : byMachine(this::decide);
        }
    }
}
