package org.albatross.jmx.internal.connector;

import java.io.IOException;
import java.rmi.MarshalledObject;
import java.util.Arrays;
import java.util.Map;
import javax.management.InstanceNotFoundException;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.remote.NotificationResult;
import javax.management.remote.TargetedNotification;
import javax.management.remote.rmi.RMIConnectionImpl;
import javax.management.remote.rmi.RMIServerImpl;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/** A client's connection, which gets the notifications that its holder may see, and no others. */
final class RmiConnection extends RMIConnectionImpl {
    /** The most listeners of a client. */
    static final int MOST_LISTENERS = 1024;

    /** The most notifications of an answer, in which each stands once for every listener that it is for. */
    private static final int MOST_NOTIFICATIONS = 1024;

    private final Session session;
    private final Visibility visibility;
    private int listeners;

    /** Of somebody who has logged in; the server that {@code server} has at this moment is theirs. */
    RmiConnection(RMIServerImpl server, String id, ClassLoader loader, Map<String, ?> env, Session session) {
        super(server, id, loader, null, env);
        this.session = session;
        this.visibility = new Visibility(session.person().grant());
    }

    Session session() {
        return session;
    }

    @Override
    @SuppressWarnings("rawtypes") // as it is declared
    public Integer[] addNotificationListeners(
            ObjectName[] names, MarshalledObject[] filters, Subject @Nullable [] delegates)
            throws InstanceNotFoundException, IOException {
        session.check();
        synchronized (this) {
            if (names != null && listeners + names.length > MOST_LISTENERS) {
                throw new SecurityException("at most " + MOST_LISTENERS + " listeners of a client may be added, and "
                        + listeners + " were");
            }
            listeners += names == null ? 0 : names.length;
        }
        return super.addNotificationListeners(names, filters, delegates);
    }

    @Override
    public void removeNotificationListeners(ObjectName name, Integer[] ids, @Nullable Subject delegate)
            throws InstanceNotFoundException, javax.management.ListenerNotFoundException, IOException {
        super.removeNotificationListeners(name, ids, delegate);
        synchronized (this) {
            listeners -= ids.length;
        }
    }

    @Override
    public @Nullable NotificationResult fetchNotifications(long first, int most, long timeout) throws IOException {
        session.check();
        ClientSocket.current().ifPresent(ClientSocket::trust);
        NotificationResult all = super.fetchNotifications(first, Math.min(most, mostAtOnce()), timeout);
        if (all == null) {
            return null;
        }
        session.check();
        TargetedNotification[] seen = Arrays.stream(all.getTargetedNotifications())
                .filter(each -> isVisible(each.getNotification()))
                .toArray(TargetedNotification[]::new);
        return new NotificationResult(all.getEarliestSequenceNumber(), all.getNextSequenceNumber(), seen);
    }

    private synchronized int mostAtOnce() {
        return MOST_NOTIFICATIONS / Math.max(1, listeners);
    }

    private boolean isVisible(Notification notification) {
        return visibility.shows(notification);
    }
}
