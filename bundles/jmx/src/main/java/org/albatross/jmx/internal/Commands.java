package org.albatross.jmx.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.albatross.api.BlockingCall;
import org.albatross.api.BlockingRead;
import org.albatross.api.Cancellable;
import org.albatross.api.CommandService;
import org.albatross.api.Outcome;
import org.albatross.api.Request;
import org.albatross.api.ServiceGate;
import org.albatross.api.Sink;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.Data;
import org.albatross.model.Grant;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelCommand;

/**
 * Asks the command service for who sits at a JMX client. A refusal is an {@link IllegalStateException} with its words, which
 * every client has the class of. For any thread.
 */
final class Commands {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ServiceGate<CommandService> gate = new ServiceGate<>("the platform's command service", LIMIT);

    /** Returns the way to the command service. */
    ServiceGate<CommandService> gate() {
        return gate;
    }

    /** Returns who asks. */
    Caller caller() {
        return CurrentCaller.get();
    }

    /** Returns what who asks may. */
    Grant grant() {
        return CurrentCaller.get().grant();
    }

    /** Returns what is asked about to learn everything that there is for who asks. */
    Name everything() {
        return grant().path().asName();
    }

    /**
     * Sees to it that who asks may hand over an image.
     *
     * @throws IllegalStateException with the words of a refusal
     */
    void requireBlobAllowed() {
        gate.performNow(service -> service.refusalOfBlob(caller(), everything()))
                .orElse(Optional.of(unavailable()))
                .ifPresent(refusal -> {
                    throw new IllegalStateException(refusal.message());
                });
    }

    private static Refusal unavailable() {
        return new Refusal.Unavailable("the platform's command service is being replaced; ask again");
    }

    /** Asks for a command with one answer. */
    Reply ask(Name name, Command command) {
        return ask(name, command, () -> {});
    }

    private Reply ask(Name name, Command command, Runnable unused) {
        try {
            Outcome outcome = BlockingCall.perform(
                    (request, sink) -> execute(with(request, unused), sink), caller(), name, command, LIMIT);
            if (outcome instanceof Outcome.Answered answered) {
                return answered.reply();
            }
            throw new IllegalStateException(
                    ((Outcome.Refused) outcome).refusal().message());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static Request with(Request request, Runnable unused) {
        return new Request(
                request.caller(), request.name(), request.command(), request.deadline(), request.data(), unused);
    }

    private static IllegalStateException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while the platform was asked", cause);
    }

    /** Carries out a change, and returns what the platform says of it. */
    String change(Name name, Command command) {
        return change(name, command, () -> {});
    }

    /** The same of a change with a blob, which {@code unused} forgets when the change is not begun. */
    String change(Name name, Command command, Runnable unused) {
        Reply reply = ask(name, command, unused);
        return reply instanceof Reply.Done done ? done.message().toString() : "done";
    }

    /** Hands an image to {@code taker}. */
    void readImage(Name name, BlockingRead.Taker taker) throws IOException {
        try {
            Optional<Refusal> refusal =
                    BlockingRead.perform(this::execute, caller(), name, new UnikernelCommand.Get(0), LIMIT, taker);
            if (refusal.isPresent()) {
                throw new IllegalStateException(refusal.get().message());
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Returns the first pieces of a stream.
     *
     * @param most how many at most
     * @param quiet after what time without a piece no more are waited for
     */
    List<Data> read(Name name, Command command, int most, Duration quiet) {
        CollectingSink pieces = new CollectingSink(most);
        Cancellable running = execute(new Request(caller(), name, command), pieces);
        try {
            return pieces.await(LIMIT, quiet);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            running.cancel();
        }
    }

    /** Hands what an endless stream brings to {@code sink}. */
    Cancellable follow(Name name, Command command, Sink sink) {
        return execute(new Request(caller(), name, command), sink);
    }

    private Cancellable execute(Request request, Sink sink) {
        Optional<Cancellable> running = gate.performNow(service -> service.execute(request, sink));
        if (running.isEmpty()) {
            request.unused().run();
            sink.fail(unavailable());
        }
        return running.orElse(Cancellable.NOTHING);
    }
}
