package org.albatross.dispatch.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.albatross.api.Sink;
import org.albatross.model.Command;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;

/**
 * The way back to a caller: nothing goes to one that has left, and no more than it may know to any. What came of the
 * command is told whether the caller has left or not.
 */
final class CallerSink implements Sink {
    private final Sink sink;
    private final UnaryOperator<Reply> shown;
    private final boolean change;
    private final Consumer<Optional<Refusal>> outcome;
    private final CommandMetrics.Measured measured;
    private volatile boolean left;
    private boolean answered;
    private boolean told;

    /**
     * A caller who listens.
     *
     * @param shown what of an answer it may know
     * @param change whether the answer says that all is done; otherwise the end does, of what follows the answer
     * @param outcome is told once what came of the command: a refusal, or nothing when it was carried out
     * @param measured counts it
     */
    CallerSink(
            Sink sink,
            UnaryOperator<Reply> shown,
            boolean change,
            Consumer<Optional<Refusal>> outcome,
            CommandMetrics.Measured measured) {
        this.sink = sink;
        this.shown = shown;
        this.change = change;
        this.outcome = outcome;
        this.measured = measured;
    }

    private void tell(Optional<Refusal> refusal) {
        if (isFirst()) {
            outcome.accept(refusal);
        }
    }

    private synchronized boolean isFirst() {
        boolean first = !told;
        told = true;
        return first;
    }

    private synchronized boolean isAnswered() {
        return answered;
    }

    /** Notes that there is an answer: that all is done, or that something follows it. */
    private void answered() {
        measured.answered();
        synchronized (this) {
            answered = true;
        }
        if (change) {
            tell(Optional.empty());
        } else if (left) {
            tell(Optional.of(new Refusal.CallerLeft()));
        }
    }

    /** Says that the caller has left; what it reads ends there. */
    void leave() {
        left = true;
        if (!change) {
            measured.ended(CommandMetrics.Outcome.LEFT);
            if (isAnswered()) {
                tell(Optional.of(new Refusal.CallerLeft()));
            }
        }
    }

    @Override
    public void answer(Reply reply) {
        if (reply.equals(Reply.Done.POLICY_UNCHANGED)) {
            measured.answered();
            isFirst(); // nothing came of it: an endpoint adds the policies of a chain with every command
        } else {
            answered();
        }
        if (!left) {
            sink.answer(shown.apply(reply));
        }
    }

    @Override
    public void answer(Reply reply, InputStream content) {
        answered();
        if (!left) {
            sink.answer(shown.apply(reply), content);
            return;
        }
        try {
            content.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing what nobody wants", e);
        }
    }

    @Override
    public boolean data(Name name, Data data) {
        return !left && sink.data(name, data);
    }

    @Override
    public boolean together(BooleanSupplier calls) {
        return sink.together(calls);
    }

    @Override
    public boolean command(Name name, Command command) {
        return !left && sink.command(name, command);
    }

    @Override
    public void whenReady(Runnable resume) {
        if (!left) {
            sink.whenReady(resume);
        }
    }

    @Override
    public long queued() {
        return sink.queued();
    }

    @Override
    public void end() {
        measured.ended(CommandMetrics.Outcome.DONE);
        tell(left && !change ? Optional.of(new Refusal.CallerLeft()) : Optional.empty());
        if (!left) {
            sink.end();
        }
    }

    @Override
    public void fail(Refusal refusal) {
        measured.failed();
        tell(Optional.of(refusal));
        if (!left) {
            sink.fail(refusal);
        }
    }
}
