package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.tools.attach.VirtualMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServerConnection;
import javax.management.MalformedObjectNameException;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.albatross.fixture.Image;
import org.junit.jupiter.api.Test;

/** The platform's MBean, as a program sees it that attaches like JConsole and has no class of ours but by accident. */
class JmxIT {
    private static final ObjectName SUPERVISOR = supervisor();
    /** Several times the heap of the platform. */
    private static final long LARGE = 600L << 20;

    private static final String TOO_LARGE =
            "the image has 629145600 bytes or more, at most 536870912 are allowed (uncompressed)";
    private static final String REFUSED = "not an ELF file";
    private static final Duration SOON = Duration.ofSeconds(30);

    private static ObjectName supervisor() {
        try {
            return new ObjectName("org.albatross:type=Supervisor");
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    @SuppressWarnings("BanJNDI") // what is read was sent by the platform under test
    void tellsWhoAttachesWhatRunsAndWhatHappensAndDoesWhatItIsAsked() throws Exception {
        Path home = Tree.newHome();
        try (Daemon daemon = Daemon.start(home)) {
            VirtualMachine attached = VirtualMachine.attach(Long.toString(daemon.pid()));
            try (JMXConnector connector =
                    JMXConnectorFactory.connect(new JMXServiceURL(attached.startLocalManagementAgent()))) {
                MBeanServerConnection platform = connector.getMBeanServerConnection();
                BlockingQueue<Notification> told = new LinkedBlockingQueue<>();
                platform.addNotificationListener(
                        SUPERVISOR, (notification, handback) -> told.add(notification), null, null);

                assertThat(((TabularData) platform.getAttribute(SUPERVISOR, "Unikernels")).size())
                        .isZero();
                assertThat(platform.queryNames(new ObjectName("org.albatross.metrics:*"), null))
                        .isNotEmpty();
                new Client(home).require("create-block", "data", "1");
                Notification first = told.poll(60, TimeUnit.SECONDS);
                assertThat(first).isNotNull();
                assertThat(first.getUserData()).isEqualTo(":data");
                ObjectName device = new ObjectName("org.albatross:type=BlockDevice,path=\":\",name=data");
                Await.until(
                        SOON, () -> assertThat(platform.isRegistered(device)).isTrue());
                assertThat(platform.getAttribute(device, "SizeMb")).isEqualTo(1L);
                assertThat(platform.invoke(device, "destroy", new Object[0], new String[0]))
                        .isInstanceOf(String.class);
                Await.until(
                        SOON, () -> assertThat(platform.isRegistered(device)).isFalse());
                assertThat(platform.invoke(
                                new ObjectName("org.albatross:type=EventLog"),
                                "listLatest",
                                new Object[] {2},
                                new String[] {"int"}))
                        .isInstanceOfSatisfying(CompositeData[].class, events -> assertThat(events)
                                .extracting(event -> event.get("kind"))
                                .contains("block_removed"));
                assertThat(platform.invoke(
                                SUPERVISOR, "stop", new Object[] {"a:"}, new String[] {String.class.getName()}))
                        .isInstanceOf(String.class);
            } finally {
                attached.detach();
            }
        }
    }

    @Test
    @SuppressWarnings("BanJNDI") // what is read was sent by the platform under test
    void createsFromAnImageThatIsHandedOverAndFromOneInUse() throws Exception {
        Path home = Tree.newHome();
        TenderKind tender = TenderKind.best();
        if (tender == TenderKind.STUB) {
            Files.createSymbolicLink(
                    Files.createDirectories(home.resolve("state")).resolve(tender.program()), tender.file());
        }
        Path file = home.resolve("ticks");
        Image.ticks(Duration.ofMillis(20)).target(tender.target()).write(file);
        try (Daemon daemon = Daemon.start(home)) {
            VirtualMachine attached = VirtualMachine.attach(Long.toString(daemon.pid()));
            try (JMXConnector connector =
                    JMXConnectorFactory.connect(new JMXServiceURL(attached.startLocalManagementAgent()))) {
                MBeanServerConnection platform = connector.getMBeanServerConnection();
                assertThat(JmxImages.create(platform, "u:one", JmxImages.stage(platform, file)))
                        .isNotEmpty();
                ObjectName one = new ObjectName("org.albatross:type=Unikernel,path=\"u\",name=one");
                Await.until(SOON, () -> assertThat(platform.isRegistered(one)).isTrue());
                Await.until(SOON, () -> assertThat(platform.getAttribute(one, "State"))
                        .isEqualTo("running"));
                Await.until(SOON, () -> assertThat(
                                (String[]) platform.invoke(one, "listConsole", new Object[] {3}, new String[] {"int"}))
                        .hasSize(3));
                String digest = platform.getAttribute(one, "Image").toString();
                assertThat(JmxImages.create(platform, "u:two", digest)).isNotEmpty();

                String rubbish = JmxImages.stage(platform, JmxImages.sparse(home.resolve("rubbish"), 3 << 20));
                assertThatThrownBy(() -> JmxImages.create(platform, "u:three", rubbish))
                        .hasRootCauseMessage(REFUSED);
                String large = JmxImages.stage(platform, JmxImages.sparse(home.resolve("large"), LARGE));
                assertThatThrownBy(() -> JmxImages.create(platform, "u:three", large))
                        .hasRootCauseMessage(TOO_LARGE);
                assertThat(home.resolve("state/spool-jmx")).isEmptyDirectory();
                assertThat(platform.getAttribute(one, "State")).isEqualTo("running");
                for (String name : List.of("u:one", "u:two")) {
                    new Client(home).require("destroy", name);
                }
                Await.until(SOON, () -> assertThat(platform.isRegistered(one)).isFalse());
            } finally {
                attached.detach();
            }
        } finally {
            Processes.naming(home.toString()).forEach(ProcessHandle::destroyForcibly);
        }
    }
}
