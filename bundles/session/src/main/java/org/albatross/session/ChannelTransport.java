package org.albatross.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket's channel as a transport. Two loops serve it: one while something happens, the other one while it rests, since a
 * selector takes time for every channel that it holds, and a new command is not to wait behind a thousand idle ones.
 */
final class ChannelTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelTransport.class);

    private final SocketChannel channel;
    private final Loop resting;
    private volatile Loop loop;
    private Optional<Handler> handler = Optional.empty();
    private Optional<Loop.Registration> registration = Optional.empty();
    private int operations = SelectionKey.OP_READ;

    /** A channel that {@code active} serves first. */
    ChannelTransport(SocketChannel channel, Loop active, Loop resting) {
        this.channel = channel;
        this.loop = active;
        this.resting = resting;
    }

    @Override
    public void open(Handler opened) throws IOException {
        channel.configureBlocking(false);
        handler = Optional.of(opened);
        registration = Optional.of(loop.register(channel, operations, opened));
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return channel.write(source);
    }

    @Override
    public void interest(boolean reading, boolean writing) {
        operations = (reading ? SelectionKey.OP_READ : 0) | (writing ? SelectionKey.OP_WRITE : 0);
        registration.ifPresent(registered -> registered.interest(operations));
    }

    /** Runs a task on the thread of its loop: of the next one, if the loop is changed before its turn comes. */
    @Override
    public void execute(Runnable task) {
        Loop target = loop;
        target.execute(() -> {
            if (loop == target) {
                task.run();
            } else {
                execute(task);
            }
        });
    }

    @Override
    public ByteBuffer buffer() {
        return loop.buffer();
    }

    @Override
    public void rest() {
        if (loop != resting && handler.isPresent()) {
            registration.ifPresent(Loop.Registration::cancel);
            loop = resting;
            resting.execute(this::arrive);
        }
    }

    private void arrive() {
        if (channel.isOpen()) {
            try {
                registration = Optional.of(resting.register(channel, operations, handler.orElseThrow()));
            } catch (IOException e) {
                LOG.error("a connection is lost, since no selector takes it", e);
                close();
            }
        }
    }

    @Override
    public void close() {
        registration.ifPresent(Loop.Registration::cancel);
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing a connection failed", e);
        }
    }
}
