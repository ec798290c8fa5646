package org.albatross.jmx.internal.connector;

import java.util.Set;
import javax.management.MBeanServerDelegate;
import javax.management.MBeanServerNotification;
import javax.management.Notification;
import javax.management.ObjectName;
import org.albatross.model.Grant;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.Role;

/**
 * Which MBeans there are for somebody who is not an admin: the platform's own at or below their path, metrics for those of the whole
 * host, the JVM's to be read. All others are for admins. For any thread.
 */
final class Visibility {
    private static final String OURS = "org.albatross";
    private static final String METRICS = "org.albatross.metrics";
    private static final String JVM = "java.lang";
    private static final Set<String> FOR_EVERYBODY = Set.of("Supervisor", "EventLog");
    private static final Set<String> WITH_PATH = Set.of("Unikernel", "Console", "Policy", "BlockDevice");
    private static final ObjectName SUPERVISOR_LIKE = pattern(OURS + ":type=Supervisor");

    /** What somebody may do with an MBean. */
    enum Access {
        /** It is not told that it is there. */
        HIDDEN,
        /** It is there, for admins alone. */
        REFUSED,
        /** Its attributes may be read. */
        READ,
        /** Its operations may be called, too, each of which asks who calls. */
        USE
    }

    private final Grant grant;

    Visibility(Grant grant) {
        this.grant = grant;
    }

    private static ObjectName pattern(String name) {
        try {
            return new ObjectName(name);
        } catch (javax.management.MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean isAdmin() {
        return grant.role() == Role.ADMIN;
    }

    /** Returns what may be done with one. */
    Access of(ObjectName name) {
        if (isAdmin()) {
            return Access.USE;
        }
        return switch (name.getDomain()) {
            case OURS -> ofOurs(name);
            case METRICS -> grant.path().isRoot() ? Access.READ : Access.REFUSED;
            case JVM -> Access.READ;
            default -> name.equals(MBeanServerDelegate.DELEGATE_NAME) ? Access.READ : Access.REFUSED;
        };
    }

    private Access ofOurs(ObjectName name) {
        String type = String.valueOf(name.getKeyProperty("type"));
        if (FOR_EVERYBODY.contains(type)) {
            return Access.USE;
        }
        String path = name.getKeyProperty("path");
        boolean within = path != null && WITH_PATH.contains(type) && isWithin(path);
        boolean allowed = !type.equals("Console") || grant.role() != Role.VIEWER || grant.consoles();
        return within && allowed ? Access.USE : Access.HIDDEN;
    }

    private boolean isWithin(String quoted) {
        try {
            return grant.path().contains(Path.parse(ObjectName.unquote(quoted)));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Tells whether somebody is told of something. */
    boolean shows(Notification notification) {
        if (isAdmin()) {
            return true;
        }
        if (!(notification.getSource() instanceof ObjectName source)) {
            return false;
        }
        if (notification instanceof MBeanServerNotification registered) {
            return isShown(registered.getMBeanName());
        }
        if (source.equals(SUPERVISOR_LIKE)) {
            return notification.getUserData() instanceof String name && covers(name);
        }
        return isShown(source);
    }

    /** Tells whether it is told that an MBean is there. */
    boolean isShown(ObjectName name) {
        Access access = of(name);
        return access == Access.READ || access == Access.USE;
    }

    private boolean covers(String name) {
        try {
            return grant.path().contains(Name.parse(name).path());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
