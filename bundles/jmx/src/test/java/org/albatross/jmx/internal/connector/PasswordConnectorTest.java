package org.albatross.jmx.internal.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.rmi.AccessException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServer;
import javax.management.MBeanServerConnection;
import javax.management.MBeanServerFactory;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.albatross.endpoint.PasswordHash;
import org.albatross.endpoint.User;
import org.albatross.endpoint.Users;
import org.albatross.jmx.internal.MBeans;
import org.albatross.model.Caller;
import org.albatross.model.EventRecord;
import org.albatross.model.Grant;
import org.albatross.model.Name;
import org.albatross.model.Role;
import org.albatross.model.UnikernelEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connector on loopback, as real clients see it. */
@SuppressWarnings("BanJNDI") // the address is that of the connector under test
class PasswordConnectorTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String PASSWORD = "correct horse battery";
    private static final ObjectName SUPERVISOR = name("org.albatross:type=Supervisor");
    private static final ObjectName WEB = name("org.albatross:type=Unikernel,path=\"a\",name=web");
    private static final ObjectName OTHERS = name("org.albatross:type=Unikernel,path=\"b\",name=other");
    private static final ObjectName RUNTIME = name("java.lang:type=Runtime");
    /** Of that password, made a thousand times only. */
    private static final PasswordHash HASH = PasswordHash.parse(
            "pbkdf2-sha256:1000:AAAAAAAAAAAAAAAAAAAAAA==:sa4Dwc2D3kp5Rj2MtkPcNAYsU6xMki21O7lW/UYmHhw=");

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final Told told = new Told();
    private volatile Users users = noUsers();
    private MBeans mbeans;
    private Connector connector;
    private int port;

    private static ObjectName name(String text) {
        try {
            return new ObjectName(text);
        } catch (javax.management.MalformedObjectNameException e) {
            throw new AssertionError(e);
        }
    }

    private static Users noUsers() {
        try {
            return Users.read(Path.of("/nonexistent/users"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static User user(String name, Role role, String path) {
        return new User(name, role, org.albatross.model.Path.parse(path), HASH);
    }

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        mbeans = new MBeans(server, folder.resolve("spool"));
        server.registerMBean(ManagementFactory.getRuntimeMXBean(), RUNTIME);
        server.registerMBean(ManagementFactory.getThreadMXBean(), name("java.lang:type=Threading"));
        users = users.with(user("view", Role.VIEWER, "a"))
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

    @AfterEach
    void stop() throws Exception {
        connector.stop();
        mbeans.close();
    }

    private JMXConnector connect(String user, String password) throws IOException {
        return connect(new String[] {user, password});
    }

    private JMXConnector connect(Object credentials) throws IOException {
        return JMXConnectorFactory.connect(
                new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi"),
                Map.of(JMXConnector.CREDENTIALS, credentials));
    }

    private JMXConnector as(String user) throws IOException {
        return connect(user, PASSWORD);
    }

    @Test
    void asksThePlatformInTheNameOfWhoHasLoggedIn() throws Exception {
        try (JMXConnector client = as("oper")) {
            MBeanServerConnection platform = client.getMBeanServerConnection();
            TabularData all = (TabularData) platform.getAttribute(SUPERVISOR, "Unikernels");
            assertThat(all.containsKey(new Object[] {"a:web"})).isTrue();
            assertThat(all.size()).isEqualTo(2);
            assertThat(platform.invoke(WEB, "stop", new Object[0], new String[0]))
                    .isEqualTo("done it");
        }
        Caller oper =
                new Caller.Person("JMX", "oper", new Grant(org.albatross.model.Path.parse("a"), Role.OPERATOR, true));
        assertThat(mbeans.fake().callers()).isNotEmpty().containsOnly(oper);
        assertThat(mbeans.fake().asked()).contains("lifecycle_status a:", "lifecycle_stop a:web");
        assertThat(told.lines()).containsExactly("in JMX oper");
    }

    @Test
    void showsAViewerWhatLiesAtOrBelowItsPath() throws Exception {
        try (JMXConnector client = as("view")) {
            MBeanServerConnection platform = client.getMBeanServerConnection();
            Set<String> seen = platform.queryNames(null, null).stream()
                    .map(ObjectName::toString)
                    .collect(Collectors.toSet());
            assertThat(seen)
                    .contains("org.albatross:type=Supervisor", WEB.toString(), RUNTIME.toString())
                    .doesNotContain(OTHERS.toString());
            assertThat(platform.getMBeanCount()).isEqualTo(seen.size());
            assertThat(platform.queryMBeans(name("org.albatross:*"), null)).hasSize((int) seen.stream()
                    .filter(each -> each.startsWith("org.albatross:"))
                    .count());
            assertThat(platform.getAttribute(WEB, "State")).isEqualTo("running");
            assertThat(platform.getAttribute(RUNTIME, "VmVendor")).isNotNull();
            assertThat(platform.isRegistered(OTHERS)).isFalse();
            assertThatThrownBy(() -> platform.getAttribute(OTHERS, "State"))
                    .isInstanceOf(InstanceNotFoundException.class);
            assertThatThrownBy(() -> platform.invoke(OTHERS, "stop", new Object[0], new String[0]))
                    .isInstanceOf(InstanceNotFoundException.class);
        }
    }

    @Test
    void refusesByNameWhatIsForAdmins() throws Exception {
        ObjectName heap = name("com.sun.management:type=HotSpotDiagnostic");
        ObjectName commands = name("com.sun.management:type=DiagnosticCommand");
        ObjectName flight = name("jdk.management.jfr:type=FlightRecorder");
        ObjectName loggers = name("java.util.logging:type=Logging");
        ObjectName health = name("org.apache.felix.healthcheck:type=HealthCheck,name=albatross-disk");
        for (String user : List.of("view", "oper", "host")) {
            try (JMXConnector client = as(user)) {
                MBeanServerConnection platform = client.getMBeanServerConnection();
                refuses(() -> platform.createMBean("javax.management.loading.MLet", name("x:type=y")), "createMBean");
                refuses(() -> platform.unregisterMBean(WEB), "unregisterMBean");
                refuses(() -> platform.setAttribute(WEB, new Attribute("State", "stopped")), "setAttribute");
                refuses(
                        () -> platform.setAttributes(RUNTIME, new AttributeList(List.of(new Attribute("Name", "x")))),
                        "setAttributes");
                refuses(
                        () -> platform.invoke(heap, "dumpHeap", new Object[] {"/tmp/x", true}, new String[] {
                            "java.lang.String", "boolean"
                        }),
                        "dumpHeap");
                for (ObjectName other : List.of(heap, commands, flight, loggers, health)) {
                    refuses(() -> platform.getAttribute(other, "x"), other.toString());
                    refuses(() -> platform.invoke(other, "x", new Object[0], new String[0]), other.toString());
                    assertThat(platform.isRegistered(other)).isFalse();
                }
                refuses(() -> platform.invoke(RUNTIME, "x", new Object[0], new String[0]), RUNTIME.toString());
                refuses(() -> platform.addNotificationListener(SUPERVISOR, WEB, null, null), "addNotificationListener");
            }
        }
        assertThat(told.lines()).anyMatch(line -> line.startsWith("refused JMX view not allowed: createMBean"));
        try (JMXConnector client = as("root")) {
            MBeanServerConnection platform = client.getMBeanServerConnection();
            platform.createMBean("javax.management.timer.Timer", name("x:type=y"));
            assertThat(server.isRegistered(name("x:type=y"))).isTrue();
            platform.unregisterMBean(name("x:type=y"));
            assertThat(platform.isRegistered(OTHERS)).isEqualTo(server.isRegistered(OTHERS));
        }
    }

    private static void refuses(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String what) {
        assertThatThrownBy(call)
                .isInstanceOf(SecurityException.class)
                .hasMessageStartingWith("not allowed: ")
                .hasMessageContaining(what);
    }

    @Test
    void doesWithoutWhatIsForAdminsAsVisualVmAsks() throws Exception {
        try (JMXConnector client = as("oper")) {
            MBeanServerConnection platform = client.getMBeanServerConnection();
            assertThatThrownBy(() -> ManagementFactory.newPlatformMXBeanProxy(
                            platform,
                            "com.sun.management:type=HotSpotDiagnostic",
                            com.sun.management.HotSpotDiagnosticMXBean.class))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> platform.getObjectInstance(OTHERS)).isInstanceOf(InstanceNotFoundException.class);
            assertThat(platform.isInstanceOf(WEB, "javax.management.DynamicMBean"))
                    .isTrue();
        }
    }

    @Test
    void letsViewersSeeThreadsButNotRunCode() throws Exception {
        try (JMXConnector client = as("view")) {
            Object found = client.getMBeanServerConnection()
                    .invoke(
                            name("java.lang:type=Threading"),
                            "getThreadInfo",
                            new Object[] {new long[] {1}, 10},
                            new String[] {"[J", "int"});
            assertThat(found).isNotNull();
        }
    }

    @Test
    void letsNoStrangerIn() throws Exception {
        for (Object credentials : List.of(
                new String[] {"nobody", PASSWORD},
                new String[] {"oper", "correct horse batterz"},
                new String[] {"oper", ""},
                new String[] {"oper"})) {
            assertThatThrownBy(() -> connect(credentials))
                    .isInstanceOf(SecurityException.class)
                    .hasMessageStartingWith("not logged in: ");
        }
        assertThatThrownBy(() -> JMXConnectorFactory.connect(
                        new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi")))
                .isInstanceOf(SecurityException.class);
        assertThat(told.lines()).hasSize(5).allMatch(line -> line.startsWith("not in from 127.0.0.1 "));
        assertThat(told.lines().get(1)).contains("oper: there is no such user, or the password is another one");
        assertThat(connector.clients()).isZero();
    }

    @Test
    void readsNothingLargeOrWithCodeOfSomebodyWhoIsNotKnown() {
        Map<String, String> bomb = new HashMap<>(Map.of("a", "b"));
        for (Object credentials :
                List.of(bomb, new HashSet<>(List.of("x")), new String[3], new byte[10], new Object[] {"a", "b"})) {
            assertThatThrownBy(() -> connect(credentials)).hasStackTraceContaining("filter status: REJECTED");
        }
        assertThat(told.lines()).isEmpty();
        // A text is read before a filter is asked; the bound of a request is that of texts.
        assertThatThrownBy(() -> connect("x".repeat(5000), "y")).isInstanceOf(SecurityException.class);
        assertThat(told.lines())
                .singleElement()
                .asString()
                .contains("there is no such user")
                .hasSizeLessThan(200);
    }

    @Test
    void readsNoClassButThoseThatMBeansTake() throws Exception {
        try (JMXConnector client = as("root")) {
            MBeanServerConnection platform = client.getMBeanServerConnection();
            for (Object strange : List.of(
                    new HashMap<>(Map.of("a", "b")), java.time.Instant.EPOCH, Locale.ROOT, new Object[] {Role.ADMIN})) {
                assertThatThrownBy(() -> platform.invoke(
                                SUPERVISOR, "stop", new Object[] {strange}, new String[] {"java.lang.String"}))
                        .hasStackTraceContaining("filter status: REJECTED");
            }
        }
    }

    @Test
    void endsAConnectionThatSendsTooMuchBeforeAnybodyIsKnown() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            OutputStream out = socket.getOutputStream();
            assertThatThrownBy(() -> {
                        out.write(new byte[] {'J', 'R', 'M', 'I', 0, 2, 'K'});
                        for (int i = 0; i < 10_000; i++) {
                            out.write(new byte[1024]);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        try (JMXConnector client = as("oper")) {
            assertThat(client.getMBeanServerConnection().isRegistered(WEB)).isTrue();
        }
    }

    @Test
    void refusesBombsAndLargeArraysOfWhoIsKnown() throws Exception {
        try (JMXConnector client = as("oper")) {
            MBeanServerConnection platform = client.getMBeanServerConnection();
            Set<Object> bomb = new HashSet<>();
            Set<Object> first = bomb;
            Set<Object> second = new HashSet<>();
            for (int i = 0; i < 100; i++) {
                Set<Object> one = new HashSet<>(List.of("foo"));
                Set<Object> other = new HashSet<>();
                first.add(one);
                first.add(other);
                second.add(one);
                second.add(other);
                first = one;
                second = other;
            }
            for (Object argument : List.of(
                    bomb, new long[5000], new String[5000], new byte[2 << 20], new Object[][] {new Object[5000]})) {
                assertThatThrownBy(() -> platform.invoke(
                                SUPERVISOR, "stop", new Object[] {argument}, new String[] {"java.lang.String"}))
                        .isInstanceOf(IOException.class);
            }
            assertThat(mbeans.fake().asked()).doesNotContain("lifecycle_stop a:web");
        }
        // A client whose request was too large may find its connection closed once more.
        try (JMXConnector client = as("oper")) {
            MBeanServerConnection platform = client.getMBeanServerConnection();
            byte[] piece = new byte[1 << 20];
            assertThat(platform.invoke(SUPERVISOR, "stage", new Object[] {"x", 0L, piece}, new String[] {
                        "java.lang.String", "long", "[B"
                    }))
                    .asString()
                    .startsWith("1048576 ");
        }
    }

    @Test
    void tellsEachOfWhatHappensAtItsPathAndNothingElse() throws Exception {
        try (JMXConnector viewer = as("view");
                JMXConnector admin = as("root")) {
            BlockingQueue<String> seen = listen(viewer);
            BlockingQueue<String> all = listen(admin);
            mbeans.tell(event("b:other"));
            mbeans.tell(event("a:web"));
            mbeans.tell(event(":data"));
            mbeans.tell(event("a:db"));
            assertThat(take(seen)).isEqualTo("a:web");
            assertThat(take(seen)).isEqualTo("a:db");
            for (String each : List.of("b:other", "a:web", ":data", "a:db")) {
                assertThat(take(all)).isEqualTo(each);
            }
            assertThat(seen).isEmpty();
            MBeanServerConnection platform = viewer.getMBeanServerConnection();
            assertThat(platform.getAttribute(SUPERVISOR, "LastEvent")).isEqualTo(4L);
            assertThat((Object[])
                            platform.invoke(SUPERVISOR, "listEventsSince", new Object[] {0L}, new String[] {"long"}))
                    .hasSize(2);
        }
    }

    @Test
    void knowsNothingOfObjectsWithOddNames() throws Exception {
        for (String user : List.of("view", "oper", "root")) {
            try (JMXConnector client = as(user)) {
                MBeanServerConnection platform = client.getMBeanServerConnection();
                for (String odd : List.of(
                        "path=" + ObjectName.quote("a\"b") + ",name=web",
                        "path=" + ObjectName.quote("a:b:c") + ",name=" + ObjectName.quote("x:y"),
                        "path=" + ObjectName.quote("x".repeat(200)) + ",name=web",
                        "path=" + ObjectName.quote("a") + ",name=" + "w".repeat(200),
                        "path=" + ObjectName.quote("a\nb") + ",name=web",
                        "path=a,name=web",
                        "path=" + ObjectName.quote("..") + ",name=" + ObjectName.quote("../../x"),
                        "name=web")) {
                    ObjectName name = name("org.albatross:type=Unikernel," + odd);
                    assertThat(platform.isRegistered(name)).isFalse();
                    assertThatThrownBy(() -> platform.getAttribute(name, "State"))
                            .isInstanceOf(InstanceNotFoundException.class);
                    assertThatThrownBy(() -> platform.invoke(name, "stop", new Object[0], new String[0]))
                            .isInstanceOf(InstanceNotFoundException.class);
                }
            }
        }
        assertThat(mbeans.fake().asked()).doesNotContain("lifecycle_stop a:web");
    }

    @Test
    void setsNoAttributeThoughAnAdminAsks() throws Exception {
        try (JMXConnector client = as("root")) {
            MBeanServerConnection platform = client.getMBeanServerConnection();
            assertThatThrownBy(() -> platform.setAttribute(WEB, new Attribute("State", "stopped")))
                    .isInstanceOf(AttributeNotFoundException.class);
            assertThat(platform.setAttributes(
                            WEB,
                            new AttributeList(
                                    List.of(new Attribute("State", "x"), new Attribute("None", new int[4096])))))
                    .isEmpty();
            assertThat(platform.getAttribute(WEB, "State")).isEqualTo("running");
        }
    }

    @Test
    void remembersNoLongNamesOfJvmsThatSayToBeThere() throws Exception {
        assertThat(answer(DirtyCall.of(8))).doesNotContain("REJECTED");
        assertThat(answer(DirtyCall.of(10_000))).contains("filter status: REJECTED");
        try (JMXConnector client = as("oper")) {
            assertThat(client.getMBeanServerConnection().isRegistered(WEB)).isTrue();
        }
    }

    private String answer(byte[] call) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.getOutputStream().write(call);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void tellsAllToOneClientThoughAnotherFetchesNothingAnyMore() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (JMXConnector deaf = as("root");
                JMXConnector reading = as("oper")) {
            deaf.getMBeanServerConnection()
                    .addNotificationListener(SUPERVISOR, (told, handback) -> awaitQuietly(end), null, null);
            BlockingQueue<String> seen = listen(reading);
            for (int round = 0; round < 30; round++) {
                for (int i = 0; i < 100; i++) {
                    mbeans.tell(event("a:web"));
                }
                for (int i = 0; i < 100; i++) {
                    assertThat(take(seen)).isEqualTo("a:web");
                }
            }
        } finally {
            end.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static BlockingQueue<String> listen(JMXConnector client) throws Exception {
        BlockingQueue<String> names = new LinkedBlockingQueue<>();
        client.getMBeanServerConnection()
                .addNotificationListener(
                        SUPERVISOR, (told, handback) -> names.add(String.valueOf(userData(told))), null, null);
        return names;
    }

    private static Object userData(Notification notification) {
        return notification.getUserData();
    }

    private static String take(BlockingQueue<String> names) throws InterruptedException {
        return String.valueOf(names.poll(LIMIT.toSeconds(), TimeUnit.SECONDS));
    }

    private static EventRecord event(String name) {
        return new EventRecord(
                Instant.EPOCH, new Caller.Platform(), Name.parse(name), new UnikernelEvent.Waiting("a bridge"));
    }

    @Test
    void shutsOutAUserWhoIsRemovedOrGetsAnotherRole() throws Exception {
        try (JMXConnector viewer = as("view");
                JMXConnector operator = as("oper")) {
            MBeanServerConnection platform = viewer.getMBeanServerConnection();
            assertThat(platform.isRegistered(WEB)).isTrue();
            users = users.without("view").with(user("oper", Role.VIEWER, "a"));
            for (JMXConnector client : List.of(viewer, operator)) {
                MBeanServerConnection connection = client.getMBeanServerConnection();
                assertThatThrownBy(() -> connection.isRegistered(WEB))
                        .isInstanceOf(SecurityException.class)
                        .hasMessageContaining("removed or changed meanwhile");
            }
            connector.expire();
            assertThat(connector.clients()).isZero();
        }
    }

    @Test
    void servesFiftyClientsAndNotEndlesslyMany() throws Exception {
        List<JMXConnector> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                JMXConnector client = as("view");
                clients.add(client);
                assertThat(client.getMBeanServerConnection().getAttribute(WEB, "State"))
                        .isEqualTo("running");
            }
            assertThat(connector.clients()).isEqualTo(50);
            assertThatThrownBy(() -> {
                        while (clients.size() <= Sessions.OF_ONE) {
                            clients.add(as("view"));
                        }
                    })
                    .isInstanceOf(SecurityException.class)
                    .hasMessageContaining("64 of JMX view");
            try (JMXConnector other = as("oper")) {
                assertThat(other.getMBeanServerConnection().getAttribute(WEB, "State"))
                        .isEqualTo("running");
            }
        } finally {
            for (JMXConnector client : clients) {
                client.close();
            }
        }
    }

    @Test
    void keepsStrangersThatOnlyConnectFromKeepingOthersOut() throws Exception {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * ServerSockets.STRANGERS; i++) {
                idle.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            try (JMXConnector client = as("oper")) {
                assertThat(client.getMBeanServerConnection().isRegistered(WEB)).isTrue();
            }
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void letsNobodyBindANameInTheRegistry() throws Exception {
        Registry registry = LocateRegistry.getRegistry("127.0.0.1", port);
        assertThat(registry.list()).containsExactly("jmxrmi");
        assertThatThrownBy(() -> registry.rebind("jmxrmi", registry.lookup("jmxrmi")))
                .isInstanceOfAny(AccessException.class, java.rmi.ServerException.class)
                .hasStackTraceContaining("disallowed");
        assertThatThrownBy(() -> registry.unbind("jmxrmi")).hasStackTraceContaining("disallowed");
    }

    @Test
    void listensOnLoopbackAloneAndClosesItsPort() throws Exception {
        connector.stop();
        // The thread that accepts closes it, a moment later.
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!isFree() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(isFree()).isTrue();
    }

    private boolean isFree() throws IOException {
        try (ServerSocket again = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return again.isBound();
        } catch (BindException e) {
            return false;
        }
    }
}
