package org.albatross.jmx.internal.connector;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServer;
import javax.management.ObjectInstance;
import javax.management.ObjectName;
import javax.management.QueryExp;
import javax.management.remote.MBeanServerForwarder;
import org.albatross.jmx.internal.CurrentCaller;
import org.jspecify.annotations.Nullable;

/**
 * The JVM's server for one client. What is not on its list of methods is for admins. What operations of the platform's MBeans may is
 * decided where commands are, for they are carried out in the client's name. For any thread.
 */
final class GuardedServer implements InvocationHandler {
    private static final ObjectName THREADING = threading();
    private static final Set<String> READS_OF_THREADS = Set.of(
            "getThreadInfo",
            "findDeadlockedThreads",
            "findMonitorDeadlockedThreads",
            "getThreadCpuTime",
            "getThreadUserTime",
            "getThreadAllocatedBytes");

    private final Session session;
    private final Visibility visibility;
    private final Audit audit;
    private @Nullable MBeanServer target;

    private GuardedServer(MBeanServer target, Session session, Audit audit) {
        this.target = target;
        this.session = session;
        this.audit = audit;
        this.visibility = new Visibility(session.person().grant());
    }

    private static ObjectName threading() {
        try {
            return new ObjectName("java.lang:type=Threading");
        } catch (javax.management.MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a server for whose session it is. */
    static MBeanServerForwarder of(MBeanServer target, Session session, Audit audit) {
        return (MBeanServerForwarder) Proxy.newProxyInstance(
                GuardedServer.class.getClassLoader(),
                new Class<?>[] {MBeanServerForwarder.class},
                new GuardedServer(target, session, audit));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given) throws Throwable {
        Object[] arguments = given == null ? new Object[0] : given;
        if (method.getDeclaringClass() == Object.class) {
            return method.invoke(this, arguments);
        }
        return switch (method.getName()) {
            case "getMBeanServer" -> target;
            case "setMBeanServer" -> {
                target = (MBeanServer) arguments[0];
                yield null;
            }
            // While a client's connection is made, and nothing is asked yet.
            case "getClassLoaderRepository" -> call(method, arguments);
            default -> asked(method, arguments);
        };
    }

    private @Nullable Object asked(Method method, Object[] arguments) throws Exception {
        session.check();
        ClientSocket.current().ifPresent(ClientSocket::trust);
        return visibility.isAdmin() ? inName(method, arguments) : guarded(method, arguments);
    }

    private @Nullable Object inName(Method method, Object[] arguments) throws Exception {
        return CurrentCaller.<Object, Exception>as(session.person(), () -> call(method, arguments));
    }

    private @Nullable Object call(Method method, Object[] arguments) throws Exception {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        }
    }

    private @Nullable Object guarded(Method method, Object[] arguments) throws Exception {
        return switch (method.getName()) {
            case "getDefaultDomain" -> call(method, arguments);
            case "getDomains" ->
                shown(null)
                        .map(ObjectInstance::getObjectName)
                        .map(ObjectName::getDomain)
                        .distinct()
                        .sorted()
                        .toArray(String[]::new);
            case "getMBeanCount" -> (int) shown(null).count();
            case "queryNames" ->
                shown(pattern(arguments)).map(ObjectInstance::getObjectName).collect(Collectors.toSet());
            case "queryMBeans" -> shown(pattern(arguments)).collect(Collectors.toSet());
            case "isRegistered" ->
                visibility.isShown((ObjectName) arguments[0]) && Boolean.TRUE.equals(call(method, arguments));
            // Programs ask so whether there is something that they know, and go on without it: VisualVM, for heap
            // dumps.
            case "getObjectInstance", "isInstanceOf" -> {
                requireShown((ObjectName) arguments[0]);
                yield inName(method, arguments);
            }
            case "getAttribute", "getAttributes", "getMBeanInfo" -> {
                require(Visibility.Access.READ, (ObjectName) arguments[0], method, "");
                yield inName(method, arguments);
            }
            // Asked for before arguments are read; what they are for is refused by its own name.
            case "getClassLoaderFor" ->
                visibility.of((ObjectName) arguments[0]) == Visibility.Access.REFUSED
                        ? ClassLoader.getPlatformClassLoader()
                        : loader(method, arguments);
            case "invoke" -> {
                ObjectName name = (ObjectName) arguments[0];
                boolean reads = name.equals(THREADING) && READS_OF_THREADS.contains(arguments[1]);
                require(reads ? Visibility.Access.READ : Visibility.Access.USE, name, method, " " + arguments[1]);
                yield inName(method, arguments);
            }
            default -> throw refused(method.getName() + (arguments.length > 0 ? " of " + arguments[0] : ""));
        };
    }

    private @Nullable Object loader(Method method, Object[] arguments) throws Exception {
        require(Visibility.Access.READ, (ObjectName) arguments[0], method, "");
        return call(method, arguments);
    }

    private @Nullable ObjectName pattern(Object[] arguments) {
        if (arguments[1] instanceof QueryExp) {
            throw refused("a query with an expression");
        }
        return (ObjectName) arguments[0];
    }

    private Stream<ObjectInstance> shown(@Nullable ObjectName pattern) {
        MBeanServer server = target;
        return server == null
                ? Stream.empty()
                : server.queryMBeans(pattern, null).stream().filter(each -> visibility.isShown(each.getObjectName()));
    }

    private void requireShown(ObjectName name) throws InstanceNotFoundException {
        if (!visibility.isShown(name)) {
            throw new InstanceNotFoundException(name.toString());
        }
    }

    private void require(Visibility.Access least, ObjectName name, Method method, String what)
            throws InstanceNotFoundException {
        Visibility.Access access = visibility.of(name);
        if (access == Visibility.Access.HIDDEN) {
            throw new InstanceNotFoundException(name.toString());
        }
        if (access.compareTo(least) < 0) {
            throw refused(method.getName() + what + " of " + name);
        }
    }

    private SecurityException refused(String what) {
        String reason = "not allowed: " + what + " is for admins, and " + session.person() + " is "
                + session.person().grant();
        audit.refused(session.person(), reason);
        return new SecurityException(reason);
    }
}
