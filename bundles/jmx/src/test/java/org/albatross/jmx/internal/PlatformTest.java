package org.albatross.jmx.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.Attribute;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.albatross.model.Caller;
import org.albatross.model.EventRecord;
import org.albatross.model.Name;
import org.albatross.model.UnikernelEvent;
import org.albatross.session.Share;
import org.albatross.session.Spool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The MBean as a client sees it, by way of a server: nothing but open types. */
class PlatformTest {
    private final AtomicLong now = new AtomicLong();
    private final NotificationBroadcasterSupport listeners = new NotificationBroadcasterSupport();
    private final Commands commands = new Commands();
    private final Inventory inventory = new Inventory(commands, now::get);
    private Platform platform;
    private Path spool;
    private StagedImages staged;
    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final FakePlatform fake = new FakePlatform();
    private final List<String> asked = fake.asked();

    @BeforeEach
    void register(@TempDir Path folder) throws Exception {
        spool = folder.resolve("spool");
        Spool kept = new Spool(spool, new Share(4 << 20, 3 << 20));
        staged = new StagedImages(kept, now::get);
        platform = new Platform(listeners, commands, inventory, new Creation(commands, inventory, kept, staged));
        server.registerMBean(new DescribedMBean(platform, SupervisorMXBean.class, listeners), Names.SUPERVISOR);
        commands.gate().open(fake);
    }

    private Object get(String attribute) throws Exception {
        return server.getAttribute(Names.SUPERVISOR, attribute);
    }

    private Object call(String operation, String name) throws Exception {
        return server.invoke(Names.SUPERVISOR, operation, new Object[] {name}, new String[] {String.class.getName()});
    }

    @Test
    void tellsAllUnikernelsAsOneTable() throws Exception {
        TabularData table = (TabularData) get("Unikernels");

        assertThat(table.size()).isEqualTo(2);
        CompositeData web = (CompositeData) table.get(new Object[] {"a:web"}).get("value");
        assertThat(web.get("state")).isEqualTo("running");
        assertThat(web.get("memoryMb")).isEqualTo(32L);
        assertThat(web.get("cpus")).isEqualTo(new Long[] {1L, 3L});
        assertThat(web.get("image"))
                .isEqualTo(FakePlatform.digest(new byte[] {1, 2, 3}).toString());
        assertThat(web.get("restarts")).isEqualTo(2L);
        assertThat(web.get("since")).isEqualTo("1970-01-01T00:00:00Z");
        CompositeData db = (CompositeData) table.get(new Object[] {"a:db"}).get("value");
        assertThat(db.get("state")).isEqualTo("waiting");
        assertThat(db.get("memoryMb")).isEqualTo(0L);
        assertThat(get("Running")).isEqualTo(1);
        assertThat(get("Version")).isEqualTo("1.2.3");
        assertThat(get("Features")).isEqualTo(new String[] {"isolation=shared"});
        assertThat(table.toString()).doesNotContain("secret");
    }

    @Test
    void asksForAttributesOnceASecondAndAfterEachEvent() throws Exception {
        for (int i = 0; i < 5; i++) {
            server.getAttributes(Names.SUPERVISOR, new String[] {"Unikernels", "Running"});
        }
        assertThat(asked).containsExactly("lifecycle_status :", "unikernel_info :");

        now.addAndGet(Duration.ofSeconds(1).toNanos());
        Object unused = get("Running");
        assertThat(asked).hasSize(4);

        platform.accept(EventRows.of(1, event("a bridge is missing")));
        unused = get("Running");
        assertThat(asked).hasSize(6);
    }

    @Test
    void carriesOutOperations() throws Exception {
        assertThat(call("start", "a:")).isEqualTo("done it");
        assertThat(call("stop", "a:web")).isEqualTo("done it");
        assertThat(call("destroy", "a:web")).isEqualTo("done it");
        assertThat(asked).containsExactly("lifecycle_start a:", "lifecycle_stop a:web", "unikernel_destroy a:web");
    }

