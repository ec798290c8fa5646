package org.albatross.dispatch.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.albatross.api.Cancellable;
import org.albatross.api.CommandService;
import org.albatross.api.Consoles;
import org.albatross.api.EventLog;
import org.albatross.api.Request;
import org.albatross.api.RevocationLists;
import org.albatross.api.ServiceGate;
import org.albatross.api.Sink;
import org.albatross.api.Statistics;
import org.albatross.api.Unikernels;
import org.albatross.model.BlockCommand;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.CommandKind;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.Grant;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.LogCommand;
import org.albatross.model.Name;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.StatsCommand;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;

/**
 * The entry point: decides whether the caller may, and hands each command to the service that carries it out. A command
 * whose service is being replaced waits for it. For any thread.
 */
final class Dispatcher implements CommandService {
    private final Function<Caller, List<Grant>> grants;
    private final Audit audit;
    private final CommandMetrics metrics;
    private final String version;
    private final Executor later;
    private final ServiceGate<Unikernels> unikernels;
    private final ServiceGate<Consoles> consoles;
    private final ServiceGate<EventLog> eventLogs;
    private final ServiceGate<RevocationLists> revocationLists;
    private final ServiceGate<Statistics> statistics;

    /**
     * Without a service at first.
     *
     * @param grants what each caller may; nothing for one without a role
     * @param audit is told of what callers ask
     * @param metrics counts what they ask
     * @param version what hello says of the platform
     * @param patience how long a command waits for its service
     * @param later what hands in a command that has waited
     */
    Dispatcher(
            Function<Caller, List<Grant>> grants,
            Audit audit,
            CommandMetrics metrics,
            String version,
            Duration patience,
            Executor later) {
        this.grants = grants;
        this.audit = audit;
        this.metrics = metrics;
        this.version = version;
        this.later = later;
        unikernels = new ServiceGate<>("the platform's supervisor", patience);
        consoles = new ServiceGate<>("the console service", patience);
        eventLogs = new ServiceGate<>("the event log", patience);
        revocationLists = new ServiceGate<>("the service for revocation lists", patience);
        statistics = new ServiceGate<>("the statistics", patience);
    }

    /** Returns the way to who supervises unikernels. */
    ServiceGate<Unikernels> unikernels() {
        return unikernels;
    }

    /** Returns the way to who reads consoles. */
    ServiceGate<Consoles> consoles() {
        return consoles;
    }

    /** Returns the way to the event log. */
    ServiceGate<EventLog> eventLogs() {
        return eventLogs;
    }

    /** Returns the way to the revocation lists, which only a platform has that serves remote clients. */
    ServiceGate<RevocationLists> revocationLists() {
        return revocationLists;
    }

    /** Returns the way to the statistics. */
    ServiceGate<Statistics> statistics() {
        return statistics;
    }

    /** Refuses what has waited too long. To be called now and then. */
    void expire() {
        eventLogs.expire();
        unikernels.expire();
        consoles.expire();
        statistics.expire();
    }

    /** Refuses what waits. */
    void stop() {
        Refusal stopping = new Refusal.Unavailable("the platform's command service is stopping; ask again");
        unikernels.stop(stopping);
        consoles.stop(stopping);
        eventLogs.stop(stopping);
        statistics.stop(stopping);
    }

    @Override
    public Cancellable execute(Request request, Sink sink) {
        CommandMetrics.Measured measured = metrics.begin(CommandKind.of(request.command()));
        List<Grant> granted = grants.apply(request.caller());
        Optional<Refusal> refusal = Authority.refusal(request.caller(), granted, request.name(), request.command());
        if (refusal.isPresent()) {
            request.unused().run();
            audit.notAllowed(request, refusal.get());
            measured.answered();
            measured.ended(CommandMetrics.Outcome.NOT_ALLOWED);
            sink.fail(refusal.get());
            return Cancellable.NOTHING;
        }
        Optional<Refusal> unlogged = request.command().isChange() ? awaitRoomInLog() : Optional.empty();
        if (unlogged.isPresent()) {
            request.unused().run();
            measured.failed();
            sink.fail(unlogged.get());
            return Cancellable.NOTHING;
        }
        CallerSink caller = new CallerSink(
                sink,
                shownTo(granted, request.name()),
                request.command().isChange(),
                audit.outcomeOf(request),
                measured);
        Cancellable running = request.command().accept(new Route(request, caller));
        return request.command().isChange()
                ? caller::leave
                : () -> {
                    caller.leave();
                    running.cancel();
                };
    }

    @Override
    public Optional<Refusal> refusalOfBlob(Caller caller, Name name) {
        return Authority.refusalOfChange(caller, grants.apply(caller), name);
    }

