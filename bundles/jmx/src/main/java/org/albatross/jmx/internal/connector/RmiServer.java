package org.albatross.jmx.internal.connector;

import java.io.IOException;
import java.rmi.server.RMIClientSocketFactory;
import java.rmi.server.UnicastRemoteObject;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.remote.rmi.RMIConnection;
import javax.management.remote.rmi.RMIJRMPServerImpl;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Lets clients in. Each gets a connection with a server of its own, which knows whose it is: so neither an access control context nor
 * {@code Subject.current} is asked, of which every version of Java has another one.
 */
final class RmiServer extends RMIJRMPServerImpl {
    private static final ThreadLocal<@Nullable MBeanServer> GIVEN = new ThreadLocal<>();

    private final int port;
    private final @Nullable RMIClientSocketFactory clients;
    private final ServerSockets sockets;
    private final Map<String, ?> env;
    private final Sessions sessions;

    RmiServer(
            int port,
            @Nullable RMIClientSocketFactory clients,
            ServerSockets sockets,
            Map<String, ?> env,
            Sessions sessions)
            throws IOException {
        super(port, clients, sockets, env);
        this.port = port;
        this.clients = clients;
        this.sockets = sockets;
        this.env = env;
        this.sessions = sessions;
    }

    @Override
    protected void export() throws IOException {
        Object unused = UnicastRemoteObject.exportObject(this, port, clients, sockets, SerialFilters::ofCredentials);
    }

    /** Returns that of the client whose connection this thread is making. */
    @Override
    public synchronized @Nullable MBeanServer getMBeanServer() {
        MBeanServer own = GIVEN.get();
        return own == null ? super.getMBeanServer() : own;
    }

    @Override
    protected RMIConnection makeClient(String id, Subject subject) throws IOException {
        Session session =
                subject.getPrivateCredentials(Session.class).iterator().next();
        RmiConnection connection;
        GIVEN.set(GuardedServer.of(super.getMBeanServer(), session, sessions.audit()));
        try {
            connection = new RmiConnection(this, id, getDefaultClassLoader(), env, session);
        } finally {
            GIVEN.remove();
        }
        sessions.open(connection);
        try {
            Object unused =
                    UnicastRemoteObject.exportObject(connection, port, clients, sockets, SerialFilters::ofArguments);
        } catch (IOException e) {
            sessions.close(connection);
            throw e;
        }
        return connection;
    }

    @Override
    protected void closeClient(RMIConnection client) throws IOException {
        sessions.close(client);
        super.closeClient(client);
    }
}
