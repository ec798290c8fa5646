package org.albatross.jmx.internal.connector;

import static org.albatross.jmx.internal.connector.LoopbackConnector.OTHERS;
import static org.albatross.jmx.internal.connector.LoopbackConnector.RUNTIME;
import static org.albatross.jmx.internal.connector.LoopbackConnector.SUPERVISOR;
import static org.albatross.jmx.internal.connector.LoopbackConnector.WEB;
import static org.albatross.jmx.internal.connector.LoopbackConnector.name;
import static org.albatross.jmx.internal.connector.LoopbackConnector.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the roles of clients let them see and do. */
@SuppressWarnings("BanJNDI") // the address is that of the connector under test
class ConnectorRightsTest {
    @AutoClose
    private final LoopbackConnector site;

    ConnectorRightsTest(@TempDir Path folder) throws Exception {
        site = new LoopbackConnector(folder);
    }

    @Test
    void showsAViewerWhatLiesAtOrBelowItsPath() throws Exception {
        try (JMXConnector client = site.as("view")) {
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
            try (JMXConnector client = site.as(user)) {
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
        assertThat(site.told()).anyMatch(line -> line.startsWith("refused JMX view not allowed: createMBean"));
        try (JMXConnector client = site.as("root")) {
            MBeanServerConnection platform = client.getMBeanServerConnection();
            platform.createMBean("javax.management.timer.Timer", name("x:type=y"));
            assertThat(site.server().isRegistered(name("x:type=y"))).isTrue();
            platform.unregisterMBean(name("x:type=y"));
            assertThat(platform.isRegistered(OTHERS)).isEqualTo(site.server().isRegistered(OTHERS));
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
        try (JMXConnector client = site.as("oper")) {
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
        try (JMXConnector client = site.as("view")) {
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
    void knowsNothingOfObjectsWithOddNames() throws Exception {
        for (String user : List.of("view", "oper", "root")) {
            try (JMXConnector client = site.as(user)) {
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
        assertThat(site.mbeans().fake().asked()).doesNotContain("lifecycle_stop a:web");
    }

    @Test
    void setsNoAttributeThoughAnAdminAsks() throws Exception {
        try (JMXConnector client = site.as("root")) {
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
}
