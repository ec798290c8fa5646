package org.albatross.shell.internal;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.albatross.api.BlockingCall;
import org.albatross.api.BlockingRead;
import org.albatross.api.Cancellable;
import org.albatross.api.CommandService;
import org.albatross.api.EventSink;
import org.albatross.api.Outcome;
import org.albatross.api.Request;
import org.albatross.api.ServiceGate;
import org.albatross.api.Sink;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.Event;
import org.albatross.model.EventRecord;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelCommand;
import org.albatross.threads.Relays;
import org.apache.felix.service.command.CommandSession;

/**
 * What shells and their commands do with the platform: they ask the command service in the name of who sits at the
 * session, and tell event sinks of what shells are used for. For any thread.
 */
final class Access {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ServiceGate<CommandService> gate = new ServiceGate<>("the platform's command service", LIMIT);
    private final Map<CommandSession, Caller> callers = new ConcurrentHashMap<>();
    private final Relays<EventSink> sinks;
    private final Clock clock;

    Access(Relays<EventSink> sinks, Clock clock) {
        this.sinks = sinks;
        this.clock = clock;
    }

    /** Returns the way to the command service. */
    ServiceGate<CommandService> gate() {
        return gate;
    }

    /** Says who sits at a session. */
    void enter(CommandSession session, Caller caller) {
        callers.put(session, caller);
    }

    /** Says that a session is over. */
    void leave(CommandSession session) {
        callers.remove(session);
    }

    /** Returns why a caller may not have a shell, if so; waits while the command service is being replaced. */
    Optional<Refusal> refusal(Caller caller) throws InterruptedException {
        return gate.perform(LIMIT, service -> service.refusalOfAdministration(caller))
                .orElse(Optional.of(unavailable()));
    }

    private static Refusal unavailable() {
        return new Refusal.Unavailable("the platform's command service is being replaced; ask again");
    }

    /** Tells event sinks what a caller does, or what came of it. */
    void tell(Caller caller, Event event) {
        EventRecord told = new EventRecord(clock.instant(), caller, Name.ROOT, event);
        sinks.tell(sink -> sink.accept(told));
    }

    /**
     * Asks for a command with one answer.
     *
     * @throws RefusedException with the words of a refusal
     */
    Reply ask(CommandSession session, Name name, Command command) throws RefusedException, InterruptedException {
        return ask(session, name, command, () -> {});
    }

    /** The same of a command with a blob, which {@code unused} forgets when the command is not begun. */
    Reply ask(CommandSession session, Name name, Command command, Runnable unused)
            throws RefusedException, InterruptedException {
        Outcome outcome = BlockingCall.perform(
                (request, sink) -> execute(
                        new Request(
                                request.caller(),
                                request.name(),
                                request.command(),
                                request.deadline(),
                                request.data(),
                                unused),
                        sink),
                caller(session),
                name,
                command,
                LIMIT);
        if (outcome instanceof Outcome.Refused refused) {
            throw new RefusedException(refused.refusal().message());
        }
        return ((Outcome.Answered) outcome).reply();
    }

    /** Hands a unikernel's image to {@code taker}. */
    void readImage(CommandSession session, Name name, BlockingRead.Taker taker)
            throws RefusedException, InterruptedException, IOException {
        Optional<Refusal> refusal =
                BlockingRead.perform(this::execute, caller(session), name, new UnikernelCommand.Get(0), LIMIT, taker);
        if (refusal.isPresent()) {
            throw new RefusedException(refusal.get().message());
        }
    }

    /** Asks for a command that {@code data} follow; what comes back goes to {@code sink}. */
    Cancellable begin(CommandSession session, Name name, Command command, InputStream data, Sink sink) {
        return execute(new Request(caller(session), name, command, Optional.empty(), data), sink);
    }

    /** Returns who sits at a session. */
    Caller caller(CommandSession session) {
        Caller caller = callers.get(session);
        if (caller == null) {
            throw new IllegalStateException(
                    "nobody is known who sits at this session: it is not one of albatross shell");
        }
        return caller;
    }

    private Cancellable execute(Request request, Sink sink) {
        Optional<Cancellable> running;
        try {
            running = gate.perform(LIMIT, service -> service.execute(request, sink));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = Optional.empty();
        }
        if (running.isEmpty()) {
            request.unused().run();
            sink.fail(unavailable());
        }
        return running.orElse(Cancellable.NOTHING);
    }
}
