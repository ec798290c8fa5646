package org.albatross.local.internal;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.albatross.api.Cancellable;
import org.albatross.api.CommandService;
import org.albatross.api.Request;
import org.albatross.api.Sink;
import org.albatross.model.Caller;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;

/** A service that does what a test says, and keeps what it was asked. */
final class FakeCommands implements CommandService {
    /** What is done for a command. */
    @FunctionalInterface
    interface Behaviour {
        Cancellable execute(Request request, Sink sink);
    }

    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final Behaviour behaviour;
    private volatile BiFunction<Caller, Name, Optional<Refusal>> mayNotSend = (caller, name) -> Optional.empty();

    FakeCommands(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    /** Refuses blobs as this says. */
    FakeCommands refusingBlobs(BiFunction<Caller, Name, Optional<Refusal>> refusing) {
        mayNotSend = refusing;
        return this;
    }

    /** A service that refuses everything. */
    static FakeCommands refusing(Refusal refusal) {
        return new FakeCommands((request, sink) -> {
            sink.fail(refusal);
            return Cancellable.NOTHING;
        });
    }

    /** A service that gives this answer to everything. */
    static FakeCommands answering(Reply reply) {
        return new FakeCommands((request, sink) -> {
            sink.answer(reply);
            sink.end();
            return Cancellable.NOTHING;
        });
    }

    /** Returns the next request that came, and waits for it. */
    Request asked() throws InterruptedException {
        Request request = requests.poll(60, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("no command came");
        }
        return request;
    }

    @Override
    public Cancellable execute(Request request, Sink sink) {
        requests.add(request);
        return behaviour.execute(request, sink);
    }

    @Override
    public Optional<Refusal> refusalOfBlob(Caller caller, Name name) {
        return mayNotSend.apply(caller, name);
    }
}
