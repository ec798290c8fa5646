package org.albatross.shell.internal;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.albatross.model.Caller;
import org.albatross.threads.PlatformThreads;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.ShellMessage;
import org.albatross.wire.ShellMessage.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections on the shell's socket and hands what comes on each to its session. One thread does this for all of
 * them and never waits for any.
 */
final class ShellServer {
    private static final Logger LOG = LoggerFactory.getLogger(ShellServer.class);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration WRITE_PATIENCE = Duration.ofSeconds(30);

    /** Who is at the other end of a connection. */
    @FunctionalInterface
    interface Peers {
        /** Returns the caller as the kernel names it. */
        Caller of(SocketChannel channel) throws IOException;
    }

    /** What is said on a connection. Its methods are called on the loop's thread, and do not block. */
    interface Session {
        /** Begins. */
        void start();

        /** Takes a message. */
        void received(ShellMessage message);

        /** The peer has left, or was refused. */
        void left();
    }

    /** Makes sessions. */
    @FunctionalInterface
    interface Sessions {
        /** Returns a session that is not started. */
        Session of(Caller caller, ShellConnection connection);
    }

    private record Open(Caller caller, Session session) {}

    private final ServerSocketChannel listening;
    private final Peers peers;
    private final Sessions sessions;
    private final int most;
    private final int mostOfUser;
    private final Selector selector;
    private final Thread thread = PlatformThreads.thread("albatross-shell", this::run);

    /** Changed on the loop's thread alone, or when that has ended. */
    private final Map<ShellConnection, Open> open = new LinkedHashMap<>();

    private volatile int connections;

    private volatile boolean stopped;

    /**
     * A server that is not started.
     *
     * @param listening belongs to somebody else, and stays open
     * @param most how many sessions may be open
     * @param mostOfUser how many of these may be one user's
     */
    ShellServer(
            ServerSocketChannel listening,
            SelectorProvider provider,
            Peers peers,
            Sessions sessions,
            int most,
            int mostOfUser)
            throws IOException {
        this.listening = listening;
        this.peers = peers;
        this.sessions = sessions;
        this.most = most;
        this.mostOfUser = mostOfUser;
        this.selector = provider.openSelector();
    }

    /** Begins to accept. */
    void start() throws IOException {
        listening.configureBlocking(false);
        listening.register(selector, SelectionKey.OP_ACCEPT);
        thread.start();
    }

    /** Ends: closes every connection, on the thread that calls this, which may be one of a line that stops the bundle. */
    void stop() throws InterruptedException, IOException {
        stopped = true;
        selector.wakeup();
        thread.join();
        List.copyOf(open.keySet()).forEach(this::end);
        selector.close();
    }

    /** Returns how many connections are open. For any thread. */
    int connections() {
        return connections;
    }

    private void run() {
        while (!stopped) {
            turn();
        }
    }

    private void turn() {
        try {
            selector.select(TICK.toMillis());
            List<SelectionKey> ready = new ArrayList<>(selector.selectedKeys());
            selector.selectedKeys().clear();
            for (SelectionKey key : ready) {
                if (key.attachment() instanceof ShellConnection connection) {
                    read(connection);
                } else {
                    accept();
                }
            }
        } catch (IOException e) {
            LOG.warn("the shell's socket cannot be served for now: {}", e.toString());
        }
        List.copyOf(open.keySet()).forEach(this::write);
    }

    private void accept() throws IOException {
        for (SocketChannel channel = listening.accept(); channel != null; channel = listening.accept()) {
            channel.configureBlocking(false);
            ShellConnection connection = new ShellConnection(channel, selector, WRITE_PATIENCE);
            try {
                begin(connection, peers.of(channel));
            } catch (IOException e) {
                LOG.info("a shell's connection was closed before it was known whose it is: {}", e.toString());
                connection.close();
            }
        }
    }

    private void begin(ShellConnection connection, Caller caller) {
        Optional<String> refusal = refusal(caller);
        Session session = refusal.isPresent() ? new Refused() : sessions.of(caller, connection);
        open.put(connection, new Open(caller, session));
        connections = open.size();
        refusal.ifPresent(reason -> connection.sendLast(ShellMessage.of(Kind.REFUSED, reason)));
        session.start();
    }

    private Optional<String> refusal(Caller caller) {
        long ofUser = open.values().stream()
                .filter(each -> each.caller().account().equals(caller.account()))
                .count();
        if (open.size() >= most) {
            return Optional.of("at most " + most + " shells may be open, and as many are; close one");
        }
        return ofUser >= mostOfUser
                ? Optional.of("at most " + mostOfUser + " shells of " + caller.account()
                        + " may be open, and as many are; close one")
                : Optional.empty();
    }

    private void read(ShellConnection connection) {
        try {
            boolean there = connection.read();
            Session session = session(connection);
            for (Optional<ShellMessage> next = connection.next(); next.isPresent(); next = connection.next()) {
                session.received(next.get());
            }
            if (!there) {
                end(connection);
            }
        } catch (ProtocolException e) {
            connection.sendLast(ShellMessage.of(Kind.REFUSED, String.valueOf(e.getMessage())));
        } catch (IOException e) {
            LOG.debug("a shell's client has left", e);
            end(connection);
        }
    }

    private Session session(ShellConnection connection) {
        return Optional.ofNullable(open.get(connection)).map(Open::session).orElse(new Refused());
    }

    private void write(ShellConnection connection) {
        try {
            if (!connection.write()) {
                end(connection);
            }
        } catch (IOException e) {
            LOG.debug("a shell's client has left", e);
            end(connection);
        }
    }

    private void end(ShellConnection connection) {
        Open ended = open.remove(connection);
        connections = open.size();
        if (ended != null) {
            ended.session().left();
        }
        try {
            connection.close();
        } catch (IOException e) {
            LOG.debug("a shell's connection cannot be closed", e);
        }
    }

    /** A session that never is one. */
    private static final class Refused implements Session {
        @Override
        public void start() {
            // It was told why there is none.
        }

        @Override
        public void received(ShellMessage message) {
            // Nobody carries it out.
        }

        @Override
        public void left() {
            // There is nothing to end.
        }
    }
}
