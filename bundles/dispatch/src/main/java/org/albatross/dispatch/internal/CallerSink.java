package org.albatross.dispatch.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.albatross.api.Sink;
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
    private final Consumer<Optional<Refusal>> outcome;
    private volatile boolean left;
    private boolean told;

    /**
     * A caller who listens.
     *
     * @param shown what of an answer it may know
     * @param outcome is told once what came of the command: a refusal, or nothing when it was carried out
     */
    CallerSink(Sink sink, UnaryOperator<Reply> shown, Consumer<Optional<Refusal>> outcome) {
        this.sink = sink;
        this.shown = shown;
        this.outcome = outcome;
    }

    private void tell(Optional<Refusal> refusal) {
        if (!told) {
            told = true;
            outcome.accept(refusal);
        }
    }

    /** Says that the caller has left. */
    void leave() {
        left = true;
    }

    @Override
    public void answer(Reply reply) {
        if (reply.equals(Reply.Done.POLICY_UNCHANGED)) {
            told = true; // nothing came of it: an endpoint adds the policies of a chain with every command
        } else {
            tell(Optional.empty());
        }
        if (!left) {
            sink.answer(shown.apply(reply));
        }
    }

    @Override
    public void answer(Reply reply, InputStream content) {
        tell(Optional.empty());
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
    public void whenReady(Runnable resume) {
        if (!left) {
            sink.whenReady(resume);
        }
    }

    @Override
    public void end() {
        if (!left) {
            sink.end();
        }
    }

    @Override
    public void fail(Refusal refusal) {
        tell(Optional.of(refusal));
        if (!left) {
            sink.fail(refusal);
        }
    }
}
