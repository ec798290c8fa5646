package org.albatross.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A socket's channel as a transport. One loop serves it while something happens, another one while it rests. */
final class ChannelTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelTransport.class);

    private final SocketChannel channel;
    private final EventLoop idle;
    private volatile EventLoop loop;
    private Optional<Handler> handler = Optional.empty();
    private Optional<EventLoop.Registration> registration = Optional.empty();
    private int operations = SelectionKey.OP_READ;

    /** A channel that {@code active} serves first. */
    ChannelTransport(SocketChannel channel, EventLoop active, EventLoop idle) {
        this.channel = channel;
        this.loop = active;
        this.idle = idle;
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
        EventLoop target = loop;
        target.execute(() -> {
            if (loop == target) {
                task.run();
            } else {
                execute(task);
            }
        });
    }

    @Override
    public boolean isBusy() {
        return loop.isBusy();
    }

    @Override
    public ByteBuffer buffer() {
        return loop.buffer();
    }

    @Override
    public void rest() {
        if (loop != idle && handler.isPresent()) {
            registration.ifPresent(EventLoop.Registration::cancel);
            loop = idle;
            idle.execute(this::arrive);
        }
    }

    private void arrive() {
        if (channel.isOpen()) {
            try {
                registration = Optional.of(idle.register(channel, operations, handler.orElseThrow()));
            } catch (IOException e) {
                LOG.error("a connection is lost, since no selector takes it", e);
                close();
            }
        }
    }

    @Override
    public void close() {
        registration.ifPresent(EventLoop.Registration::cancel);
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing a connection failed", e);
        }
    }
}
