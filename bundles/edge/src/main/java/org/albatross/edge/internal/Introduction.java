package org.albatross.edge.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.albatross.model.Payload;
import org.albatross.model.Text;
import org.albatross.pki.Certificates;
import org.albatross.pki.MalformedPkiException;
import org.albatross.wire.BlobSink;
import org.albatross.wire.Limits;
import org.albatross.wire.Message;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.WireDecoder;

/**
 * Whom the edge says that it speaks for. Nothing of it is believed but what the chain proves by itself; what the edge says of the
 * time is not even kept.
 *
 * @param chain the certificates that the client has presented, or so the edge says; the leaf first
 * @param peer where the client is, as the edge says, in words that name the source
 */
record Introduction(List<X509Certificate> chain, String peer) {
    /** An address and a port have fewer. */
    static final int LONGEST_PEER = 128;

    /** Of a message with nine certificates, and what a later edge may add. */
    private static final int MOST_ELEMENTS = 64;

    private static final String SOURCE = ", as the edge says";

    /** Copies the list. */
    Introduction {
        chain = List.copyOf(chain);
    }

    /**
     * Reads a message.
     *
     * @throws ProtocolException when it is something else
     */
    static Introduction of(byte[] message) throws ProtocolException {
        int length = Math.max(1, message.length);
        Limits limits = new Limits(length, 1, length, MOST_ELEMENTS);
        try {
            Message read = new WireDecoder(limits, BlobSink.REFUSING)
                    .message(new ByteArrayInputStream(message), message.length);
            if (read.payload() instanceof Payload.Origin origin) {
                return new Introduction(Certificates.ofDer(origin.chain()), address(origin.peer()) + SOURCE);
            }
            throw new ProtocolException("a connection of the edge begins with an origin");
        } catch (MalformedPkiException e) {
            throw new ProtocolException("the edge has passed on " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalStateException("an array can be read", e);
        }
    }

    private static String address(Text peer) throws ProtocolException {
        if (peer.length() > LONGEST_PEER) {
            throw new ProtocolException("the edge tells a peer's address of " + peer.length() + " bytes, at most "
                    + LONGEST_PEER + " are allowed");
        }
        return peer.line();
    }
}
