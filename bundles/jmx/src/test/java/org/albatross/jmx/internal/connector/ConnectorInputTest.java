package org.albatross.jmx.internal.connector;

import static org.albatross.jmx.internal.connector.LoopbackConnector.SUPERVISOR;
import static org.albatross.jmx.internal.connector.LoopbackConnector.WEB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import org.albatross.model.Role;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients may send, before and after they are known. */
@SuppressWarnings("BanJNDI") // the address is that of the connector under test
class ConnectorInputTest {
    @AutoClose
    private final LoopbackConnector site;

    ConnectorInputTest(@TempDir Path folder) throws Exception {
        site = new LoopbackConnector(folder);
    }

    @Test
    void readsNothingLargeOrWithCodeOfSomebodyWhoIsNotKnown() {
        Map<String, String> bomb = new HashMap<>(Map.of("a", "b"));
        for (Object credentials :
                List.of(bomb, new HashSet<>(List.of("x")), new String[3], new byte[10], new Object[] {"a", "b"})) {
            assertThatThrownBy(() -> site.connect(credentials)).hasStackTraceContaining("filter status: REJECTED");
        }
        assertThat(site.told()).isEmpty();
        // A text is read before a filter is asked; the bound of a request is that of texts.
        assertThatThrownBy(() -> site.connect("x".repeat(5000), "y")).isInstanceOf(SecurityException.class);
        assertThat(site.told())
                .singleElement()
                .asString()
                .contains("there is no such user")
                .hasSizeLessThan(200);
        assertThatThrownBy(() -> site.connect("x".repeat(SerialFilters.MOST_BYTES), "y"))
                .isInstanceOf(IOException.class);
        assertThat(site.told()).hasSize(1);
    }

    @Test
    void readsNoClassButThoseThatMBeansTake() throws Exception {
        try (JMXConnector client = site.as("root")) {
            MBeanServerConnection platform = client.getMBeanServerConnection();
            for (Object strange : List.of(
                    new HashMap<>(Map.of("a", "b")), java.time.Instant.EPOCH, Locale.ROOT, new Object[] {Role.ADMIN})) {
                assertThatThrownBy(() -> platform.invoke(
                                SUPERVISOR, "stop", new Object[] {strange}, new String[] {"java.lang.String"}))
                        .hasStackTraceContaining("filter status: REJECTED");
            }
        }
    }

    @Test
    void endsAConnectionThatSendsTooMuchBeforeAnybodyIsKnown() throws Exception {
        try (Socket socket = site.socket()) {
            OutputStream out = socket.getOutputStream();
            assertThatThrownBy(() -> {
                        out.write(new byte[] {'J', 'R', 'M', 'I', 0, 2, 'K'});
                        for (int i = 0; i < 10_000; i++) {
                            out.write(new byte[1024]);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
        try (JMXConnector client = site.as("oper")) {
            assertThat(client.getMBeanServerConnection().isRegistered(WEB)).isTrue();
        }
    }

    @Test
    void refusesBombsAndLargeArraysOfWhoIsKnown() throws Exception {
        try (JMXConnector client = site.as("oper")) {
            MBeanServerConnection platform = client.getMBeanServerConnection();
            Set<Object> bomb = new HashSet<>();
            Set<Object> first = bomb;
            Set<Object> second = new HashSet<>();
            for (int i = 0; i < 100; i++) {
                Set<Object> one = new HashSet<>(List.of("foo"));
                Set<Object> other = new HashSet<>();
                first.add(one);
                first.add(other);
                second.add(one);
                second.add(other);
                first = one;
                second = other;
            }
            for (Object argument : List.of(
                    bomb,
                    nested(40),
                    manyObjects(),
                    new long[5000],
                    new String[5000],
                    new byte[2 << 20],
                    new Object[][] {new Object[5000]})) {
                assertThatThrownBy(() -> platform.invoke(
                                SUPERVISOR, "stop", new Object[] {argument}, new String[] {"java.lang.String"}))
                        .as(argument.getClass().toString())
                        .isInstanceOf(IOException.class);
            }
            assertThat(site.mbeans().fake().asked()).doesNotContain("lifecycle_stop a:web");
        }
        // A client whose request was too large may find its connection closed once more.
        try (JMXConnector client = site.as("oper")) {
            MBeanServerConnection platform = client.getMBeanServerConnection();
            byte[] piece = new byte[1 << 20];
            assertThat(platform.invoke(SUPERVISOR, "stage", new Object[] {"x", 0L, piece}, new String[] {
                        "java.lang.String", "long", "[B"
                    }))
                    .asString()
                    .startsWith("1048576 ");
        }
    }

    private static Object nested(int depth) {
        Object innermost = "x";
        for (int i = 0; i < depth; i++) {
            innermost = new Object[] {innermost};
        }
        return innermost;
    }

    /** Within the bounds of arrays and depth. */
    private static Object manyObjects() {
        Object[][] rows = new Object[10][2500];
        for (Object[] row : rows) {
            Arrays.setAll(row, column -> new ObjectName[0]);
        }
        return rows;
    }

    @Test
    void remembersNoLongNamesOfJvmsThatSayToBeThere() throws Exception {
        assertThat(answer(DirtyCall.of(8))).doesNotContain("REJECTED");
        assertThat(answer(DirtyCall.of(10_000))).contains("filter status: REJECTED");
        try (JMXConnector client = site.as("oper")) {
            assertThat(client.getMBeanServerConnection().isRegistered(WEB)).isTrue();
        }
    }

    private String answer(byte[] call) throws IOException {
        try (Socket socket = site.socket()) {
            socket.getOutputStream().write(call);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
