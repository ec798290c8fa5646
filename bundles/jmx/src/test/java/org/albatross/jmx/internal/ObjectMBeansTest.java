package org.albatross.jmx.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.albatross.json.EventJson;
import org.albatross.model.Caller;
import org.albatross.model.Data;
import org.albatross.model.EventRecord;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.model.UnikernelEvent;
import org.albatross.model.UnikernelStatus;
import org.albatross.threads.PlatformThreads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An MBean for each object, as a client sees them by way of a server. */
class ObjectMBeansTest {
    private static final String TEXT = String.class.getName();

    private final AtomicLong now = new AtomicLong();
    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final FakePlatform fake = new FakePlatform();
    private final Commands commands = new Commands();
    private final Inventory inventory = new Inventory(commands, now::get);
    private final ScheduledExecutorService timer = PlatformThreads.timer("test-jmx");
    private final ObjectMBeans objects = new ObjectMBeans(server, commands, inventory, timer);

    @BeforeEach
    void open() {
        commands.gate().open(fake);
    }

    @AfterEach
    void stop() throws InterruptedException {
        objects.stop();
    }

    private Set<ObjectName> names(String pattern) throws Exception {
        return server.queryNames(new ObjectName(pattern), null);
    }

    private Object get(String name, String attribute) throws Exception {
        return server.getAttribute(new ObjectName(name), attribute);
    }

    private Object call(String name, String operation) throws Exception {
        return server.invoke(new ObjectName(name), operation, new Object[0], new String[0]);
    }

    private Object call(String name, String operation, int number) throws Exception {
        return server.invoke(new ObjectName(name), operation, new Object[] {number}, new String[] {"int"});
    }

    @Test
    void hasOneForEachObjectAndTakesItAwayWithIt() throws Exception {
        fake.inactive().add(Name.parse("a:old"));
        objects.registerWhatThereIs();

        assertThat(names("org.albatross:*"))
                .extracting(ObjectName::toString)
                .containsExactlyInAnyOrder(
                        "org.albatross:type=Unikernel,path=\"a\",name=web",
                        "org.albatross:type=Unikernel,path=\"a\",name=db",
                        "org.albatross:type=Console,path=\"a\",name=web",
                        "org.albatross:type=Console,path=\"a\",name=old",
                        "org.albatross:type=Policy,path=\"a\"",
                        "org.albatross:type=BlockDevice,path=\"a\",name=data");

        fake.unikernels().clear();
        fake.policies().clear();
        fake.policies().put(Name.ROOT, PolicyText.read(1, 32, "0", -1, ""));
        fake.devices().clear();
        fake.inactive().clear();
        objects.registerWhatThereIs();
        assertThat(names("org.albatross:*"))
                .extracting(ObjectName::toString)
                .containsExactly("org.albatross:type=Policy,path=\":\"");
    }

    @Test
    void leavesNoneOfTenThousand() throws Exception {
        for (int round = 0; round < 10; round++) {
            int first = round * 1000;
            fake.unikernels().clear();
            IntStream.range(first, first + 1000)
                    .forEach(i -> fake.unikernels().put(Name.parse("a:b:u" + i), UnikernelStatus.State.RUNNING));
            objects.registerWhatThereIs();
            assertThat(names("org.albatross:type=Unikernel,*")).hasSize(1000);
        }
        fake.unikernels().clear();
        objects.registerWhatThereIs();
        assertThat(names("org.albatross:type=Unikernel,*")).isEmpty();
        assertThat(names("org.albatross:type=Console,*")).isEmpty();
    }

    @Test
    void looksAfterAChangeAndAgainWhenItWasRefusedAndTakesAllAwayAtTheEnd() throws Exception {
        objects.start();
        objects.changed();
        await("org.albatross:type=Unikernel,path=\"a\",name=web");

        fake.unikernels().put(Name.parse("a:new"), UnikernelStatus.State.RUNNING);
        fake.refuseNext();
        objects.changed();
        await("org.albatross:type=Unikernel,path=\"a\",name=new");

        objects.stop();
        assertThat(names("org.albatross:*")).isEmpty();
        assertThat(timer.isTerminated()).isTrue();
    }

    private void await(String name) throws Exception {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (names(name).isEmpty()) {
            assertThat(System.nanoTime()).as("waiting for " + name).isLessThan(limit);
            Thread.onSpinWait();
        }
    }

    @Test
    void keepsWhatThereIsWhileThePlatformDoesNotTell() throws Exception {
        objects.registerWhatThereIs();
        commands.gate().close(fake);

        assertThatThrownBy(objects::registerWhatThereIs).isExactlyInstanceOf(IllegalStateException.class);
        assertThat(names("org.albatross:type=Unikernel,*")).hasSize(2);
    }

