package org.albatross.cli.internal.peer;

import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;

/** Both directions of a connection to a peer. For one thread that reads and one that writes. */
interface Streams extends Closeable {
    /** Returns what the peer sends. */
    InputStream input();

    /** Returns where what the peer is to get goes; nothing is kept back. */
    OutputStream output();

    /** Lets later waits last as long as they do: a stream is silent when there is nothing to tell. */
    void waitForEver();
}
