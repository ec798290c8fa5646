package org.albatross.jmx.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.rmi.server.RMIServerSocketFactory;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.NotificationBroadcasterSupport;
import javax.management.NotificationListener;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;
import org.albatross.model.Caller;
import org.albatross.model.EventRecord;
import org.albatross.model.Name;
import org.albatross.model.UnikernelEvent;
import org.albatross.session.Share;
import org.albatross.session.Spool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listeners behind a connector, as JConsole has them: in another process, here in this one. */
class RemoteListenerTest {
    private static final int ROUNDS = 25;

    /** More than the connector keeps for all clients together, in all rounds. */
    private static final int EVENTS = 100;

    private static final long LIMIT_SECONDS = 60;

    private static final RMIServerSocketFactory LOOPBACK =
            port -> new ServerSocket(port, 0, InetAddress.getLoopbackAddress());

    private static void listen(JMXConnector client, NotificationListener listener) throws Exception {
        client.getMBeanServerConnection().addNotificationListener(Names.SUPERVISOR, listener, null, null);
    }

    @Test
    @SuppressWarnings("BanJNDI") // what is read was sent by this test
    void tellsAllToOneClientThoughAnotherNeverReads(@TempDir Path folder) throws Exception {
        MBeanServer server = MBeanServerFactory.newMBeanServer();
        NotificationBroadcasterSupport listeners = new NotificationBroadcasterSupport();
        Commands commands = new Commands();
        Inventory inventory = new Inventory(commands, System::nanoTime);
        Spool spool = new Spool(folder, new Share(1, 1));
        StagedImages staged = new StagedImages(spool, System::nanoTime);
        Platform platform =
                new Platform(listeners, commands, inventory, new Creation(commands, inventory, spool, staged));
        server.registerMBean(new DescribedMBean(platform, SupervisorMXBean.class, listeners), Names.SUPERVISOR);
        JMXConnectorServer connectors = JMXConnectorServerFactory.newJMXConnectorServer(
                new JMXServiceURL("rmi", "127.0.0.1", 0),
                Map.of(RMIConnectorServer.RMI_SERVER_SOCKET_FACTORY_ATTRIBUTE, LOOPBACK),
                server);
        connectors.start();
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        try (JMXConnector idle = JMXConnectorFactory.connect(connectors.getAddress());
                JMXConnector reading = JMXConnectorFactory.connect(connectors.getAddress())) {
            BlockingQueue<Long> numbers = new LinkedBlockingQueue<>();
            listen(idle, (notification, handback) -> {
                stuck.countDown();
                awaitQuietly(end);
            });
            listen(reading, (notification, handback) -> numbers.add(notification.getSequenceNumber()));
            for (long round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < EVENTS; i++) {
                    platform.accept(EventRows.of(round * EVENTS + i + 1, event()));
                }
                for (long number = 1; number <= EVENTS; number++) {
                    assertThat(numbers.poll(LIMIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(round * EVENTS + number);
                }
            }
            assertThat(stuck.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(platform.getLastEvent()).isEqualTo((long) ROUNDS * EVENTS);
            end.countDown();
        } finally {
            end.countDown();
            connectors.stop();
        }
    }

    private static void awaitQuietly(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static EventRecord event() {
        return new EventRecord(
                Instant.EPOCH, new Caller.Platform(), Name.parse("a:web"), new UnikernelEvent.Waiting("a bridge"));
    }
}
