package org.albatross.jmx.internal.connector;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.rmi.AlreadyBoundException;
import java.rmi.NoSuchObjectException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.RMIClientSocketFactory;
import java.rmi.server.UnicastRemoteObject;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.management.MBeanServer;
import javax.management.remote.JMXAuthenticator;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;
import javax.rmi.ssl.SslRMIClientSocketFactory;
import javax.security.auth.Subject;
import org.albatross.endpoint.EndpointTls;
import org.albatross.endpoint.LoginException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JMX connector on one port, {@code service:jmx:rmi:///jndi/rmi://HOST:PORT/jmxrmi}. To be started and stopped by one thread; a stopped
 * one is not started again.
 */
final class Connector {
    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);
    private static final String NAME = "jmxrmi";
    private static final String HOSTNAME = "java.rmi.server.hostname";

    /** How long RMI believes that a client is there of which nothing comes, in milliseconds; a client says every half of it that it is. */
    private static final String LEASE = "java.rmi.dgc.leaseValue";

    private static final String LEASE_MILLIS = "60000";

    /** What RMI deserializes of those who say to be there, before anybody is asked who they are. */
    private static final String LEASE_FILTER = "sun.rmi.transport.dgcFilter";

    /** A reference to this connector and what it needs, and no address longer than a host has. */
    private static final String LEASE_FILTER_PATTERN = "maxarray=64;maxdepth=6;maxrefs=64;maxbytes=16384";

    private final MBeanServer server;
    private final InetSocketAddress address;
    private final String hostname;
    private final boolean encrypted;
    private final ServerSockets sockets;
    private final Login login;
    private final Audit audit;
    private final Sessions sessions;
    private Optional<Registry> registry = Optional.empty();
    private Optional<JMXConnectorServer> running = Optional.empty();

    /**
     * One that does not listen yet.
     *
     * @param address where it listens; with the port 0 the system chooses one
     * @param hostname where clients are told that it is
     * @param tls how connections are encrypted; nothing without TLS
     */
    Connector(
            MBeanServer server,
            InetSocketAddress address,
            String hostname,
            Optional<Supplier<EndpointTls>> tls,
            Login login,
            Audit audit) {
        this.server = server;
        this.address = address;
        this.hostname = hostname;
        this.encrypted = tls.isPresent();
        this.sockets = new ServerSockets(address, () -> tls.map(Supplier::get));
        this.login = login;
        this.audit = audit;
        this.sessions = new Sessions(audit);
    }

    /**
     * Listens.
     *
     * @throws IOException when it cannot, as when the port is somebody else's; then nothing is left of it
     */
    void start() throws IOException {
        // What RMI writes into references is a property of the JVM, and asked anew for each.
        System.setProperty(HOSTNAME, hostname);
        // These are read once, by the first thing that RMI exports; what the JVM was started with counts.
        setUnlessSet(LEASE, LEASE_MILLIS);
        setUnlessSet(LEASE_FILTER, LEASE_FILTER_PATTERN);
        try {
            listen();
        } catch (IOException | RuntimeException e) {
            stop();
            throw e;
        }
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private void listen() throws IOException {
        int port = address.getPort();
        @Nullable RMIClientSocketFactory clients = encrypted ? new SslRMIClientSocketFactory() : null;
        Map<String, ?> env = Map.of(
                JMXConnectorServer.AUTHENTICATOR, (JMXAuthenticator) this::authenticate, "jmx.remote.x.daemon", "true");
        Registry names = LocateRegistry.createRegistry(port, clients, sockets);
        registry = Optional.of(names);
        RmiServer clientsServer = new RmiServer(port, clients, sockets, env, sessions);
        JMXConnectorServer connectors =
                new RMIConnectorServer(new JMXServiceURL("service:jmx:rmi://"), env, clientsServer, server);
        running = Optional.of(connectors);
        connectors.start();
        try {
            names.bind(NAME, clientsServer.toStub());
        } catch (AlreadyBoundException e) {
            throw new IllegalStateException("a registry that was just made has names", e);
        }
    }

    private Subject authenticate(Object credentials) {
        ClientSocket socket = ClientSocket.current()
                .orElseThrow(() -> new SecurityException("a client comes by a connection of this connector"));
        try {
            Session session = login.login(credentials);
            socket.trust();
            Subject subject = new Subject();
            boolean unused = subject.getPrivateCredentials().add(session);
            return subject;
        } catch (LoginException e) {
            audit.notLoggedIn("from " + socket.peer(), who(credentials) + String.valueOf(e.getMessage()));
            throw new SecurityException("not logged in: " + e.getMessage());
        }
    }

    private static String who(Object credentials) {
        return credentials instanceof String[] words
                        && words.length > 0
                        && words[0] != null
                        && words[0].matches("[a-z0-9._-]{1,32}")
                ? words[0] + ": "
                : "";
    }

    /** Returns how many clients are connected. */
    int clients() {
        return sessions.count();
    }

    /** Ends what has waited too long, and the connections of those who may not be here any more. To be called each second. */
    void expire() {
        sockets.expire();
        sessions.expire();
    }

    /** Closes every connection, and the port. */
    void stop() {
        running.ifPresent(Connector::stopQuietly);
        running = Optional.empty();
        registry.ifPresent(Connector::unexport);
        registry = Optional.empty();
        try {
            sockets.close();
        } catch (IOException e) {
            LOG.warn("the port of the JMX connector cannot be closed: {}", e.toString());
        }
    }

    private static void stopQuietly(JMXConnectorServer connectors) {
        try {
            connectors.stop();
        } catch (IOException e) {
            LOG.debug("the JMX connector was not listening", e);
        }
    }

    private static void unexport(Registry names) {
        try {
            boolean unused = UnicastRemoteObject.unexportObject(names, true);
        } catch (NoSuchObjectException e) {
            LOG.debug("the registry of the JMX connector was not there", e);
        }
    }
}
