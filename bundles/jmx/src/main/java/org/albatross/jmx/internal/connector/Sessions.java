package org.albatross.jmx.internal.connector;

import java.io.IOException;
import java.rmi.Remote;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections of clients that are open. For any thread. */
final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    /** The most at once. */
    static final int MOST = 96;

    /** The most of one person. */
    static final int OF_ONE = 64;

    private final Audit audit;
    private final Set<RmiConnection> open = new HashSet<>();

    Sessions(Audit audit) {
        this.audit = audit;
    }

    Audit audit() {
        return audit;
    }

    /**
     * Takes one that was made.
     *
     * @throws SecurityException when there are too many
     */
    void open(RmiConnection connection) {
        String account = connection.session().person().account();
        synchronized (open) {
            long own = open.stream()
                    .filter(each -> each.session().person().account().equals(account))
                    .count();
            if (open.size() >= MOST || own >= OF_ONE) {
                throw new SecurityException("at most " + MOST + " JMX clients may be connected, " + OF_ONE
                        + " of one person; " + open.size() + " are, and " + own + " of " + account);
            }
            open.add(connection);
        }
        audit.loggedIn(connection.session().person());
    }

    /** Gives one back. */
    void close(Remote connection) {
        synchronized (open) {
            boolean unused = open.remove(connection);
        }
    }

    /** Returns how many are open. */
    int count() {
        synchronized (open) {
            return open.size();
        }
    }

    /** Closes those whose holders may not be here any more. To be called now and then. */
    void expire() {
        List<RmiConnection> all;
        synchronized (open) {
            all = List.copyOf(open);
        }
        for (RmiConnection connection : all) {
            try {
                connection.session().check();
            } catch (SecurityException e) {
                LOG.info("{} is shut out: {}", connection.session().person(), e.getMessage());
                close(connection);
                closeQuietly(connection);
            }
        }
    }

    private static void closeQuietly(RmiConnection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            LOG.debug("a JMX connection was closed already", e);
        }
    }
}
