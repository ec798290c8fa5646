package org.albatross.supervisor.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.albatross.api.Cancellable;
import org.albatross.api.CommandService;
import org.albatross.api.Request;
import org.albatross.api.Sink;
import org.albatross.core.HostFacts;
import org.albatross.core.Input;
import org.albatross.model.Blob;
import org.albatross.model.BlockCommand;
import org.albatross.model.Command;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.LogCommand;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.StatsCommand;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelConfig;
import org.albatross.supervisor.internal.run.ConsoleHub;
import org.albatross.supervisor.internal.run.Inputs;
import org.albatross.supervisor.internal.run.Isolation;
import org.albatross.supervisor.internal.run.Timers;
import org.albatross.supervisor.internal.store.DurableFiles;

/** The door inward: sends each command to who carries it out. For any thread. */
final class Dispatcher implements CommandService {
    private final Requests requests;
    private final Inputs owner;
    private final MachineFacts facts;
    private final ConsoleHub consoles;
    private final Timers timers;
    private final Executor pool;
    private final PeerWork peers;
    private final Reply hello;

    Dispatcher(
            Requests requests,
            Inputs owner,
            MachineFacts facts,
            ConsoleHub consoles,
            Timers timers,
            Executor pool,
            PeerWork peers,
            String version,
            Isolation.Mode isolation) {
        this.requests = requests;
        this.owner = owner;
        this.facts = facts;
        this.consoles = consoles;
        this.timers = timers;
        this.pool = pool;
        this.peers = peers;
        this.hello =
                new Reply.Hello(Text.of("albatross"), Text.of(version), List.of(Text.of("isolation=" + isolation)));
    }

    @Override
    public Cancellable execute(Request request, Sink sink) {
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

        private Cancellable answer(Reply reply) {
            sink.answer(reply);
            sink.end();
            return Cancellable.NOTHING;
        }

        private Cancellable refuse(Refusal refusal) {
            sink.fail(refusal);
            return Cancellable.NOTHING;
        }

        private Cancellable noService(String what) {
            return refuse(new Refusal.Unsupported("this platform has no service for " + what));
        }

        /** Asks the owner; {@code knowing} what of the machine. */
        private Cancellable decide(HostFacts knowing) {
            Requests.Pending pending = requests.open(request, sink);
            ask(pending, knowing);
            return pending::abandon;
        }

        /** Asks the owner something whose answer may tell everything that there is: few of these lie in memory at once. */
        private Cancellable question(HostFacts knowing) {
            Requests.Pending pending = requests.open(request, sink);
            Optional<String> refusal = peers.question(pending.number(), place -> {
                pending.holds(place);
                ask(pending, knowing);
            });
            refusal.ifPresent(reason -> {
                requests.fail(pending.number(), new Refusal.HostRefused(reason));
                requests.forget(pending.number());
            });
            return pending::abandon;
        }

        private void ask(Requests.Pending pending, HostFacts knowing) {
            owner.post(new Input.Asked(pending.number(), request.name(), request.command(), knowing));
            request.deadline().ifPresent(deadline -> timers.after(deadline, () -> expire(pending, deadline)));
        }

        private void expire(Requests.Pending pending, Duration deadline) {
            pending.failEarly(new Refusal.TimedOut(deadline, request.command().isChange()));
        }

        private Cancellable decideByMachine(Optional<Blob> blob) {
            return byMachine(blob, this::decide);
        }

        private Cancellable byMachine(Optional<Blob> blob, Function<HostFacts, Cancellable> ask) {
            HostFacts now;
            try {
                now = facts.read();
            } catch (IOException e) {
                blob.ifPresent(Performer::drop);
                return refuse(new Refusal.HostRefused("cannot read what this host has: " + DurableFiles.describe(e)));
            }
            return ask.apply(now);
        }

        @Override
        public Cancellable console(ConsoleCommand command) {
            return command.accept(new Subscriptions(consoles, pool, request.name()))
                    .apply(sink);
        }

        @Override
        public Cancellable stats(StatsCommand command) {
            return noService("statistics");
        }

        @Override
        public Cancellable log(LogCommand command) {
            return noService("the event log");
        }

        @Override
        public Cancellable crl(Command.AddRevocationList command) {
            return noService("revocation lists");
        }

        @Override
        public Cancellable hello(Command.SayHello command) {
            return answer(hello);
        }

        @Override
        public Cancellable policy(PolicyCommand command) {
            return command instanceof PolicyCommand.Info
                    ? byMachine(Optional.empty(), this::question)
                    : decideByMachine(Optional.empty());
        }

        @Override
        public Cancellable unikernel(UnikernelCommand command) {
            if (command instanceof UnikernelCommand.Info) {
                return question(MachineFacts.UNASKED);
            }
            if (command instanceof UnikernelCommand.Get) {
                return decide(MachineFacts.UNASKED);
            }
            return decideByMachine(imageOf(command).map(UnikernelConfig::image));
        }

        private Optional<UnikernelConfig> imageOf(UnikernelCommand command) {
            if (command instanceof UnikernelCommand.Create create) {
                return Optional.of(create.config());
            }
            return command instanceof UnikernelCommand.ForceCreate create
                    ? Optional.of(create.config())
                    : Optional.empty();
        }

        @Override
        public Cancellable lifecycle(LifecycleCommand command) {
            if (command instanceof LifecycleCommand.Status) {
                return question(MachineFacts.UNASKED);
            }
            return decideByMachine(
                    command instanceof LifecycleCommand.Replace replace
                            ? Optional.of(replace.config().image())
                            : Optional.empty());
        }

        @Override
        public Cancellable block(BlockCommand command) {
            if (command instanceof BlockCommand.Info) {
                return question(MachineFacts.UNASKED);
            }
            return decideByMachine(blobOf(command));
        }

        private Optional<Blob> blobOf(BlockCommand command) {
            if (command instanceof BlockCommand.AddOld add) {
                return add.data();
            }
            return command instanceof BlockCommand.SetOld set ? Optional.of(set.data()) : Optional.empty();
        }
    }
}
