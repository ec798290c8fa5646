package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.Test;

/** The port for JMX clients of a platform, with the users that {@code albatross user} makes. */
@SuppressWarnings("BanJNDI") // what is read was sent by the platform under test
class JmxConnectorIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PASSWORD = "correct horse battery";
    private static final String TEXT = String.class.getName();

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static JMXConnector connect(int port, String user) throws IOException {
        return JMXConnectorFactory.connect(
                new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi"),
                Map.of(JMXConnector.CREDENTIALS, new String[] {user, PASSWORD}));
    }

    @Test
    void servesUsersByTheirRolesWhileItsFileIsThere() throws Exception {
        Path home = Tree.newHome();
        Path etc = Files.createDirectory(home.resolve("etc"));
        Files.copy(Tree.file("etc/logback.xml"), etc.resolve("logback.xml"));
        Path password = Files.writeString(home.resolve("password"), PASSWORD + "\n");
        Client client = new Client(home);
        for (String role : List.of("viewer", "operator")) {
            client.require(
                    "user",
                    "add",
                    role.substring(0, 4),
                    "--role=" + role,
                    "--path=a",
                    "--password-file=" + password,
                    "--etc-dir=" + etc);
        }
        int port = freePort();
        try (Daemon daemon = Daemon.start(home, "--etc-dir", etc.toString())) {
            assertThatThrownBy(() -> connect(port, "oper")).isInstanceOf(IOException.class);
            Path file = Files.writeString(etc.resolve("org.albatross.jmx.cfg"), "port = " + port + "\n");
            Await.until(SOON, () -> assertThat(daemon.log()).contains("JMX clients are served on"));
            client.require("create-block", "a:data", "1");
            client.require("create-block", "b:data", "1");

            try (JMXConnector viewer = connect(port, "view");
                    JMXConnector operator = connect(port, "oper")) {
                ObjectName supervisor = new ObjectName("org.albatross:type=Supervisor");
                for (JMXConnector each : List.of(viewer, operator)) {
                    MBeanServerConnection platform = each.getMBeanServerConnection();
                    Await.until(SOON, () -> assertThat(
                                    ((TabularData) platform.getAttribute(supervisor, "BlockDevices")).keySet())
                            .hasToString("[[a:data]]"));
                    assertThatThrownBy(() -> destroy(platform, supervisor, "b:data"))
                            .hasStackTraceContaining("not allowed for b:data: it needs operator of b: or above");
                }
                assertThatThrownBy(() -> destroy(viewer.getMBeanServerConnection(), supervisor, "a:data"))
                        .hasStackTraceContaining("JMX view is viewer of a:");
                assertThatThrownBy(() -> viewer.getMBeanServerConnection()
                                .invoke(supervisor, "stageText", new Object[] {"x", 0L, "AAAA"}, new String[] {
                                    TEXT, "long", TEXT
                                }))
                        .hasStackTraceContaining("it needs operator of a: or above");
                destroy(operator.getMBeanServerConnection(), supervisor, "a:data");
                assertThat(client.require("log", "--count", "30"))
                        .contains("logged in a: by JMX view", "refused a:data", "block removed a:data by JMX oper");
                assertThatThrownBy(() -> connect(port, "nobody")).isInstanceOf(SecurityException.class);
                Await.until(SOON, () -> assertThat(client.require("log", "--count", "30"))
                        .contains("login refused"));

                client.require("user", "remove", "view", "--etc-dir", etc.toString());
                Await.until(SOON, () -> assertThatThrownBy(
                                () -> viewer.getMBeanServerConnection().getMBeanCount())
                        .isInstanceOfAny(IOException.class, SecurityException.class));
            }
            Path closed = Files.createFile(home.resolve("closed"), PosixFilePermissions.asFileAttribute(Set.of()));
            Files.move(closed, etc.resolve("users"), StandardCopyOption.REPLACE_EXISTING);
            Await.until(SOON, () -> assertThat(daemon.log())
                    .contains("JMX clients are let in as before: " + etc
                            + "/users: permission denied; the platform's group"));
            Files.delete(file);
            Await.until(
                    SOON, () -> assertThatThrownBy(() -> connect(port, "oper")).isInstanceOf(IOException.class));
        }
    }

    /** With a lease that is shorter than a minute; nothing else that ends such a connection would do it in the time of this test. */
    @Test
    void givesBackTheConnectionOfAClientThatHasVanished() throws Exception {
        Path home = Tree.newHome();
        Path etc = Files.createDirectory(home.resolve("etc"));
        Files.copy(Tree.file("etc/logback.xml"), etc.resolve("logback.xml"));
        Path password = Files.writeString(home.resolve("password"), PASSWORD + "\n");
        Client client = new Client(home);
        client.require("user", "add", "root", "--role=admin", "--password-file=" + password, "--etc-dir=" + etc);
        int port = freePort();
        Files.writeString(etc.resolve("org.albatross.jmx.cfg"), "port = " + port + "\n");
        Map<String, String> lease = Map.of("JDK_JAVA_OPTIONS", "-Djava.rmi.dgc.leaseValue=8000");
        try (Daemon daemon = Daemon.start(home, lease, "--etc-dir", etc.toString())) {
            Await.until(SOON, () -> assertThat(health(client)).contains("0 JMX clients are connected"));
            try (JMXConnector staying = connect(port, "root")) {
                Process vanishing = vanishing(port);
                Await.until(SOON, () -> assertThat(health(client)).contains("2 JMX clients are connected"));
                vanishing.destroyForcibly().onExit().join();
                Await.until(SOON, () -> assertThat(health(client)).contains("1 JMX clients are connected"));
                assertThat(staying.getMBeanServerConnection().getMBeanCount()).isPositive();
                assertThat(daemon.pid()).isPositive();
            }
        }
    }

    private static String health(Client client) throws Exception {
        return client.run("health").out();
    }

    private static Process vanishing(int port) throws Exception {
        Path classes = Path.of(JmxClientProcess.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classes.toString(),
                        JmxClientProcess.class.getName(),
                        "service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi",
                        "root",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void destroy(MBeanServerConnection platform, ObjectName supervisor, String device) throws Exception {
        Object said = platform.invoke(supervisor, "destroyBlockDevice", new Object[] {device}, new String[] {TEXT});
        assertThat(said).isInstanceOf(String.class);
    }
}
