package org.albatross.jmx.internal.connector;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.rmi.server.RMIServerSocketFactory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.albatross.endpoint.EndpointTls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one port of the connector, its registry's and its objects'. Of the connections that are open a number may be somebody's who is not
 * known: with one more the oldest of those goes, so that nobody can keep others out by connecting. One of somebody who is known never
 * goes for a stranger's.
 */
final class ServerSockets implements RMIServerSocketFactory {
    private static final Logger LOG = LoggerFactory.getLogger(ServerSockets.class);

    /** The most connections, of which a client opens two or three. */
    static final int MOST = 384;

    /** How many of them may be of somebody who is not known. */
    static final int STRANGERS = 128;

    private static final long STRANGER_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long WRITE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int BACKLOG = 128;

    private final InetSocketAddress address;
    private final Supplier<Optional<EndpointTls>> tls;
    private final LargeRequests large = new LargeRequests(4);
    private final LargeRequests largeOfStrangers = new LargeRequests(2);
    private final StrangersRequests strangersRequests = new StrangersRequests(System.nanoTime());
    private final Set<ClientSocket> open = new LinkedHashSet<>();
    private Optional<ServerSocket> listening = Optional.empty();

    /**
     * Listens nowhere yet.
     *
     * @param tls how connections are encrypted from now on; nothing on loopback
     */
    ServerSockets(InetSocketAddress address, Supplier<Optional<EndpointTls>> tls) {
        this.address = address;
        this.tls = tls;
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        if (address.isUnresolved()) {
            throw new UnknownHostException(address.getHostString() + " is not an address");
        }
        ServerSocket socket = new Listening();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address.getAddress(), port), BACKLOG);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        synchronized (open) {
            listening = Optional.of(socket);
        }
        return socket;
    }

    private final class Listening extends ServerSocket {
        Listening() throws IOException {}

        @Override
        public Socket accept() throws IOException {
            while (true) {
                Socket accepted = super.accept();
                Optional<ClientSocket> admitted = admit(accepted);
                if (admitted.isPresent()) {
                    return admitted.get();
                }
                accepted.close();
            }
        }
    }

    private Optional<ClientSocket> admit(Socket accepted) {
        try {
            Closing closing = new Closing();
            ClientSocket socket =
                    new ClientSocket(accepted, tls.get(), large, largeOfStrangers, strangersRequests, closing);
            closing.socket = Optional.of(socket);
            List<ClientSocket> strangers = new ArrayList<>();
            synchronized (open) {
                open.stream().filter(each -> !each.isTrusted()).forEach(strangers::add);
                if (open.size() - strangers.size() >= MOST - STRANGERS) {
                    LOG.debug("a JMX client is not let in: as many connections as may be are open");
                    return Optional.empty();
                }
                open.add(socket);
            }
            if (strangers.size() >= STRANGERS) {
                strangers.get(0).closeQuietly();
            }
            return Optional.of(socket);
        } catch (IOException e) {
            LOG.debug("a JMX client has left at once", e);
            return Optional.empty();
        }
    }

    /** Forgets a connection once it is closed. */
    private final class Closing implements Runnable {
        private volatile Optional<ClientSocket> socket = Optional.empty();

        @Override
        public void run() {
            synchronized (open) {
                socket.ifPresent(open::remove);
            }
        }
    }

    private List<ClientSocket> all() {
        synchronized (open) {
            return List.copyOf(open);
        }
    }

    /** Returns how many connections are open. */
    int count() {
        return all().size();
    }

    /** Closes what has waited too long. To be called now and then. */
    void expire() {
        long now = System.nanoTime();
        strangersRequests.look(now);
        all().forEach(socket -> socket.expire(now, STRANGER_NANOS, WRITE_NANOS));
    }

    /** Closes the port and every connection. */
    void close() throws IOException {
        Optional<ServerSocket> port;
        synchronized (open) {
            port = listening;
        }
        if (port.isPresent()) {
            port.get().close();
        }
        all().forEach(ClientSocket::closeQuietly);
    }
}
