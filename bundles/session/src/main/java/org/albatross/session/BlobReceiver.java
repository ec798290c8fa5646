package org.albatross.session;

import org.albatross.model.Caller;
import org.albatross.wire.BlobSink;

/** Where blobs that are too large for memory go while their message comes. For any thread. */
@FunctionalInterface
public interface BlobReceiver {
    /** The blobs of one message. Used by one thread at a time. */
    interface Blobs extends BlobSink {
        /** Forgets all blobs of the message: nobody will carry its command out. */
        void discardAll();
    }

    /** Begins to receive the blobs of a message that {@code caller} sends. */
    Blobs receive(Caller caller);
}
