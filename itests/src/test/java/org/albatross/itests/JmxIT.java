package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.Test;

/** The platform's MBean, as a program sees it that attaches like JConsole and has no class of ours but by accident. */
class JmxIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    @SuppressWarnings("BanJNDI") // what is read was sent by the platform under test
    void tellsWhoAttachesWhatRunsAndWhatHappensAndDoesWhatItIsAsked() throws Exception {
        Path home = Tree.newHome();
        ObjectName supervisor = new ObjectName("org.albatross:type=Supervisor");
        try (Daemon daemon = Daemon.start(home)) {
            VirtualMachine attached = VirtualMachine.attach(Long.toString(daemon.pid()));
            try (JMXConnector connector =
                    JMXConnectorFactory.connect(new JMXServiceURL(attached.startLocalManagementAgent()))) {
                MBeanServerConnection platform = connector.getMBeanServerConnection();
                BlockingQueue<Notification> told = new LinkedBlockingQueue<>();
                platform.addNotificationListener(
                        supervisor, (notification, handback) -> told.add(notification), null, null);

                assertThat(((TabularData) platform.getAttribute(supervisor, "Unikernels")).size())
                        .isZero();
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
                                supervisor, "stop", new Object[] {"a:"}, new String[] {String.class.getName()}))
                        .isInstanceOf(String.class);
            } finally {
                attached.detach();
            }
        }
    }
}
