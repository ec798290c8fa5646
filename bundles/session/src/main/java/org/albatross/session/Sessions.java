package org.albatross.session;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.albatross.api.CommandService;
import org.albatross.api.ServiceGate;
import org.albatross.model.Caller;
import org.albatross.model.Name;
import org.albatross.threads.FairExecutor;
import org.albatross.threads.PlatformThreads;
import org.albatross.wire.Limits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The conversations of one front end: connections come from listening sockets or are handed in, each with who is behind it
 * and which commands belong on it; what they ask goes to the {@link CommandService} that is there. Two loops hold what
 * comes from sockets: what has been quiet for a moment is in the second one, since a selector takes time for every
 * connection that it holds, and a new command is not to wait behind a thousand idle ones.
 */
public final class Sessions {
    /** Tells who is behind a connection. */
    @FunctionalInterface
    public interface CallerReader {
        /** Returns who has connected. Must not wait. */
        Caller callerOf(SocketChannel channel) throws IOException;
    }

    /** Takes connections as they come. */
    public interface Newcomers {
        /** Takes one over, whose transport is not open yet. On the transport's thread; must not wait. */
        void accept(SocketChannel channel, Transport transport);

        /** None can be accepted for now, for want of descriptors as a rule: says that one may have to go. */
        void makeRoom();
    }

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final Duration STOP = Duration.ofSeconds(5);

    /** Bytes that commands take which are not carried out yet: a sixth of the platform's heap. */
    private static final Share MEMORY = new Share(32 << 20, 16 << 20);

    private final SessionLimits limits;
    private final BlobReceiver blobs;
    private final EventLoop active;
    private final EventLoop idle;
    private final Connections connections;
    private final CommandMemory memory = new CommandMemory(MEMORY);
    private final ExecutorService workerThreads;
    private final ExecutorService transferThreads;
    private final FairExecutor workers;
    private final FairExecutor transfers;
    private final ServiceGate<CommandService> gate;
    private final CommandDecoder decoder;
    private final List<Acceptor> acceptors = new ArrayList<>();

    /**
     * None yet, nor a thread.
     *
     * @param name what its threads are called after
     * @param blobs where large blobs go
     * @param provider that of the listening sockets
     */
    public Sessions(String name, SessionLimits limits, BlobReceiver blobs, SelectorProvider provider)
            throws IOException {
        this.limits = limits;
        this.blobs = blobs;
        this.gate = new ServiceGate<>(
                "the platform's command service", limits.deadlines().service());
        this.active = new EventLoop("albatross-" + name, provider, gate::expire);
        this.idle = new EventLoop("albatross-" + name + "-idle", provider, () -> {});
        this.connections = new Connections(limits.connections());
        this.workerThreads = PlatformThreads.unboundedPool("albatross-command");
        this.transferThreads = PlatformThreads.unboundedPool("albatross-transfer");
        this.workers = fair(workerThreads, limits.workers());
        this.transfers = fair(transferThreads, limits.transfers());
        this.decoder = new CommandDecoder(Limits.LOCAL.withFrame(limits.frame()), gate, workers);
    }

    /** As many tasks wait as there are connections. */
    private static FairExecutor fair(Executor threads, Share share) {
        return new FairExecutor(
                threads, Math.toIntExact(share.most()), Math.toIntExact(share.perAccount()), Integer.MAX_VALUE);
    }

    /** Starts its threads. */
    public void start() {
        active.start();
        idle.start();
    }

    /** Serves what comes on a listening socket, which stays open when this stops. */
    public void listen(ServerSocketChannel listening, CommandFilter filter, CallerReader callers) {
        listen(listening, filter, channel -> accept(channel, filter, callers), this::makeRoom);
    }

    /** As above, for connections that do not begin with a conversation: whoever takes one may begin it later. */
    public void listen(ServerSocketChannel listening, Newcomers newcomers) {
        listen(listening, listening, channel -> newcomers.accept(channel, transport(channel)), newcomers::makeRoom);
    }

    /** Returns a connected socket as a transport, which the loops of this serve once it is open. */
    public Transport transport(SocketChannel channel) {
        return new ChannelTransport(channel, active, idle);
    }

    private void listen(
            ServerSocketChannel listening, Object what, Consumer<SocketChannel> accepted, Runnable exhausted) {
        active.execute(() -> {
            try {
                acceptors.add(new Acceptor(listening, active, accepted, exhausted));
            } catch (IOException e) {
                LOG.error("nobody serves {}", what, e);
            }
        });
    }

    /** Begins a conversation. On the transport's thread, once it is known who is behind it. */
    public void converse(Transport transport, Caller caller, CommandFilter filter) {
        Connection connection = new Connection(transport, caller, filter, false, this, memory(caller), () -> {});
        connections.add(connection);
        connection.open();
    }

    /**
     * Begins a conversation about one command, which is known already. On the transport's thread.
     *
     * @param over runs once when the connection is closed
     * @return how it is ended, for the reason that is given; for any thread
     */
    public Consumer<String> perform(Transport transport, Caller caller, PresetCommand command, Runnable over) {
        Connection connection =
                new Connection(transport, caller, CommandFilter.ALL, true, this, command.memory(), over);
        connection.open(command, connections.admit(connection));
        return connection::stop;
    }

    /** Says why nothing is carried out for a peer, and ends its connection. On the transport's thread. */
    public void refuse(Transport transport, Caller caller, Name name, String reason) {
        Connection connection =
                new Connection(transport, caller, CommandFilter.ALL, true, this, memory(caller), () -> {});
        connections.admit(connection);
        connection.refuse(name, reason);
    }

    /**
     * Accepts who waits and nobody else, lets commands that are under way be answered for some seconds, and
     * closes all connections. The listening sockets stay open.
     */
    public void stop() throws InterruptedException, IOException {
        CountDownLatch accepted = new CountDownLatch(1);
        active.execute(() -> {
            acceptors.forEach(Acceptor::stop);
            accepted.countDown();
        });
        if (accepted.await(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
            connections.awaitQuiet(STOP);
        }
        connections.all().forEach(connection -> connection.stop("the socket's service is stopping; connect again"));
        idle.stop();
        active.stop();
        connections.all().forEach(Connection::close);
        workerThreads.shutdown();
        transferThreads.shutdown();
    }

    /** Returns how many connections are open. */
    public int open() {
        return connections.size();
    }

    /** Says who carries commands out from now on. */
    public void open(CommandService service) {
        gate.open(service);
    }

    /** Says that this service goes away; commands wait for the next one. */
    public void close(CommandService service) {
        gate.close(service);
    }

    /** Returns the limits of conversations. */
    public SessionLimits limits() {
        return limits;
    }

    /** Begins to receive the blobs of a command of {@code caller}. */
    public BlobReceiver.Blobs receive(Caller caller) {
        return blobs.receive(caller);
    }

    /** Begins to count the memory of a command of {@code caller}. */
    public HeldMemory memory(Caller caller) {
        return new HeldMemory(memory, caller.account());
    }

    Connections connections() {
        return connections;
    }

    FairExecutor workers() {
        return workers;
    }

    FairExecutor transfers() {
        return transfers;
    }

    CommandDecoder decoder() {
        return decoder;
    }

    private void makeRoom() {
        connections.makeRoom("the platform has no descriptor left, and this one has waited longest for a command");
    }

    private void accept(SocketChannel channel, CommandFilter filter, CallerReader callers) {
        try {
            Caller caller = callers.callerOf(channel);
            converse(transport(channel), caller, filter);
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