    @Test
    void tellsOfAUnikernelAndAsksOnceASecond() throws Exception {
        objects.registerWhatThereIs();
        fake.asked().clear();
        String web = "org.albatross:type=Unikernel,path=\"a\",name=web";

        assertThat(get(web, "FullName")).isEqualTo("a:web");
        assertThat(get(web, "State")).isEqualTo("running");
        assertThat(get(web, "RunId")).isEqualTo(7L);
        assertThat(get(web, "Restarts")).isEqualTo(2L);
        assertThat(get(web, "Reason")).isEqualTo("a reason");
        assertThat(get(web, "LastExit")).isEqualTo("exit 2");
        assertThat(get(web, "Since")).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(get(web, "MemoryMb")).isEqualTo(32L);
        assertThat(get(web, "Cpus")).isEqualTo(new Long[] {1L, 3L});
        assertThat(get(web, "Image"))
                .isEqualTo(FakePlatform.digest(new byte[] {1, 2, 3}).toString());
        assertThat(get("org.albatross:type=Unikernel,path=\"a\",name=db", "State"))
                .isEqualTo("waiting");
        assertThat(fake.asked()).isEmpty();

        now.addAndGet(Duration.ofSeconds(1).toNanos());
        Object unused = get(web, "State");
        assertThat(fake.asked()).containsExactly("lifecycle_status :", "unikernel_info :");
    }

    @Test
    void saysOfWhatHasGoneThatItHas() throws Exception {
        objects.registerWhatThereIs();
        fake.unikernels().remove(Name.parse("a:web"));
        inventory.forget();

        assertThatThrownBy(() -> get("org.albatross:type=Unikernel,path=\"a\",name=web", "State"))
                .rootCause()
                .hasMessage("a:web: this unikernel does not exist any more");
    }

    @Test
    void changesWhatTheMBeanIsOf() throws Exception {
        objects.registerWhatThereIs();
        fake.asked().clear();
        String web = "org.albatross:type=Unikernel,path=\"a\",name=web";

        assertThatThrownBy(() -> call(web, "restart")).rootCause().hasMessage("restart: not found");
        assertThat(call(web, "stop")).isEqualTo("done it");
        assertThat(call(web, "start")).isEqualTo("done it");
        assertThat(call(web, "destroy")).isEqualTo("done it");
        assertThat(call("org.albatross:type=BlockDevice,path=\"a\",name=data", "destroy"))
                .isEqualTo("done it");
        assertThat(call("org.albatross:type=Policy,path=\"a\"", "remove")).isEqualTo("done it");
        assertThat(server.invoke(
                        new ObjectName("org.albatross:type=Policy,path=\"a\""),
                        "replace",
                        new Object[] {5L, 512L, "0", -1L, "br0"},
                        new String[] {"long", "long", TEXT, "long", TEXT}))
                .asString()
                .contains("unikernels=5", "memory=512");
        assertThat(fake.asked())
                .containsExactly(
                        "unikernel_restart a:web",
                        "lifecycle_stop a:web",
                        "lifecycle_start a:web",
                        "unikernel_destroy a:web",
                        "block_remove a:data",
                        "policy_remove a:",
                        "policy_add a:");
    }

    @Test
    void tellsOfPoliciesAndBlockDevices() throws Exception {
        objects.registerWhatThereIs();
        String policy = "org.albatross:type=Policy,path=\"a\"";
        assertThat(get(policy, "Path")).isEqualTo("a:");
        assertThat(get(policy, "Unikernels")).isEqualTo(5L);
        assertThat(get(policy, "MemoryMb")).isEqualTo(512L);
        assertThat(get(policy, "Cpus")).isEqualTo(new Long[] {0L, 2L});
        assertThat(get(policy, "BlockMb")).isEqualTo(-1L);
        assertThat(get(policy, "Bridges")).isEqualTo(new String[] {"br0"});
        String device = "org.albatross:type=BlockDevice,path=\"a\",name=data";
        assertThat(get(device, "FullName")).isEqualTo("a:data");
        assertThat(get(device, "SizeMb")).isEqualTo(7L);
        assertThat(get(device, "Used")).isEqualTo(true);
    }

