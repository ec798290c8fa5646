package org.albatross.influx.internal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Payload;
import org.albatross.model.Reply;
import org.albatross.model.StatsCommand;
import org.albatross.wire.BlobSink;
import org.albatross.wire.BlobSource;
import org.albatross.wire.Header;
import org.albatross.wire.Limits;
import org.albatross.wire.Message;
import org.albatross.wire.MessageReader;
import org.albatross.wire.MessageWriter;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.WireDecoder;

/** A subscription on a socket of statistics, ours or the original's, of which each message becomes lines. For one thread. */
final class StatisticsSocket {
    private static final int BUFFER = 64 * 1024;

    /** One unikernel's statistics, with hundreds of devices and counters. */
    private static final Limits LIMITS = new Limits(1024 * 1024, 65_536, 1024 * 1024, 16_384);

    private final Path socket;
    private final Name name;
    private final Points points;
    private final Clock clock;

    /** Of what lies at or below {@code name}. */
    StatisticsSocket(Path socket, Name name, Points points, Clock clock) {
        this.socket = socket;
        this.name = name;
        this.points = points;
        this.clock = clock;
    }

    /**
     * Subscribes, and hands lines over until the platform ends the stream.
     *
     * @throws IOException when it cannot be reached, refuses, or sends what is no statistics
     */
    void follow(Consumer<List<String>> lines) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            new MessageWriter(Channels.newOutputStream(channel), BlobSource.NONE)
                    .write(Message.ask(new Header(0, name), new StatsCommand.Subscribe()));
            InputStream in = new BufferedInputStream(Channels.newInputStream(channel), BUFFER);
            MessageReader reader = new MessageReader(in, new WireDecoder(LIMITS, BlobSink.REFUSING));
            for (Optional<Message> message = reader.next(); message.isPresent(); message = reader.next()) {
                take(message.get(), lines);
            }
        } catch (ProtocolException e) {
            throw new IOException("sent what is not a message: " + e.getMessage(), e);
        }
    }

    private void take(Message message, Consumer<List<String>> lines) throws IOException {
        if (message.payload() instanceof Payload.Stream stream && stream.data() instanceof Data.Stats stats) {
            lines.accept(points.of(whole(message.header().name()), stats, clock.instant()));
        } else if (message.payload() instanceof Payload.Answer answer
                && answer.reply() instanceof Reply.Failure failure) {
            throw new IOException("refuses: " + failure.message());
        }
    }

    /** A stream's names are relative to what was subscribed to. */
    private Name whole(Name told) throws IOException {
        List<String> labels = new ArrayList<>(name.path().labels());
        labels.addAll(told.path().labels());
        try {
            return new Name(new org.albatross.model.Path(labels), told.label());
        } catch (IllegalArgumentException e) {
            throw new IOException("sent a name that is none: " + e.getMessage(), e);
        }
    }
}
