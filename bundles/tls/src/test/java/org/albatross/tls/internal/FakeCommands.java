package org.albatross.tls.internal;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.albatross.api.Cancellable;
import org.albatross.api.CommandService;
import org.albatross.api.Request;
import org.albatross.api.Sink;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;

/** A service that does what a test says, and keeps what it was asked. Policies are added, unless the test says more. */
final class FakeCommands implements CommandService {
    /** What is done for a command. */
    @FunctionalInterface
    interface Behaviour {
        Cancellable execute(Request request, Sink sink);
    }

    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final Behaviour behaviour;
    private final Behaviour policies;

    FakeCommands(Behaviour behaviour) {
        this(behaviour, answer(new Reply.Done("added policy")));
    }

    FakeCommands(Behaviour behaviour, Behaviour policies) {
        this.behaviour = behaviour;
        this.policies = policies;
    }

    static Behaviour answer(Reply reply) {
        return (request, sink) -> {
            sink.answer(reply);
            sink.end();
            return Cancellable.NOTHING;
        };
    }

    static Behaviour refuse(Refusal refusal) {
        return (request, sink) -> {
            sink.fail(refusal);
            return Cancellable.NOTHING;
        };
    }

    /** A service that gives this answer to everything. */
    static FakeCommands answering(Reply reply) {
        return new FakeCommands(answer(reply));
    }

    /** Returns the next request that came, and waits for it. */
    Request asked() throws InterruptedException {
        Request request = requests.poll(60, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("no command came");
        }
        return request;
    }

    /** Returns whether nothing was asked that {@link #asked} has not returned. */
    boolean isQuiet() {
        return requests.isEmpty();
    }

    @Override
    public Cancellable execute(Request request, Sink sink) {
        requests.add(request);
        return (request.command() instanceof PolicyCommand.AddChain ? policies : behaviour).execute(request, sink);
    }
}
