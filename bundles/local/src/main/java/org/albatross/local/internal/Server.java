package org.albatross.local.internal;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.albatross.api.Caller;
import org.albatross.api.CommandService;
import org.albatross.wire.Limits;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketCredentials;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the connections of some listening sockets. Two loops hold them: what has been quiet for a moment is
 * parked in the second one, since a selector takes time for every connection that it holds, and a new
 * command is not to wait behind a thousand idle ones.
 */
final class Server {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final Duration STOP = Duration.ofSeconds(5);

    /** A command whose service went away before it was answered. */
    private record Orphan(Exchange exchange, long since) {}

    private final LocalLimits limits;
    private final Spool spool;
    private final Loop hot;
    private final Loop parked;
    private final Connections connections;
    private final Workers workers;
    private final Workers transfers;
    private final CommandDoor door;
    private final Intake intake;
    private final Queue<Orphan> orphans = new ConcurrentLinkedQueue<>();
    private final List<Acceptor> acceptors = new ArrayList<>();

    /** A server that is not started. */
    Server(LocalLimits limits, Spool spool) throws IOException {
        this.limits = limits;
        this.spool = spool;
        this.hot = new Loop("albatross-local", this::tick);
        this.parked = new Loop("albatross-local-parked", () -> {});
        this.connections = new Connections(limits.connections());
        this.workers = new Workers("albatross-command", limits.workers());
        this.transfers = new Workers("albatross-transfer", limits.transfers());
        this.door = new CommandDoor(limits.deadlines().service(), workers);
        this.intake = new Intake(Limits.LOCAL.withFrame(limits.frame()), door);
    }

    /** Serves what comes on these sockets. */
    void start(Map<Entrance, ServerSocketChannel> sockets) {
        sockets.forEach((entrance, listening) -> hot.execute(() -> {
            try {
                acceptors.add(new Acceptor(listening, hot, channel -> accept(channel, entrance), this::makeRoom));
            } catch (IOException e) {
                LOG.error("nobody serves {}", entrance, e);
            }
        }));
        hot.start();
        parked.start();
    }

    /**
     * Accepts who waits and nobody else, lets commands that are under way be answered for some seconds, and
     * closes all connections. The listening sockets stay open.
     */
    void stop() throws InterruptedException, IOException {
        CountDownLatch accepted = new CountDownLatch(1);
        hot.execute(() -> {
            acceptors.forEach(Acceptor::stop);
            accepted.countDown();
        });
        if (accepted.await(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
            connections.awaitQuiet(STOP);
        }
        connections.all().forEach(connection -> connection.stop("the socket's service is stopping; connect again"));
        parked.stop();
        hot.stop();
        connections.all().forEach(Connection::close);
        workers.stop();
        transfers.stop();
    }

    /** Says who carries commands out from now on. */
    void open(CommandService service) {
        door.open(service);
    }

    /** Says that this service goes away: what it leaves unanswered is failed when it has not come back in time. */
    void close(CommandService service) {
        door.close(service);
        long now = System.nanoTime();
        connections.all().stream()
                .flatMap(connection -> connection.exchange().stream())
                .filter(Exchange::isUnanswered)
                .forEach(exchange -> orphans.add(new Orphan(exchange, now)));
    }

    private void tick() {
        door.expire();
        long now = System.nanoTime();
        for (Orphan next = orphans.peek(); next != null && isOverdue(next, now); next = orphans.peek()) {
            orphans.remove();
            if (next.exchange().isUnanswered()) {
                next.exchange().breakOff("the platform's supervisor was replaced and has not answered; ask again");
            }
        }
    }

    private boolean isOverdue(Orphan orphan, long now) {
        return now - orphan.since() > limits.deadlines().service().toNanos();
    }

    LocalLimits limits() {
        return limits;
    }

    Spool spool() {
        return spool;
    }

    Loop hot() {
        return hot;
    }

    Loop parked() {
        return parked;
    }

    Connections connections() {
        return connections;
    }

    Workers workers() {
        return workers;
    }

    Workers transfers() {
        return transfers;
    }

    Intake intake() {
        return intake;
    }

    private void makeRoom() {
        connections.makeRoom("the platform has no descriptor left, and this one has waited longest for a command");
    }

    private void accept(SocketChannel channel, Entrance entrance) {
        try {
            AFUNIXSocketCredentials peer = ((AFUNIXSocketChannel) channel).getPeerCredentials();
            Caller.Local caller = new Caller.Local(peer.getUid(), peer.getGid(), peer.getPid());
            Connection connection = new Connection(channel, caller, entrance, this, connections.open(caller.account()));
            connections.add(connection);
            connection.open();
        } catch (IOException e) {
            LOG.debug("a connection was gone before it was served", e);
            close(channel);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing a connection failed", e);
        }
    }
}
