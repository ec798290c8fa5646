package org.albatross.web.internal;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.albatross.endpoint.People;
import org.albatross.endpoint.User;

/**
 * Who has logged in, in memory. A session ends half an hour behind its last request, twelve hours behind its beginning, and when its
 * user is changed. A user has at most sixteen; one more ends the oldest. For any thread.
 */
final class Sessions {
    /** How people call this front end. */
    static final String FRONT_END = "web";

    static final Duration IDLE = Duration.ofMinutes(30);
    static final Duration LONGEST = Duration.ofHours(12);
    static final int MOST_OF_ONE = 16;
    private static final int TOKEN_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Predicate<User> current;
    private final boolean consoles;
    private final LongSupplier nanos;
    /** By token, in the order in which they began. */
    private final Map<String, Used> sessions = new LinkedHashMap<>();

    /** A session, and when it was used last. */
    private record Used(Session session, long lastNanos) {}

    /**
     * Without one at first.
     *
     * @param current tells whether a user is still there as before
     * @param consoles whether viewers may read consoles
     * @param nanos a monotonic clock
     */
    Sessions(Predicate<User> current, boolean consoles, LongSupplier nanos) {
        this.current = current;
        this.consoles = consoles;
        this.nanos = nanos;
    }

    /** Begins one for somebody who has shown the password. */
    synchronized Session open(User user) {
        expire();
        long own = sessions.values().stream()
                .filter(used -> used.session().user().name().equals(user.name()))
                .count();
        for (Iterator<Used> all = sessions.values().iterator(); own >= MOST_OF_ONE && all.hasNext(); ) {
            if (all.next().session().user().name().equals(user.name())) {
                all.remove();
                own--;
            }
        }
        byte[] token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        long now = nanos.getAsLong();
        Session session = new Session(
                Base64.getUrlEncoder().withoutPadding().encodeToString(token),
                user,
                People.of(user, FRONT_END, consoles),
                now);
        sessions.put(session.token(), new Used(session, now));
        return session;
    }

    /** Returns that of a token, which is used by this. */
    synchronized Optional<Session> use(String token) {
        Optional<Session> session = find(token);
        session.ifPresent(used -> sessions.put(token, new Used(used, nanos.getAsLong())));
        return session;
    }

    /** Tells whether one goes on. */
    synchronized boolean isOpen(Session session) {
        return find(session.token()).isPresent();
    }

    private Optional<Session> find(String token) {
        return Optional.ofNullable(sessions.get(token)).filter(this::lives).map(Used::session);
    }

    private boolean lives(Used used) {
        long now = nanos.getAsLong();
        return now - used.lastNanos() < IDLE.toNanos()
                && now - used.session().begunNanos() < LONGEST.toNanos()
                && current.test(used.session().user());
    }

    /** Ends one. */
    synchronized void close(Session session) {
        Used unused = sessions.remove(session.token());
    }

    /** Forgets those that have ended. To be called now and then. */
    synchronized void expire() {
        sessions.values().removeIf(used -> !lives(used));
    }

    /** Returns how many there are. */
    synchronized int count() {
        return sessions.size();
    }
}