    @Test
    void showsTheEndOfAConsole() throws Exception {
        fake.inactive().add(Name.parse("a:old"));
        objects.registerWhatThereIs();
        List<Data> lines = List.of(
                new Data.Console(Instant.EPOCH, Text.of("one")),
                new Data.Console(Instant.EPOCH.plusMillis(1), Text.of("two\u0007")));
        String console = "org.albatross:type=Console,path=\"a\",name=web";
        assertThat(get(console, "Active")).isEqualTo(true);
        assertThat(get("org.albatross:type=Console,path=\"a\",name=old", "Active"))
                .isEqualTo(false);

        fake.stream(lines, false);
        assertThat(call(console, "listLines", 9))
                .isEqualTo(new String[] {"1970-01-01T00:00:00Z  one", "1970-01-01T00:00:00.001Z  two\\007"});
        assertThat(call("org.albatross:type=Unikernel,path=\"a\",name=web", "listConsole", 1))
                .isEqualTo(new String[] {"1970-01-01T00:00:00Z  one"});
        assertThatThrownBy(() -> call(console, "listLines", 1001))
                .rootCause()
                .hasMessage("1001 are asked for, 1 to 1000 are allowed");
        assertThatThrownBy(() -> call(console, "listLines", 0))
                .rootCause()
                .hasMessage("0 are asked for, 1 to 1000 are allowed");
    }

    private static Text json(EventRecord told) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        EventJson.of(41, told).writeTo(line);
        return Text.of(line.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void showsTheLogOnDisk() throws Exception {
        server.registerMBean(
                new ObjectMBean(new LoggedEvents(commands, now::get), EventLogMXBean.class), Names.EVENT_LOG);
        EventRecord told = new EventRecord(
                Instant.EPOCH, new Caller.Local(1, 2, 3), Name.parse("a:web"), new UnikernelEvent.Waiting("a bridge"));
        fake.stream(
                List.of(
                        new Data.Event(41, Instant.EPOCH, json(told)),
                        new Data.Event(42, Instant.EPOCH, Text.of("not JSON"))),
                true);
        String log = Names.EVENT_LOG.toString();

        CompositeData[] rows = (CompositeData[]) call(log, "listLatest", 2);
        assertThat(rows[0].get("number")).isEqualTo(41L);
        assertThat(rows[0].get("kind")).isEqualTo("waiting");
        assertThat(rows[0].get("name")).isEqualTo("a:web");
        assertThat(rows[0].get("caller")).isEqualTo("uid 1, pid 3");
        assertThat(rows[0].get("line")).asString().startsWith("waiting a:web (reason a bridge");
        assertThat(rows[1].get("line")).isEqualTo("not JSON");
        assertThat(server.invoke(Names.EVENT_LOG, "listLatestAt", new Object[] {"a:", 1}, new String[] {TEXT, "int"}))
                .isInstanceOfSatisfying(
                        CompositeData[].class, found -> assertThat(found).hasSize(1));
        assertThat(server.invoke(Names.EVENT_LOG, "listEventsAfter", new Object[] {40L}, new String[] {"long"}))
                .isInstanceOfSatisfying(
                        CompositeData[].class, found -> assertThat(found).hasSize(2));
        assertThat(get(log, "LastEvent")).isEqualTo(41L);
        assertThat(fake.asked()).containsExactly("log_show :", "log_show a:", "log_show :", "log_show :");
    }

    @Test
    void takesTheLongestNamesAndNoOthers() throws Exception {
        String longest = ("a".repeat(49) + ":").repeat(4);
        Name device = Name.parse(longest.substring(0, 199) + "b");
        assertThat(device.toString()).hasSize(Name.MAX_LENGTH);
        fake.devices().put(device, new Reply.BlockInfo(new Megabytes(1), false));
        objects.registerWhatThereIs();

        ObjectName name = Names.of("BlockDevice", device);
        assertThat(server.getAttribute(name, "FullName")).isEqualTo(device.toString());
        assertThat(ObjectName.unquote(name.getKeyProperty("path")))
                .isEqualTo(String.join(":", device.path().labels()));
        for (String wrong : List.of("a:b", "a\"b", "a*", "")) {
            ObjectName other =
                    new ObjectName("org.albatross:type=BlockDevice,name=data,path=" + ObjectName.quote(wrong));
            assertThatThrownBy(() -> server.getAttribute(other, "SizeMb")).isInstanceOf(Exception.class);
            assertThatThrownBy(() -> server.invoke(other, "destroy", new Object[0], new String[0]))
                    .isInstanceOf(Exception.class);
        }
        assertThat(fake.asked()).doesNotContain("block_remove a:data");
    }

    @Test
    void describesEverythingInOpenTypes() throws Exception {
        objects.registerWhatThereIs();
        server.registerMBean(
                new ObjectMBean(new LoggedEvents(commands, now::get), EventLogMXBean.class), Names.EVENT_LOG);

        for (ObjectName name : names("org.albatross:*")) {
            Described.check(server.getMBeanInfo(name));
        }
        assertThatThrownBy(() -> get("org.albatross:type=Unikernel,path=\"a\",name=none", "State"))
                .isInstanceOf(InstanceNotFoundException.class);
    }
}
