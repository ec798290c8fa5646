package org.albatross.local.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.albatross.api.CommandService;
import org.albatross.model.Groups;
import org.albatross.session.Deadlines;
import org.albatross.session.SessionLimits;
import org.albatross.session.Share;
import org.albatross.session.Spool;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** Two listening sockets, and one server after the other on them. */
final class ServerFixture implements Closeable {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Share SPOOL = new Share(64 << 20, 48 << 20);

    /** The only other group of whoever connects. */
    static final long GROUP = 7001;

    static final SessionLimits LIMITS = limits(LONG, LONG, LONG, LONG);

    private final Path folder;
    private final Map<SocketRole, ServerSocketChannel> sockets;
    private Optional<LocalServer> running;

    ServerFixture(Path folder, SessionLimits limits) throws IOException {
        this.folder = folder;
        this.sockets = Map.of(SocketRole.VMMD, listen(vmmd()), SocketRole.CONSOLE, listen(console()));
        this.running = Optional.of(started(limits));
    }

    static SessionLimits limits(Duration firstByte, Duration frameIdle, Duration write, Duration service) {
        return limits(
                8 << 20, new Share(1024, 1024), SPOOL, new Deadlines(firstByte, frameIdle, write, service, 1 << 16));
    }

    static SessionLimits connections(Share connections) {
        return limits(8 << 20, connections, SPOOL, LIMITS.deadlines());
    }

    static SessionLimits spool(Share spool) {
        return limits(8 << 20, LIMITS.connections(), spool, LIMITS.deadlines());
    }

    static SessionLimits frame(long frame) {
        return limits(frame, LIMITS.connections(), SPOOL, LIMITS.deadlines());
    }

    private static SessionLimits limits(long frame, Share connections, Share spool, Deadlines deadlines) {
        return new SessionLimits(frame, connections, spool, new Share(32, 8), new Share(32, 16), deadlines);
    }

    Path vmmd() {
        return folder.resolve("vmmd.sock");
    }

    Path console() {
        return folder.resolve("console.sock");
    }

    Path spool() {
        return folder.resolve("spool");
    }

    ServerFixture open(CommandService commands) {
        running.orElseThrow().open(commands);
        return this;
    }

    int connections() {
        return running.orElseThrow().connections();
    }

    void close(CommandService commands) {
        running.orElseThrow().close(commands);
    }

    /** Stops the server if it runs, and leaves the sockets as they are. */
    void stop() throws IOException {
        if (running.isEmpty()) {
            return;
        }
        try {
            running.get().stop();
            running = Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Starts the next one. */
    void startAgain(SessionLimits limits) throws IOException {
        running = Optional.of(started(limits));
    }

    @Override
    public void close() throws IOException {
        stop();
        for (ServerSocketChannel socket : sockets.values()) {
            socket.close();
        }
    }

    private LocalServer started(SessionLimits limits) throws IOException {
        LocalServer made = new LocalServer(limits, new Spool(spool(), limits.spool()), descriptor -> Groups.of(GROUP));
        made.start(sockets);
        return made;
    }

    private static ServerSocketChannel listen(Path file) throws IOException {
        return AFUNIXServerSocketChannel.open().bind(AFUNIXSocketAddress.of(file), 2048);
    }
}
