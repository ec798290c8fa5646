package org.albatross.api;

import java.io.InputStream;
import java.util.function.BooleanSupplier;
import org.albatross.model.Command;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Where what comes back for one command goes. Its calls follow one grammar, whoever makes them:
 *
 * <pre>
 *   refused    fail
 *   answered   answer data* (end | fail)
 * </pre>
 *
 * <p>So there is exactly one answer, a {@link Reply} that is not a failure or a {@link Refusal}; {@code data} only where
 * the command streams; and one last call, behind which there is none. A caller that has cancelled may get less,
 * never more ({@link Cancellable}).
 *
 * <p>Calls come one after the other, from any thread, and never block for the peer: what it does not take yet is kept
 * by the sink, and {@link #data} says when that is enough.
 */
@ConsumerType
public interface Sink {
    /** Takes the answer. Blobs in it are inline. */
    void answer(Reply reply);

    /**
     * Takes an answer whose blob is spooled.
     *
     * @param content the blob's bytes, as many as its length says; the sink closes it
     */
    void answer(Reply reply, InputStream content);

    /**
     * Takes a piece of a stream.
     *
     * @param name the unikernel that it is about, as the peer is to see it
     * @return whether more is welcome now; after {@code false} the caller waits for {@link #whenReady}
     */
    boolean data(Name name, Data data);

    /**
     * Makes calls of {@link #data} that follow each other closely: what they give may be kept until the last one has returned,
     * and goes to the peer in fewer pieces then.
     *
     * @return what {@code calls} returned
     */
    default boolean together(BooleanSupplier calls) {
        return calls.getAsBoolean();
    }

    /**
     * Sends a command to the peer: a piece of the stream that {@code stats initial} begins, which turns the conversation
     * round. What the peer answers is dropped. A sink whose caller cannot ask for that need not have it.
     *
     * @param name what the command is about
     * @return as {@link #data}
     */
    default boolean command(Name name, Command command) {
        throw new UnsupportedOperationException("this caller takes no commands");
    }

    /**
     * Runs {@code resume} once as soon as more is welcome, at once if it is; never after the peer has gone.
     * It runs on a thread that must not block.
     */
    void whenReady(Runnable resume);

    /**
     * Returns how many bytes of what it was given the peer has not taken yet; 0 where they are not counted. May be
     * called from any thread, beside the other calls.
     */
    default long queued() {
        return 0;
    }

    /** Says that all is said. */
    void end();

    /** Says why there is no answer, or why what followed it is not whole; no readiness is asked for. */
    void fail(Refusal refusal);
}