    @Override
    public Optional<Refusal> refusalOfAdministration(Caller caller) {
        return Authority.refusalOfAdministration(caller, grants.apply(caller));
    }

    /**
     * Waits a moment while the event log is full; a change that nobody could see later is not begun. The log may be
     * replaced meanwhile.
     */
    private Optional<Refusal> awaitRoomInLog() {
        try {
            Optional<EventLog> log = eventLogs.present();
            return log.isPresent() ? log.get().awaitRoom() : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new Refusal.Unavailable("the platform is stopping; ask again"));
        }
    }

    private static UnaryOperator<Reply> shownTo(List<Grant> granted, Name name) {
        return Authority.showsSecrets(granted, name)
                ? UnaryOperator.identity()
                : reply -> reply.accept(WithoutArguments.INSTANCE);
    }

    /** A command that may have to wait for its service. */
    private record Call<S>(Request request, Sink sink, Function<S, Cancellable> use) implements ServiceGate.Call<S> {
        @Override
        public Cancellable begin(S service) {
            return use.apply(service);
        }

        @Override
        public void fail(Refusal refusal) {
            request.unused().run();
            sink.fail(refusal);
        }

        @Override
        public void forget() {
            request.unused().run();
        }
    }

    /** The way of one command. */
    private final class Route implements Command.Handler<Cancellable>, ConsoleCommand.Handler<Cancellable> {
        private final Request request;
        private final Sink sink;

        Route(Request request, Sink sink) {
            this.request = request;
            this.sink = sink;
        }

        private Cancellable supervise() {
            return unikernels.submit(later, new Call<>(request, sink, service -> service.execute(request, sink)));
        }

        private Cancellable read(Function<Consoles, Cancellable> use) {
            return consoles.submit(later, new Call<>(request, sink, use));
        }

        private Cancellable answer(Reply reply) {
            sink.answer(reply);
            sink.end();
            return Cancellable.NOTHING;
        }

        private Cancellable refuse(Refusal refusal) {
            request.unused().run();
            sink.fail(refusal);
            return Cancellable.NOTHING;
        }

        private Cancellable noService(String what) {
            return refuse(new Refusal.Unsupported("this platform has no service for " + what));
        }

        @Override
        public Cancellable unikernel(UnikernelCommand command) {
            return supervise();
        }

        @Override
        public Cancellable policy(PolicyCommand command) {
            return supervise();
        }

        @Override
        public Cancellable block(BlockCommand command) {
            return supervise();
        }

        @Override
        public Cancellable lifecycle(LifecycleCommand command) {
            return supervise();
        }

        @Override
        public Cancellable hello(Command.SayHello command) {
            return unikernels.submit(later, new Call<>(request, sink, service -> answer(hello(service.features()))));
        }

        @Override
        public Cancellable role(Command.PersonRole command) {
            return refuse(new Refusal.Unsupported("a role is not a command: it stands in the certificates of people"));
        }

        private Reply hello(List<String> features) {
            return new Reply.Hello(
                    Text.of("albatross"),
                    Text.of(version),
                    features.stream().map(Text::of).toList());
        }

        @Override
        public Cancellable console(ConsoleCommand command) {
            return command.accept((ConsoleCommand.Handler<Cancellable>) this);
        }

        @Override
        public Cancellable add(ConsoleCommand.Add command) {
            return refuse(new Refusal.Unsupported(
                    "unexpected command: consoles are added by the supervisor of this platform only"));
        }

        @Override
        public Cancellable subscribe(ConsoleCommand.Subscribe command) {
            return request.name().label().isEmpty()
                    ? refuse(new Refusal.Malformed("path used instead of name"))
                    : read(service -> service.subscribe(request.name(), command.begin(), sink));
        }

        @Override
        public Cancellable listInactive(ConsoleCommand.ListInactive command) {
            return request.name().label().isPresent()
                    ? refuse(new Refusal.Malformed("name used"))
                    : read(service -> answer(
                            new Reply.Consoles(service.inactive(request.name().path()).stream()
                                    .map(name -> name.relativeTo(request.name().path()))
                                    .toList())));
        }

        @Override
        public Cancellable stats(StatsCommand command) {
            return statistics.submit(later, new Call<>(request, sink, service -> service.execute(request, sink)));
        }

        @Override
        public Cancellable log(LogCommand command) {
            return eventLogs.submit(
                    later, new Call<>(request, sink, service -> service.subscribe(request.name(), command, sink)));
        }

        @Override
        public Cancellable crl(Command.AddRevocationList command) {
            return revocationLists
                    .performNow(service -> service.add(command.crl(), sink))
                    .orElseGet(() -> noService("revocation lists"));
        }
    }
}
