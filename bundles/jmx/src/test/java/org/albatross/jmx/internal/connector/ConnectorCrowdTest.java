package org.albatross.jmx.internal.connector;

import static org.albatross.jmx.internal.connector.LoopbackConnector.WEB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.management.remote.JMXConnector;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients, and many that only connect. */
@SuppressWarnings("BanJNDI") // the address is that of the connector under test
class ConnectorCrowdTest {
    @AutoClose
    private final LoopbackConnector site;

    ConnectorCrowdTest(@TempDir Path folder) throws Exception {
        site = new LoopbackConnector(folder);
    }

    @Test
    void servesFiftyClientsAndNotEndlesslyMany() throws Exception {
        List<JMXConnector> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                JMXConnector client = site.as("view");
                clients.add(client);
                assertThat(client.getMBeanServerConnection().getAttribute(WEB, "State"))
                        .isEqualTo("running");
            }
            assertThat(site.connector().clients()).isEqualTo(50);
            assertThatThrownBy(() -> {
                        while (clients.size() <= Sessions.OF_ONE) {
                            clients.add(site.as("view"));
                        }
                    })
                    .isInstanceOf(SecurityException.class)
                    .hasMessageContaining("64 of JMX view");
            try (JMXConnector other = site.as("oper")) {
                assertThat(other.getMBeanServerConnection().getAttribute(WEB, "State"))
                        .isEqualTo("running");
            }
        } finally {
            for (JMXConnector client : clients) {
                client.close();
            }
        }
    }

    @Test
    void keepsStrangersThatOnlyConnectFromKeepingOthersOut() throws Exception {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * ServerSockets.STRANGERS; i++) {
                idle.add(site.socket());
            }
            try (JMXConnector client = site.as("oper")) {
                assertThat(client.getMBeanServerConnection().isRegistered(WEB)).isTrue();
            }
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }
}
