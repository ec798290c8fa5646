package org.albatross.readiness.internal;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.albatross.model.Command;
import org.albatross.model.Name;
import org.albatross.wire.Header;
import org.albatross.wire.Message;
import org.albatross.wire.WireEncoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client that asks on a socket whether there is somebody: says hello, and takes any answer. */
final class SocketProbe {
    private static final Logger LOG = LoggerFactory.getLogger(SocketProbe.class);
    private static final long LIMIT_MILLIS = 10_000;

    private SocketProbe() {}

    /** Returns why nobody answers on a socket, if that is so. */
    static Optional<String> failure(Path file) {
        return failure(file, LIMIT_MILLIS);
    }

    /** As above, with another limit than the usual one. */
    static Optional<String> failure(Path file, long limitMillis) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
            return ask(channel, file, limitMillis);
        } catch (IOException e) {
            return Optional.of("nobody answers on " + file + ": " + e.getMessage());
        }
    }

    /** Asks on a connection to {@code file}. */
    static Optional<String> ask(SocketChannel channel, Path file, long limitMillis) throws IOException {
        try {
            channel.write(ByteBuffer.wrap(hello()));
        } catch (IOException e) {
            // Who lets others in alone may have said so, and closed the connection, before it was asked.
            LOG.debug("{} takes no question", file, e);
        }
        channel.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            if (selector.select(limitMillis) == 0) {
                return Optional.of("nobody answers on " + file + " within " + limitMillis + " ms");
            }
        }
        return channel.read(ByteBuffer.allocate(1)) > 0
                ? Optional.empty()
                : Optional.of("connections to " + file + " are closed without an answer");
    }

    private static byte[] hello() {
        return WireEncoder.frame(Message.ask(new Header(1, Name.ROOT), new Command.SayHello()))
                .toBytes();
    }
}
