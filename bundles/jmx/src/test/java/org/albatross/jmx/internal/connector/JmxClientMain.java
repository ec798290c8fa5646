package org.albatross.jmx.internal.connector;

import java.rmi.Remote;
import java.rmi.registry.LocateRegistry;
import java.util.Map;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.rmi.RMIConnector;
import javax.management.remote.rmi.RMIServer;
import javax.rmi.ssl.SslRMIClientSocketFactory;

/**
 * A client in a process of its own, with the key store and the trust store of its command line, which connects to {@code HOST:PORT} as JConsole
 * does: both the registry and what it names have to be reached by TLS.
 */
public final class JmxClientMain {
    private JmxClientMain() {}

    /** Something that a client asks for. */
    @FunctionalInterface
    private interface Asking {
        Object ask() throws Exception;
    }

    private static void say(String what, Asking asking) {
        String said;
        try {
            said = String.valueOf(asking.ask());
        } catch (Exception e) {
            said = e.getClass().getSimpleName() + " " + e.getMessage();
        }
        System.out.println(what + ": " + said.lines().findFirst().orElse(""));
    }

    /** Connects to a port and asks for this and that; each answer is a line. With {@code wait} it asks again after a line of input. */
    public static void main(String[] arguments) throws Exception {
        say("connect", () -> {
            SslRMIClientSocketFactory sockets = new SslRMIClientSocketFactory();
            Remote named = LocateRegistry.getRegistry("localhost", Integer.parseInt(arguments[0]), sockets)
                    .lookup("jmxrmi");
            JMXConnector client = new RMIConnector((RMIServer) named, null);
            client.connect(Map.of("jmx.remote.x.check.stub", "true"));
            MBeanServerConnection platform = client.getMBeanServerConnection();
            ObjectName web = new ObjectName("org.albatross:type=Unikernel,path=\"a\",name=web");
            ObjectName other = new ObjectName("org.albatross:type=Unikernel,path=\"b\",name=other");
            say("state", () -> platform.getAttribute(web, "State"));
            say("stop", () -> platform.invoke(web, "stop", new Object[0], new String[0]));
            say("other", () -> platform.getAttribute(other, "State"));
            say("create", () -> platform.createMBean("javax.management.timer.Timer", new ObjectName("x:type=y")));
            if (arguments.length > 1) {
                System.out.println("waiting");
                int unused = System.in.read();
                say("later", () -> platform.getAttribute(web, "State"));
            }
            return "yes";
        });
        System.exit(0);
    }
}
