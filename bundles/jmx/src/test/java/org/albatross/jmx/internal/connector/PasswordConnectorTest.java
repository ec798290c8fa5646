package org.albatross.jmx.internal.connector;

import static org.albatross.jmx.internal.connector.LoopbackConnector.LIMIT;
import static org.albatross.jmx.internal.connector.LoopbackConnector.PASSWORD;
import static org.albatross.jmx.internal.connector.LoopbackConnector.SUPERVISOR;
import static org.albatross.jmx.internal.connector.LoopbackConnector.WEB;
import static org.albatross.jmx.internal.connector.LoopbackConnector.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.rmi.AccessException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServerConnection;
import javax.management.openmbean.TabularData;
import javax.management.remote.JMXConnector;
import org.albatross.model.Caller;
import org.albatross.model.Grant;
import org.albatross.model.Role;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in by the connector on loopback, and whose name is on what they ask. */
@SuppressWarnings("BanJNDI") // the address is that of the connector under test
class PasswordConnectorTest {
    @AutoClose
    private final LoopbackConnector site;

    PasswordConnectorTest(@TempDir Path folder) throws Exception {
        site = new LoopbackConnector(folder);
    }

    @Test
    void asksThePlatformInTheNameOfWhoHasLoggedIn() throws Exception {
        try (JMXConnector client = site.as("oper")) {
            MBeanServerConnection platform = client.getMBeanServerConnection();
            TabularData all = (TabularData) platform.getAttribute(SUPERVISOR, "Unikernels");
            assertThat(all.containsKey(new Object[] {"a:web"})).isTrue();
            assertThat(all.size()).isEqualTo(2);
            assertThat(platform.invoke(WEB, "stop", new Object[0], new String[0]))
                    .isEqualTo("done it");
        }
        Caller oper =
                new Caller.Person("JMX", "oper", new Grant(org.albatross.model.Path.parse("a"), Role.OPERATOR, true));
        assertThat(site.mbeans().fake().callers()).isNotEmpty().containsOnly(oper);
        assertThat(site.mbeans().fake().asked()).contains("lifecycle_status a:", "lifecycle_stop a:web");
        assertThat(site.told()).containsExactly("in JMX oper");
    }

    @Test
    void letsNoStrangerIn() throws Exception {
        for (Object credentials : List.of(
                new String[] {"nobody", PASSWORD},
                new String[] {"oper", "correct horse batterz"},
                new String[] {"oper", ""},
                new String[] {"oper"})) {
            assertThatThrownBy(() -> site.connect(credentials))
                    .isInstanceOf(SecurityException.class)
                    .hasMessageStartingWith("not logged in: ");
        }
        assertThatThrownBy(() -> site.connect(Map.of())).isInstanceOf(SecurityException.class);
        assertThat(site.told()).hasSize(5).allMatch(line -> line.startsWith("not in from 127.0.0.1 "));
        assertThat(site.told().get(1)).contains("oper: there is no such user, or the password is another one");
        assertThat(site.connector().clients()).isZero();
    }

    @Test
    void shutsOutAUserWhoIsRemovedOrGetsAnotherRole() throws Exception {
        try (JMXConnector viewer = site.as("view");
                JMXConnector operator = site.as("oper")) {
            MBeanServerConnection platform = viewer.getMBeanServerConnection();
            assertThat(platform.isRegistered(WEB)).isTrue();
            site.change(users -> users.without("view").with(user("oper", Role.VIEWER, "a")));
            for (JMXConnector client : List.of(viewer, operator)) {
                MBeanServerConnection connection = client.getMBeanServerConnection();
                assertThatThrownBy(() -> connection.isRegistered(WEB))
                        .isInstanceOf(SecurityException.class)
                        .hasMessageContaining("removed or changed meanwhile");
            }
            site.connector().expire();
            assertThat(site.connector().clients()).isZero();
        }
    }

    @Test
    void letsNobodyBindANameInTheRegistry() throws Exception {
        Registry registry = LocateRegistry.getRegistry("127.0.0.1", site.port());
        assertThat(registry.list()).containsExactly("jmxrmi");
        assertThatThrownBy(() -> registry.rebind("jmxrmi", registry.lookup("jmxrmi")))
                .isInstanceOfAny(AccessException.class, java.rmi.ServerException.class)
                .hasStackTraceContaining("disallowed");
        assertThatThrownBy(() -> registry.unbind("jmxrmi")).hasStackTraceContaining("disallowed");
    }

    @Test
    void listensOnLoopbackAloneAndClosesItsPort() throws Exception {
        site.connector().stop();
        // The thread that accepts closes it, a moment later.
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!isFree() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(isFree()).isTrue();
    }

    private boolean isFree() throws IOException {
        try (ServerSocket again = new ServerSocket(site.port(), 1, InetAddress.getLoopbackAddress())) {
            return again.isBound();
        } catch (BindException e) {
            return false;
        }
    }
}
