package org.albatross.dispatch.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;
import org.albatross.api.Sink;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;

/** The way back to a caller: nothing goes to one that has left, and no more than it may know to any. */
final class CallerSink implements Sink {
    private final Sink sink;
    private final UnaryOperator<Reply> shown;
    private volatile boolean left;

    /**
     * A caller who listens.
     *
     * @param shown what of an answer it may know
     */
    CallerSink(Sink sink, UnaryOperator<Reply> shown) {
        this.sink = sink;
        this.shown = shown;
    }

    /** Says that the caller has left. */
    void leave() {
        left = true;
    }

    @Override
    public void answer(Reply reply) {
        if (!left) {
            sink.answer(shown.apply(reply));
        }
    }

    @Override
    public void answer(Reply reply, InputStream content) {
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
        if (!left) {
            sink.fail(refusal);
        }
    }
}
