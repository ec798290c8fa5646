package org.albatross.jmx.internal.connector;

import static org.albatross.jmx.internal.connector.LoopbackConnector.LIMIT;
import static org.albatross.jmx.internal.connector.LoopbackConnector.SUPERVISOR;
import static org.albatross.jmx.internal.connector.LoopbackConnector.name;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.rmi.MarshalledObject;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.remote.JMXConnectionNotification;
import javax.management.remote.JMXConnector;
import javax.management.remote.NotificationResult;
import javax.management.remote.rmi.RMIConnection;
import javax.management.remote.rmi.RMIServer;
import org.albatross.model.Caller;
import org.albatross.model.EventRecord;
import org.albatross.model.Name;
import org.albatross.model.UnikernelEvent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which events clients are told. */
@SuppressWarnings("BanJNDI") // the address is that of the connector under test
class ConnectorNotificationsTest {
    private static final int ROUNDS = 30;
    private static final int EVENTS = 100;

    /** How many the JVM keeps for all clients together. */
    private static final int KEPT = 1000;

    @AutoClose
    private final LoopbackConnector site;

    ConnectorNotificationsTest(@TempDir Path folder) throws Exception {
        site = new LoopbackConnector(folder);
    }

    @Test
    void tellsEachOfWhatHappensAtItsPathAndNothingElse() throws Exception {
        try (JMXConnector viewer = site.as("view");
                JMXConnector admin = site.as("root")) {
            BlockingQueue<String> seen = listen(viewer);
            BlockingQueue<String> all = listen(admin);
            site.mbeans().tell(event("b:other"));
            site.mbeans().tell(event("a:web"));
            site.mbeans().tell(event(":data"));
            site.mbeans().tell(event("a:db"));
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
    void tellsAllToOneClientThoughAnotherFetchesNothingAnyMoreForWhomABoundedNumberIsKept() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch lost = new CountDownLatch(1);
        BlockingQueue<Long> late = new LinkedBlockingQueue<>();
        long last = (long) ROUNDS * EVENTS;
        try (JMXConnector deaf = site.as("root");
                JMXConnector reading = site.as("oper")) {
            deaf.addConnectionNotificationListener(
                    (notification, handback) -> {
                        if (notification.getType().equals(JMXConnectionNotification.NOTIFS_LOST)) {
                            lost.countDown();
                        }
                    },
                    null,
                    null);
            deaf.getMBeanServerConnection()
                    .addNotificationListener(
                            SUPERVISOR,
                            (notification, handback) -> {
                                awaitQuietly(end);
                                late.add(notification.getSequenceNumber());
                            },
                            null,
                            null);
            BlockingQueue<String> seen = listen(reading);
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < EVENTS; i++) {
                    site.mbeans().tell(event("a:web"));
                }
                for (int i = 0; i < EVENTS; i++) {
                    assertThat(take(seen)).isEqualTo("a:web");
                }
            }
            end.countDown();
            int taken = 1;
            for (Long number = late.poll(60, TimeUnit.SECONDS);
                    number != null && number != last;
                    number = late.poll(60, TimeUnit.SECONDS)) {
                taken++;
            }
            assertThat(lost.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(taken).isBetween(1, KEPT + 2 * EVENTS);
        } finally {
            end.countDown();
        }
    }

    @Test
    void answersWithABoundedNumberHoweverManyListenersAndEventsThereAre() throws Exception {
        int listeners = 100;
        Registry registry = LocateRegistry.getRegistry("127.0.0.1", site.port());
        RMIConnection client =
                ((RMIServer) registry.lookup("jmxrmi")).newClient(new String[] {"root", LoopbackConnector.PASSWORD});
        try {
            ObjectName[] names = new ObjectName[listeners];
            Arrays.fill(names, SUPERVISOR);
            Integer[] unused = client.addNotificationListeners(names, new MarshalledObject<?>[listeners], null);
            long first = client.fetchNotifications(-1, 0, 0).getNextSequenceNumber();
            for (int i = 0; i < EVENTS; i++) {
                site.mbeans().tell(event("a:web"));
            }
            int told = 0;
            while (told < listeners * EVENTS) {
                NotificationResult some = client.fetchNotifications(first, Integer.MAX_VALUE, LIMIT.toMillis());
                assertThat(some.getTargetedNotifications()).hasSizeBetween(1, KEPT);
                told += some.getTargetedNotifications().length;
                first = some.getNextSequenceNumber();
            }
            assertThat(told).isEqualTo(listeners * EVENTS);
        } finally {
            client.close();
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
}
