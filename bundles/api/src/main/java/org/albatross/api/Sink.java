package org.albatross.api;

import java.io.InputStream;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Reply;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Where the answer to one command goes. Calls come one after the other, from any thread, and never block
 * for the peer: what it does not take yet is kept by the sink, and {@link #data} says when that is enough.
 */
@ConsumerType
public interface Sink {
    /**
     * Takes the answer. Blobs in it are inline. A stream that has to break off says why by a failure as
     * its second answer, right before {@link #end}; no readiness is asked for.
     */
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
     * Runs {@code resume} once as soon as more is welcome, at once if it is; never after the peer has gone.
     * It runs on a thread that must not block.
     */
    void whenReady(Runnable resume);

    /** Says that nothing follows. */
    void end();
}
