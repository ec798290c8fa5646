package org.albatross.remote.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.albatross.model.AccessEvent;
import org.albatross.model.Caller;
import org.albatross.model.EventLine;
import org.albatross.model.EventRecord;
import org.albatross.model.Payload;
import org.albatross.model.Reply;
import org.albatross.wire.BlobSink;
import org.albatross.wire.BlobSource;
import org.albatross.wire.Header;
import org.albatross.wire.Message;
import org.albatross.wire.ProtocolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the host's process who comes to a front end of this one, so that its event log has it. Used by one thread at a time. */
final class AccessReports {
    private static final Logger LOG = LoggerFactory.getLogger(AccessReports.class);

    private final HostSocket socket;
    private final Duration reach;

    /**
     * Tells nothing yet.
     *
     * @param reach how long it is tried to reach the process, for each
     */
    AccessReports(HostSocket socket, Duration reach) {
        this.socket = socket;
        this.reach = reach;
    }

    /** Tells what has happened, if it is about people; the log says what the host does not take. */
    void tell(EventRecord told) throws InterruptedException {
        if (!(told.caller() instanceof Caller.Person person) || !isReported(told)) {
            return;
        }
        try (HostConnection connection = new HostConnection(socket)) {
            connection.connect(reach);
            connection.say(BlobSource.NONE, new Message(Header.UNKNOWN, new Payload.Report(person, (AccessEvent)
                    told.event())));
            Optional<Message> answer = connection.reader(BlobSink.REFUSING).next();
            if (answer.isPresent()
                    && answer.get().payload() instanceof Payload.Answer said
                    && said.reply() instanceof Reply.Failure failure) {
                LOG.warn("the host does not log this: {}: {}", EventLine.of(told), failure.message());
            }
        } catch (IOException | ProtocolException e) {
            LOG.warn("the host's event log does not have this: {}: {}", EventLine.of(told), e.toString());
        }
    }

    private static boolean isReported(EventRecord told) {
        return told.event() instanceof AccessEvent.LoggedIn
                || told.event() instanceof AccessEvent.LoginRefused
                || told.event() instanceof AccessEvent.AccessRefused;
    }
}
