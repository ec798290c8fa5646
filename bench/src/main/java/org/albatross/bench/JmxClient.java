package org.albatross.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A client of the JMX connector on loopback, with a user and a password. Used by one thread. */
final class JmxClient implements AutoCloseable {
    private static final ObjectName SUPERVISOR = name("org.albatross:type=Supervisor");
    private static final ObjectName UNIKERNELS = name("org.albatross:type=Unikernel,*");
    private static final Duration READY = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 50;

    private final JMXConnector connector;
    private final MBeanServerConnection platform;

    private JmxClient(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.platform = connector.getMBeanServerConnection();
    }

    private static ObjectName name(String text) {
        try {
            return new ObjectName(text);
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Connects as soon as somebody listens on the port; {@link IOException} when nobody does for a minute. */
    @SuppressWarnings("BanJNDI") // the address is that of the platform that is measured
    static JmxClient connect(int port, String user, String password) throws IOException, InterruptedException {
        JMXServiceURL url = new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi");
        Map<String, ?> credentials = Map.of(JMXConnector.CREDENTIALS, new String[] {user, password});
        long end = System.nanoTime() + READY.toNanos();
        while (true) {
            try {
                return new JmxClient(JMXConnectorFactory.connect(url, credentials));
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        }
    }

    /** Waits until there is an MBean for each of this many unikernels. */
    void awaitUnikernels(int number) throws IOException, InterruptedException {
        long end = System.nanoTime() + READY.toNanos();
        int seen = unikernels().size();
        while (seen != number) {
            if (System.nanoTime() > end) {
                throw new IOException("there are MBeans of " + seen + " unikernels, not of " + number);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            seen = unikernels().size();
        }
    }

    private Set<ObjectName> unikernels() throws IOException {
        return platform.queryNames(UNIKERNELS, null);
    }

    /** Asks which unikernels there are, and for all attributes of each; returns how many attributes have come. */
    int readAttributes() throws IOException {
        try {
            String[] attributes = {};
            int read = 0;
            for (ObjectName each : unikernels()) {
                if (attributes.length == 0) {
                    attributes = Arrays.stream(platform.getMBeanInfo(each).getAttributes())
                            .map(MBeanAttributeInfo::getName)
                            .toArray(String[]::new);
                }
                read += platform.getAttributes(each, attributes).size();
            }
            return read;
        } catch (JMException e) {
            throw new IOException("an MBean of a unikernel cannot be read", e);
        }
    }

    /** Asks for all unikernels in one call; returns how many rows have come. */
    int readTable() throws IOException {
        try {
            return ((TabularData) platform.getAttribute(SUPERVISOR, "Unikernels")).size();
        } catch (JMException e) {
            throw new IOException("the table of unikernels cannot be read", e);
        }
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
