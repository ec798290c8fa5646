package org.albatross.remote.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.albatross.api.Exposition;
import org.albatross.model.Payload;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.threads.PlatformThreads;
import org.albatross.wire.BlobSink;
import org.albatross.wire.BlobSource;
import org.albatross.wire.Frame;
import org.albatross.wire.Header;
import org.albatross.wire.Limits;
import org.albatross.wire.Message;
import org.albatross.wire.ProtocolException;

/** What the host's process measures. For any thread. */
final class HostExposition implements Exposition {
    /** The largest page, in bytes; a thousand unikernels have a tenth of it. */
    static final int LARGEST = 64 << 20;

    /** The longest that a page may take: a client waits as long as a rule. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Limits LIMITS = Limits.ANSWERS.withFrame(LARGEST);

    private final HostSocket socket;
    private final Duration limit;
    private final ScheduledExecutorService timer = PlatformThreads.timer("albatross-remote-limit");

    /**
     * Asks nothing yet.
     *
     * @param reach how long it is tried to reach the process
     */
    HostExposition(HostSocket socket, Duration reach) {
        this.socket = socket;
        this.limit = reach.compareTo(LIMIT) < 0 ? reach : LIMIT;
    }

    @Override
    public Page page(String accept) {
        HostConnection connection = new HostConnection(socket);
        Future<?> late = timer.schedule(connection::close, limit.toMillis(), TimeUnit.MILLISECONDS);
        try (connection) {
            connection.connect(limit);
            connection.say(BlobSource.NONE, new Message(Header.UNKNOWN, new Payload.Metrics(Text.of(accept))));
            return page(connection);
        } catch (IOException | ProtocolException e) {
            String why = late.isDone() ? " within " + limit.toSeconds() + " s" : ": " + e.getMessage();
            throw new IllegalStateException("what is measured was not told by the host's process" + why, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the edge is stopping", e);
        } finally {
            boolean unused = late.cancel(false);
        }
    }

    private static Page page(HostConnection connection) throws IOException, ProtocolException {
        Message answer = connection
                .reader(BlobSink.REFUSING)
                .next()
                .orElseThrow(() -> new IOException("it has ended the connection without an answer"));
        Reply reply = answer.payload() instanceof Payload.Answer said ? said.reply() : new Reply.Empty();
        if (reply instanceof Reply.Failure failure) {
            throw new IOException(failure.message().toString());
        }
        if (!(reply instanceof Reply.Done type)) {
            throw new ProtocolException("it has sent what was not asked for");
        }
        InputStream in = connection.input();
        OptionalLong length = Frame.readLength(in, LIMITS);
        byte[] text = in.readNBytes((int) length.orElse(0));
        if (text.length < length.orElse(1)) {
            throw new IOException("it has ended the connection within its answer");
        }
        return new Page(type.message().toString(), new String(text, StandardCharsets.UTF_8));
    }

    /** Ends. */
    void stop() {
        timer.shutdownNow();
    }
}