    @Test
    void tellsPoliciesAndBlockDevicesAsTables() throws Exception {
        CompositeData policy = (CompositeData)
                ((TabularData) get("Policies")).get(new Object[] {"a:"}).get("value");
        assertThat(policy.get("unikernels")).isEqualTo(5L);
        assertThat(policy.get("memoryMb")).isEqualTo(512L);
        assertThat(policy.get("cpus")).isEqualTo(new Long[] {0L, 2L});
        assertThat(policy.get("blockMb")).isEqualTo(-1L);
        assertThat(policy.get("bridges")).isEqualTo(new String[] {"br0"});
        CompositeData device = (CompositeData)
                ((TabularData) get("BlockDevices")).get(new Object[] {"a:data"}).get("value");
        assertThat(device.get("sizeMb")).isEqualTo(7L);
        assertThat(device.get("used")).isEqualTo(true);
    }

    private Object addPolicy(String cpus, String bridges) throws Exception {
        String text = String.class.getName();
        return server.invoke(
                Names.SUPERVISOR, "addPolicy", new Object[] {"a:", 5L, 512L, cpus, -1L, bridges}, new String[] {
                    text, "long", "long", text, "long", text
                });
    }

    @Test
    void changesPoliciesAndBlockDevices() throws Exception {
        assertThat(addPolicy("0, 2", "br0,br1"))
                .isEqualTo("Add[policy=Policy[cpuids=[0, 2], unikernels=5, memory=512, block=Optional.empty,"
                        + " bridges=[br0, br1]]]");
        assertThat(call("removePolicy", "a")).isEqualTo("done it");
        assertThat(server.invoke(Names.SUPERVISOR, "createBlockDevice", new Object[] {"a:data", 7L}, new String[] {
                    String.class.getName(), "long"
                }))
                .isEqualTo("done it");
        assertThat(call("destroyBlockDevice", "a:data")).isEqualTo("done it");
        assertThat(asked)
                .containsExactly("policy_add a:", "policy_remove a:", "block_add a:data", "block_remove a:data");
        assertThatThrownBy(() -> addPolicy("0,x", ""))
                .rootCause()
                .hasMessage("cpus: 'x' is not the number of a CPU; 0,2 is a list of them");
        assertThatThrownBy(() -> addPolicy("0", "b".repeat(65_537)))
                .rootCause()
                .hasMessage("bridges has 65537 characters, at most 65536 are allowed");
    }

    @Test
    void saysWhyAnOperationIsRefused() {
        assertThatThrownBy(() -> call("restart", "a:web"))
                .rootCause()
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("restart: not found");
        assertThatThrownBy(() -> call("destroy", "a:\"b\n"))
                .rootCause()
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("invalid label");
        commands.gate().close(fake);
        assertThatThrownBy(() -> call("destroy", "a:web"))
                .rootCause()
                .hasMessage("the platform's command service is being replaced; ask again");
    }

    @Test
    void tellsEventsWithNumbersAndKeepsTheLastOnes() throws Exception {
        List<Notification> told = new ArrayList<>();
        server.addNotificationListener(
                Names.SUPERVISOR, (notification, handback) -> told.add(notification), null, null);
        for (int i = 1; i <= 1002; i++) {
            platform.accept(EventRows.of(i, event("reason " + i)));
        }

        assertThat(told).hasSize(1002);
        assertThat(told.get(1001).getSequenceNumber()).isEqualTo(1002);
        assertThat(told.get(1001).getMessage()).contains("waiting a:web", "reason 1002");
        assertThat(told.get(1001).getType()).isEqualTo("org.albatross.waiting");
        assertThat(told.get(1001).getUserData()).isEqualTo("a:web");
        assertThat(get("LastEvent")).isEqualTo(1002L);
        assertThat(since(0)).hasSize(1000);
        assertThat(since(1000)).hasSize(2);
        assertThat(since(1000)[0].get("number")).isEqualTo(1001L);
        assertThat(since(1002)).isEmpty();
    }

    private CompositeData[] since(long number) throws Exception {
        return (CompositeData[])
                server.invoke(Names.SUPERVISOR, "listEventsSince", new Object[] {number}, new String[] {"long"});
    }

    private static EventRecord event(String reason) {
        return new EventRecord(
                Instant.EPOCH, new Caller.Platform(), Name.parse("a:web"), new UnikernelEvent.Waiting(reason));
    }

    @Test
    void describesEverythingInOpenTypes() throws Exception {
        MBeanInfo info = server.getMBeanInfo(Names.SUPERVISOR);

        Described.check(info);
        assertThat(info.getAttributes()).hasSize(7);
        assertThat(info.getOperations()).hasSize(13);
        assertThatThrownBy(() -> server.setAttribute(Names.SUPERVISOR, new Attribute("Version", "2")))
                .isNotNull();
    }
}
