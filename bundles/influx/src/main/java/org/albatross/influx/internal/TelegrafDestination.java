package org.albatross.influx.internal;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines over a TCP connection that is kept, as Telegraf's {@code socket_listener} takes them. It says nothing back: what it took
 * counts as sent. Whatever it sends is read and dropped.
 */
final class TelegrafDestination implements Destination {
    private static final Logger LOG = LoggerFactory.getLogger(TelegrafDestination.class);

    private final String host;
    private final int port;
    private final Duration limit;
    private Optional<Connection> connection = Optional.empty();

    private record Connection(SocketChannel channel, Selector selector, SelectionKey key) {}

    /** Connects when there is something to send; {@code limit} is how long the peer may not take a byte. */
    TelegrafDestination(String host, int port, Duration limit) {
        this.host = host;
        this.port = port;
        this.limit = limit;
    }

    @Override
    public Optional<Refused> send(Chunks.Chunk chunk) throws IOException {
        try {
            if (connection.isPresent() && isClosedByPeer(connection.get())) {
                close();
            }
            Connection open = connected();
            ByteBuffer rest = ByteBuffer.wrap(chunk.text());
            while (rest.hasRemaining()) {
                if (open.channel().write(rest) == 0) {
                    await(open, SelectionKey.OP_WRITE, "has not taken a byte for ");
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private static boolean isClosedByPeer(Connection open) {
        ByteBuffer dropped = ByteBuffer.allocate(8192);
        try {
            int read = open.channel().read(dropped);
            for (int i = 0; i < 16 && read > 0; i++) {
                read = open.channel().read(dropped.clear());
            }
            return read < 0;
        } catch (IOException e) {
            LOG.debug("the peer has reset the connection", e);
            return true;
        }
    }

    private Connection connected() throws IOException {
        if (connection.isPresent()) {
            return connection.get();
        }
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new UnknownHostException(host + " is not known");
        }
        SocketChannel channel = SocketChannel.open();
        boolean opened = false;
        try {
            channel.configureBlocking(false);
            Selector selector = Selector.open();
            Connection open = new Connection(channel, selector, channel.register(selector, 0));
            connection = Optional.of(open);
            opened = true;
            if (!channel.connect(address)) {
                await(open, SelectionKey.OP_CONNECT, "has not accepted a connection for ");
                if (!channel.finishConnect()) {
                    throw new EOFException("the connection is not made");
                }
            }
            return open;
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    private void await(Connection open, int operation, String what) throws IOException {
        open.key().interestOps(operation);
        if (open.selector().select(limit.toMillis()) == 0) {
            throw new SocketTimeoutException(what.strip() + " " + limit.toMillis() + " ms");
        }
        open.selector().selectedKeys().clear();
    }

    @Override
    public void close() {
        connection.ifPresent(open -> {
            try {
                open.selector().close();
                open.channel().close();
            } catch (IOException e) {
                LOG.debug("the connection is closed already", e);
            }
        });
        connection = Optional.empty();
    }
}
