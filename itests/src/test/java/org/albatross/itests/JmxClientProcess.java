package org.albatross.itests;

import java.util.Map;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A JMX client in a process of its own, which connects and waits to be ended. */
public final class JmxClientProcess {
    private JmxClientProcess() {}

    /** {@code ADDRESS USER PASSWORD}. */
    @SuppressWarnings("BanJNDI") // the address is that of the platform under test
    public static void main(String[] words) throws Exception {
        Map<String, ?> credentials = Map.of(JMXConnector.CREDENTIALS, new String[] {words[1], words[2]});
        try (JMXConnector client = JMXConnectorFactory.connect(new JMXServiceURL(words[0]), credentials)) {
            System.out.println("connected: " + client.getConnectionId());
            int unused = System.in.read();
        }
    }
}
