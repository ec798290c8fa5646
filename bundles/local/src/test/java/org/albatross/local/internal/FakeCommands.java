package org.albatross.local.internal;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.albatross.api.Cancellable;
import org.albatross.api.CommandService;
import org.albatross.api.Request;
import org.albatross.api.Sink;
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

    FakeCommands(Behaviour behaviour) {
        this.behaviour = behaviour;
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
}
