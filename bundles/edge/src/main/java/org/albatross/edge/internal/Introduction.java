package org.albatross.edge.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.albatross.model.AccessEvent;
import org.albatross.model.Caller;
import org.albatross.model.EventFields;
import org.albatross.model.Payload;
import org.albatross.model.Text;
import org.albatross.pki.Certificates;
import org.albatross.pki.MalformedPkiException;
import org.albatross.wire.BlobSink;
import org.albatross.wire.Limits;
import org.albatross.wire.Message;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.WireDecoder;

/** What a connection of the edge is for, as the edge says. */
sealed interface Introduction {
    /** The longest name or address that it tells, in bytes. */
    int LONGEST_PEER = 128;

    /** The longest user or reason that it tells, in bytes. */
    int LONGEST_TEXT = 2048;

    /** Of a message with nine certificates, and what a later edge may add. */
    int MOST_ELEMENTS = 64;

    /**
     * Whom the edge says that it speaks for. Nothing of it is believed but what the chain proves by itself; what the edge says of the
     * time is not even kept.
     *
     * @param chain the certificates that the client has presented, or so the edge says; the leaf first
     * @param peer where the client is, as the edge says, in words that name the source
     */
    record Client(List<X509Certificate> chain, String peer) implements Introduction {
        /** Copies the list. */
        public Client {
            chain = List.copyOf(chain);
        }
    }

    /** Somebody at a front end of the edge, who asks on this connection. */
    record Person(Caller.Person person) implements Introduction {}

    /** What has happened to somebody at a front end of the edge. */
    record Report(Caller.Person person, AccessEvent event) implements Introduction {}

    /**
     * An exporter of the edge is asked for what is measured.
     *
     * @param accept the media types that its client takes
     */
    record Metrics(String accept) implements Introduction {}

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
            return of(read.payload());
        } catch (MalformedPkiException e) {
            throw new ProtocolException("the edge has passed on " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalStateException("an array can be read", e);
        }
    }

    private static Introduction of(Payload payload) throws ProtocolException, MalformedPkiException {
        if (payload instanceof Payload.Origin origin) {
            return new Client(
                    Certificates.ofDer(origin.chain()),
                    line("a peer's address", origin.peer(), LONGEST_PEER) + ", as the edge says");
        }
        if (payload instanceof Payload.Behalf behalf) {
            return new Person(checked(behalf.person()));
        }
        if (payload instanceof Payload.Report report) {
            for (EventFields.Value value :
                    EventFields.of(report.event()).values().values()) {
                String unused = line("a reason", Text.of(value.toString()), LONGEST_TEXT);
            }
            return new Report(checked(report.person()), report.event());
        }
        if (payload instanceof Payload.Metrics metrics) {
            return new Metrics(line("media types", metrics.accept(), LONGEST_TEXT));
        }
        throw new ProtocolException("a connection of the edge begins with whom or what it is for");
    }

    private static Caller.Person checked(Caller.Person person) throws ProtocolException {
        return new Caller.Person(
                line("a front end", Text.of(person.frontEnd()), LONGEST_PEER) + " at the edge",
                line("a user", Text.of(person.user()), LONGEST_TEXT),
                person.grant());
    }

    private static String line(String what, Text told, int most) throws ProtocolException {
        if (told.length() > most) {
            throw new ProtocolException(
                    "the edge tells " + what + " of " + told.length() + " bytes, at most " + most + " are allowed");
        }
        return told.line();
    }
}
