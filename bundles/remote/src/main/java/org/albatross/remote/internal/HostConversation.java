package org.albatross.remote.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.albatross.api.Cancellable;
import org.albatross.api.Request;
import org.albatross.api.Sink;
import org.albatross.model.Blob;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.LogCommand;
import org.albatross.model.Payload;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.session.BlobReceiver;
import org.albatross.wire.Header;
import org.albatross.wire.Message;
import org.albatross.wire.MessageReader;
import org.albatross.wire.ProtocolException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One command on its way to the host's process and what comes back, on a connection and a thread of its own. To be run once; {@link #cancel} may come
 * from any thread.
 */
final class HostConversation implements Runnable, Cancellable {
    private static final Logger LOG = LoggerFactory.getLogger(HostConversation.class);
    private static final long SEQUENCE = 1;
    private static final String STOPPING = "the edge is stopping; ask again";

    private final Caller.Person person;
    private final Request request;
    private final Sink sink;
    private final BlobReceiver.Blobs blobs;
    private final Duration reach;
    private final Consumer<String> complaints;
    private final HostConnection connection;
    private volatile boolean cancelled;
    private boolean answered;

    /**
     * One that has not begun.
     *
     * @param person who asks
     * @param blobs where large parts of the answer go
     * @param reach how long it is tried to reach the process
     * @param complaints is told why the process takes no command of this one, whatever it is
     */
    HostConversation(
            Caller.Person person,
            Request request,
            Sink sink,
            BlobReceiver.Blobs blobs,
            HostSocket socket,
            Duration reach,
            Consumer<String> complaints) {
        this.person = person;
        this.request = request;
        this.sink = sink;
        this.blobs = blobs;
        this.reach = reach;
        this.complaints = complaints;
        this.connection = new HostConnection(socket);
    }

    /** Tells whether data follow the answer to a command. */
    static boolean streams(Command command) {
        return command instanceof LogCommand || command instanceof ConsoleCommand.Subscribe;
    }

    @Override
    public void cancel() {
        cancelled = true;
        connection.close();
    }

    @Override
    public void run() {
        try (connection) {
            send();
            receive();
        } catch (IOException | ProtocolException e) {
            LOG.debug("a command was not answered by the host's process", e);
            fail(Thread.currentThread().isInterrupted() ? STOPPING : String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(STOPPING);
        }
    }

    private void fail(String reason) {
        if (!cancelled) {
            sink.fail(answered ? new Refusal.BrokenOff(reason) : new Refusal.Unavailable(reason));
        }
    }

    private void send() throws IOException, InterruptedException {
        try {
            Duration limit =
                    request.deadline().filter(left -> left.compareTo(reach) < 0).orElse(reach);
            connection.connect(limit);
            connection.say(
                    blob -> Files.newInputStream(Path.of(blob.handle())),
                    new Message(Header.UNKNOWN, new Payload.Behalf(person)),
                    Message.ask(new Header(SEQUENCE, request.name()), request.command()));
        } finally {
            // What was not taken by a service of this process is nobody's any more, whether it was sent or not.
            request.unused().run();
        }
    }

    private void receive() throws IOException, ProtocolException, InterruptedException {
        MessageReader reader = connection.reader(blobs);
        for (Optional<Message> next = reader.next(); next.isPresent(); next = reader.next()) {
            if (cancelled || !take(next.get())) {
                return;
            }
        }
        if (!answered) {
            throw new IOException("the host's process has ended the connection without an answer; ask again");
        }
        sink.end();
    }

    /** Takes a message, and returns whether another one may follow. */
    private boolean take(Message message) throws IOException, ProtocolException, InterruptedException {
        if (message.payload() instanceof Payload.Answer answer) {
            if (answer.reply() instanceof Reply.Failure failure) {
                String reason = failure.message().toString();
                if (message.header().sequence() != SEQUENCE) {
                    complaints.accept(reason);
                }
                fail(reason);
                return false;
            }
            if (!answered) {
                answered = true;
                answer(answer.reply());
                if (!streams(request.command())) {
                    sink.end();
                    return false;
                }
                return true;
            }
        }
        if (answered && message.payload() instanceof Payload.Stream piece) {
            if (!sink.data(message.header().name(), piece.data())) {
                sink.whenReady(connection::wake);
                connection.sleep();
            }
            return true;
        }
        throw new ProtocolException("the host's process has sent what was not asked for");
    }

    private void answer(Reply reply) throws IOException {
        if (reply instanceof Reply.UnikernelImage image && image.image() instanceof Blob.Spooled spooled) {
            InputStream content = Files.newInputStream(Path.of(spooled.handle()), StandardOpenOption.DELETE_ON_CLOSE);
            sink.answer(reply, content);
        } else {
            sink.answer(reply);
        }
    }
}
