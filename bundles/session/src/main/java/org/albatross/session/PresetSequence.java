package org.albatross.session;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.albatross.api.Cancellable;
import org.albatross.api.CommandService;
import org.albatross.api.Request;
import org.albatross.api.ServiceGate;
import org.albatross.api.Sink;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A preset command under way: first the changes that come before it, each through the gate when the one before has
 * succeeded, then the command itself. A caller that goes away cancels none of these changes, and so none of the command if that is
 * a change; a question is not asked any more.
 */
final class PresetSequence implements Cancellable {
    private static final Logger LOG = LoggerFactory.getLogger(PresetSequence.class);

    private final ServiceGate<CommandService> gate;
    private final Executor later;
    private final Iterator<Request> before;
    private final Request request;
    private final Sink sink;
    private boolean cancelled;
    private Optional<Cancellable> running = Optional.empty();

    /**
     * One that has not begun.
     *
     * @param later hands in what had to wait for a service
     * @param sink takes what comes back for the command
     */
    PresetSequence(
            ServiceGate<CommandService> gate, Executor later, Iterable<Request> before, Request request, Sink sink) {
        this.gate = gate;
        this.later = later;
        this.before = before.iterator();
        this.request = request;
        this.sink = sink;
    }

    /** Begins the next step. */
    void next() {
        if (before.hasNext()) {
            Request step = before.next();
            gate.submit(later, new Handover(step, new StepSink()));
        } else if (isCancelled() && !request.command().isChange()) {
            request.unused().run();
        } else {
            began(gate.submit(later, new Handover(request, sink)));
        }
    }

    private void began(Cancellable cancellable) {
        boolean late;
        synchronized (this) {
            running = Optional.of(cancellable);
            late = cancelled;
        }
        if (late) {
            cancellable.cancel();
        }
    }

    private synchronized boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void cancel() {
        Optional<Cancellable> last;
        synchronized (this) {
            cancelled = true;
            last = running;
        }
        last.ifPresent(Cancellable::cancel);
    }

    /** A step on its way to the service. */
    record Handover(Request request, Sink sink) implements ServiceGate.Call<CommandService> {
        @Override
        public Cancellable begin(CommandService service) {
            return service.execute(request, sink);
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

    /** What comes back for a change before the command: of interest is whether it succeeded. */
    private final class StepSink implements Sink {
        @Override
        public void answer(Reply reply) {
            LOG.trace("a change before a command was carried out");
        }

        @Override
        public void answer(Reply reply, InputStream content) {
            try {
                content.close();
            } catch (IOException e) {
                LOG.debug("closing what nobody wants failed", e);
            }
        }

        @Override
        public boolean data(Name name, Data data) {
            return true;
        }

        @Override
        public void whenReady(Runnable resume) {
            resume.run();
        }

        @Override
        public void end() {
            next();
        }

        @Override
        public void fail(Refusal refusal) {
            request.unused().run();
            sink.fail(refusal);
        }
    }
}
