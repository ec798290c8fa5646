package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.albatross.fixture.Image;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** JMX clients and scrapes of a platform in two processes: they come to the one without rights. */
@SuppressWarnings("BanJNDI") // what is read was sent by the platform under test
class EdgeManagementIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PASSWORD = "correct horse battery";
    private static final String TEXT = String.class.getName();

    /** Of the tests where they may change users, and of a platform that they start. */
    private static final long OWN_UID = 2_000_000_000L;

    private Path home;
    private RemoteConfiguration remote;
    private Client client;
    private int jmx;
    private int prometheus;

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @BeforeEach
    void configureTheEdge() throws Exception {
        home = Tree.newHome();
        remote = RemoteConfiguration.in(TwoProcesses.edgeHome(home));
        client = new Client(home);
        jmx = freePort();
        prometheus = freePort();
        Path etc = remote.etc();
        Files.writeString(etc.resolve("org.albatross.jmx.cfg"), "port = " + jmx + "\n");
        Files.writeString(etc.resolve("org.albatross.prometheus.cfg"), "listen = 127.0.0.1:" + prometheus + "\n");
        Path password = Files.writeString(home.resolve("password"), PASSWORD + "\n");
        client.require(
                "user",
                "add",
                "oper",
                "--role=operator",
                "--path=a",
                "--password-file=" + password,
                "--etc-dir=" + etc);
    }

    private JMXConnector connect() throws IOException {
        return JMXConnectorFactory.connect(
                new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + jmx + "/jmxrmi"),
                Map.of(JMXConnector.CREDENTIALS, new String[] {"oper", PASSWORD}));
    }

    private static Object destroy(MBeanServerConnection platform, String device) throws Exception {
        return platform.invoke(supervisor(), "destroyBlockDevice", new Object[] {device}, new String[] {TEXT});
    }

    private static ObjectName supervisor() throws Exception {
        return new ObjectName("org.albatross:type=Supervisor");
    }

    private HttpResponse<String> scrape() throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + prometheus + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void servesJmxClientsWithinTheGreatestRoleOfTheEdge() throws Exception {
        try (TwoProcesses both = TwoProcesses.start(home, remote, "viewer")) {
            Await.until(SOON, () -> assertThat(both.edge().log()).contains("JMX clients are served on"));
            client.require("create-block", "a:data", "1");
            client.require("create-block", "b:data", "1");
            try (JMXConnector operator = connect()) {
                MBeanServerConnection platform = operator.getMBeanServerConnection();
                assertThat(platform.getAttribute(supervisor(), "Version"))
                        .asString()
                        .startsWith("0.");
                Await.until(SOON, () -> assertThat(
                                ((TabularData) platform.getAttribute(supervisor(), "BlockDevices")).keySet())
                        .hasToString("[[a:data]]"));
                ObjectName device = new ObjectName("org.albatross:type=BlockDevice,path=\"a\",name=data");
                Await.until(
                        SOON, () -> assertThat(platform.isRegistered(device)).isTrue());
                assertThatThrownBy(() -> destroy(platform, "a:data"))
                        .hasStackTraceContaining("JMX at the edge oper is viewer of a:");
                BlockingQueue<Notification> told = new LinkedBlockingQueue<>();
                platform.addNotificationListener(
                        supervisor(), (notification, handback) -> told.add(notification), null, null);

                both.allow(home, "operator");
                Await.until(SOON, () -> assertThat(catchThrowable(() -> destroy(platform, "a:data")))
                        .isNull());

                assertThatThrownBy(() -> destroy(platform, "b:data"))
                        .hasStackTraceContaining("not allowed for b:data: it needs operator of b: or above");
                Notification removed = told.poll(60, TimeUnit.SECONDS);
                while (removed != null && !removed.getType().equals("org.albatross.block_removed")) {
                    removed = told.poll(60, TimeUnit.SECONDS);
                }
                assertThat(removed).isNotNull();
                assertThat(removed.getUserData()).isEqualTo("a:data");
                assertThat(removed.getMessage()).contains("by JMX at the edge oper");
            }
            assertThat(client.require("log", "--count", "1000"))
                    .contains(
                            "logged in a: by JMX at the edge oper",
                            "refused a:data",
                            "block removed a:data by JMX at the edge oper");
        }
    }

    @Test
    void isScrapedAtTheEdgeWhileTheHostListensNowhere() throws Exception {
        try (TwoProcesses both = TwoProcesses.start(home, remote, "viewer")) {
            client.require("create-block", "a:data", "1");
            Await.until(SOON, () -> assertThat(both.edge().log()).contains("/metrics is there"));
            Await.until(SOON, () -> assertThat(scrape().body())
                    .contains("albatross_domain_block_unattached_bytes{path=\"a:\"} 1048576.0")
                    .contains("albatross_platform_dispatch_commands_total"));
            Await.until(SOON, () -> assertThat(both.edge().log()).contains("JMX clients are served on"));
            if (ProcessStatus.mayChangeUsers()) {
                assertThat(both.listening(both.edgeUid())).isEqualTo(3);
                assertThat(both.listening(OWN_UID)).isZero();
            }
            both.allow(home, "none");
            Await.until(SOON, () -> {
                HttpResponse<String> refused = scrape();
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.body()).contains("the host lets its edge manage nothing");
            });
            try (JMXConnector operator = connect()) {
                assertThatThrownBy(() -> operator.getMBeanServerConnection().getAttribute(supervisor(), "Version"))
                        .hasStackTraceContaining("the host lets its edge manage nothing: to let it, set role");
            }
        }
    }

    /** Of the edge, whose state is for its own user where it has one. */
    private static void assertEmpty(Path spool) {
        if (Files.isExecutable(spool.getParent())) {
            assertThat(spool).isEmptyDirectory();
        }
    }

    @Test
    void createsOnTheHostFromAnImageThatIsHandedOverAtTheEdgeAndFromOneInUse() throws Exception {
        TenderKind tender = TenderKind.best();
        Path image = home.resolve("ticks");
        Image.ticks(Duration.ofMillis(20)).target(tender.target()).write(image);
        Path spool = TwoProcesses.edgeHome(home).resolve("state/spool-jmx");
        try (TwoProcesses both = TwoProcesses.start(home, remote, "viewer")) {
            if (tender == TenderKind.STUB) {
                Files.createSymbolicLink(home.resolve("state").resolve(tender.program()), tender.file());
            }
            Await.until(SOON, () -> assertThat(both.edge().log()).contains("JMX clients are served on"));
            try (JMXConnector operator = connect()) {
                MBeanServerConnection platform = operator.getMBeanServerConnection();
                String refused = JmxImages.stage(platform, image);
                assertThatThrownBy(() -> JmxImages.create(platform, "a:one", refused))
                        .hasStackTraceContaining("JMX at the edge oper is viewer of a:");
                assertEmpty(spool);

                both.allow(home, "operator");
                Await.until(SOON, () -> assertThat(catchThrowable(() -> destroy(platform, "a:none")))
                        .hasStackTraceContaining("not found"));
                String digest = JmxImages.stage(platform, image);
                assertThat(JmxImages.create(platform, "a:one", digest)).contains("created unikernel");
                ObjectName one = new ObjectName("org.albatross:type=Unikernel,path=\"a\",name=one");
                Await.until(SOON, () -> {
                    assertThat(platform.isRegistered(one)).isTrue();
                    assertThat(platform.getAttribute(one, "State")).isEqualTo("running");
                });
                assertThat(platform.getAttribute(one, "Image")).isEqualTo(digest);
                Await.until(SOON, () -> assertThat(
                                (String[]) platform.invoke(one, "listConsole", new Object[] {3}, new String[] {"int"}))
                        .hasSize(3));
                assertThat(JmxImages.create(platform, "a:two", digest)).contains("created unikernel");
                assertThat(client.require("info", "a:two")).contains(digest.substring(0, 8));

                String elsewhere = JmxImages.stage(platform, image);
                assertThatThrownBy(() -> JmxImages.create(platform, "b:one", elsewhere))
                        .hasStackTraceContaining("not allowed for b:one: it needs operator of b: or above");
                String rubbish = JmxImages.stage(platform, JmxImages.sparse(home.resolve("rubbish"), 3 << 20));
                assertThatThrownBy(() -> JmxImages.create(platform, "a:three", rubbish))
                        .hasStackTraceContaining("not an ELF file");
                assertEmpty(spool);
                assertEmpty(spool.resolveSibling("spool-remote"));
                assertThat(client.require("log", "--count", "1000"))
                        .contains(
                                "created a:one (image " + digest + ") by JMX at the edge oper",
                                "created a:two (image " + digest + ") by JMX at the edge oper");
            }
            for (String name : List.of("a:one", "a:two")) {
                client.require("destroy", name);
            }
        } finally {
            Processes.naming(home.toString()).forEach(ProcessHandle::destroyForcibly);
        }
    }
}
