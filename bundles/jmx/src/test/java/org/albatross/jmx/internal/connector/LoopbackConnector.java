package org.albatross.jmx.internal.connector;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.albatross.endpoint.PasswordHash;
import org.albatross.endpoint.User;
import org.albatross.endpoint.Users;
import org.albatross.jmx.internal.MBeans;
import org.albatross.model.Role;

/** A connector on loopback with users and the MBeans of a platform, and its clients. */
final class LoopbackConnector implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(30);
    static final String PASSWORD = "correct horse battery";
    static final ObjectName SUPERVISOR = name("org.albatross:type=Supervisor");
    static final ObjectName WEB = name("org.albatross:type=Unikernel,path=\"a\",name=web");
    static final ObjectName OTHERS = name("org.albatross:type=Unikernel,path=\"b\",name=other");
    static final ObjectName RUNTIME = name("java.lang:type=Runtime");
    /** Of that password, made a thousand times only. */
    private static final PasswordHash HASH = PasswordHash.parse(
            "pbkdf2-sha256:1000:AAAAAAAAAAAAAAAAAAAAAA==:sa4Dwc2D3kp5Rj2MtkPcNAYsU6xMki21O7lW/UYmHhw=");

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final Told told = new Told();
    private final MBeans mbeans;
    private final Connector connector;
    private final int port;
    private volatile Users users;

    /** Begins to listen, with a viewer and an operator of a:, a viewer of the root, and an admin. */
    LoopbackConnector(Path folder) throws Exception {
        mbeans = new MBeans(server, folder.resolve("spool"));
        server.registerMBean(ManagementFactory.getRuntimeMXBean(), RUNTIME);
        server.registerMBean(ManagementFactory.getThreadMXBean(), name("java.lang:type=Threading"));
        users = Users.read(Path.of("/nonexistent/users"))
                .with(user("view", Role.VIEWER, "a"))
                .with(user("oper", Role.OPERATOR, "a"))
                .with(user("root", Role.ADMIN, ":"))
                .with(user("host", Role.VIEWER, ":"));
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        connector = new Connector(
                server,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                "127.0.0.1",
                Optional.empty(),
                new PasswordLogin(() -> users, true),
                told);
        connector.start();
    }

    static ObjectName name(String text) {
        try {
            return new ObjectName(text);
        } catch (javax.management.MalformedObjectNameException e) {
            throw new AssertionError(e);
        }
    }

    static User user(String name, Role role, String path) {
        return new User(name, role, org.albatross.model.Path.parse(path), HASH);
    }

    /** Changes who may log in. */
    void change(UnaryOperator<Users> change) {
        users = change.apply(users);
    }

    MBeanServer server() {
        return server;
    }

    MBeans mbeans() {
        return mbeans;
    }

    Connector connector() {
        return connector;
    }

    int port() {
        return port;
    }

    /** Returns what was told of who came. */
    List<String> told() {
        return told.lines();
    }

    @SuppressWarnings("BanJNDI") // the address is that of the connector under test
    JMXConnector connect(Map<String, ?> environment) throws IOException {
        return JMXConnectorFactory.connect(
                new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi"), environment);
    }

    JMXConnector connect(Object credentials) throws IOException {
        return connect(Map.of(JMXConnector.CREDENTIALS, credentials));
    }

    JMXConnector connect(String user, String password) throws IOException {
        return connect(new String[] {user, password});
    }

    JMXConnector as(String user) throws IOException {
        return connect(user, PASSWORD);
    }

    Socket socket() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) LIMIT.toMillis());
        return socket;
    }

    @Override
    public void close() throws IOException {
        connector.stop();
        mbeans.close();
    }
}
