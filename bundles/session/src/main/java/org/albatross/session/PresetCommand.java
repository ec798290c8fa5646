package org.albatross.session;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.albatross.api.Request;
import org.albatross.model.Command;
import org.albatross.model.Name;
import org.albatross.wire.ProtocolException;

/**
 * A command that is known before its connection says a word, as one that stands in a certificate. It is the only command of
 * its connection, and its answer has sequence 0 (wire-protocol section 4). Calls come one after the other, from threads of
 * the session.
 */
public interface PresetCommand {
    /** What becomes of the raw frames that follow. */
    enum Data {
        /** None follow. */
        NONE,
        /** Who carries the command out reads them. */
        PASSED_ON,
        /** They belong to the command itself: {@link #receive} takes them before anybody carries it out. */
        RECEIVED_FIRST
    }

    /** Returns what the command is about: the name in the header of the answer. */
    Name name();

    /** Returns the command; one whose data are received first, once they are. */
    Command command();

    /** Returns the memory that it takes, with what comes before it; the session gives it back. */
    HeldMemory memory();

    /** Returns what becomes of the data. */
    Data data();

    /**
     * Takes the data of {@link Data#RECEIVED_FIRST} to their end; waits for the peer.
     *
     * @throws ProtocolException when they cannot be taken, with the reason
     * @throws IOException when they do not come, or cannot be kept
     */
    void receive(InputStream data, BlobReceiver.Blobs blobs) throws IOException, ProtocolException;

    /** Returns changes that have to be carried out one after the other before the command; one that is refused refuses it too. */
    List<Request> before();

    /** Forgets what is kept of it: nobody will carry it out. Runs once or more often. */
    void forget();
}
