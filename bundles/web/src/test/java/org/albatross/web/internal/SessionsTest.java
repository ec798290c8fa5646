package org.albatross.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.albatross.endpoint.PasswordHash;
import org.albatross.endpoint.User;
import org.albatross.model.Path;
import org.albatross.model.Role;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final PasswordHash HASH =
            PasswordHash.parse("pbkdf2-sha256:1000:AAAAAAAAAAAAAAAAAAAAAA==:" + "A".repeat(43) + "=");

    private final AtomicLong now = new AtomicLong();
    private final Set<User> gone = new HashSet<>();
    private final Sessions sessions = new Sessions(user -> !gone.contains(user), false, now::get);

    private static User user(String name) {
        return new User(name, Role.VIEWER, Path.ROOT, HASH);
    }

    @Test
    void goesOnWhileItIsUsed() {
        Session session = sessions.open(user("ann"));
        for (long used = 0; used < Sessions.LONGEST.toMinutes() - 29; used += 29) {
            now.addAndGet(29 * 60_000_000_000L);
            assertThat(sessions.use(session.token())).contains(session);
        }
        now.addAndGet(29 * 60_000_000_000L);
        assertThat(sessions.use(session.token())).isEmpty();
    }

    @Test
    void endsWhenItIsNotUsed() {
        Session session = sessions.open(user("ann"));
        now.addAndGet(Sessions.IDLE.toNanos() - 1);
        assertThat(sessions.isOpen(session)).isTrue();
        now.addAndGet(1);
        assertThat(sessions.isOpen(session)).isFalse();
        sessions.expire();
        assertThat(sessions.count()).isZero();
    }

    @Test
    void endsWithItsUser() {
        Session session = sessions.open(user("ann"));
        gone.add(user("ann"));
        assertThat(sessions.use(session.token())).isEmpty();
    }

    @Test
    void endsTheOldestOfAUserWhoHasTooMany() {
        Session other = sessions.open(user("bob"));
        List<Session> own = new ArrayList<>();
        for (int i = 0; i <= Sessions.MOST_OF_ONE; i++) {
            own.add(sessions.open(user("ann")));
        }
        assertThat(sessions.isOpen(own.get(0))).isFalse();
        assertThat(own.subList(1, own.size())).allMatch(sessions::isOpen);
        assertThat(sessions.isOpen(other)).isTrue();
    }

    @Test
    void givesTokensThatNobodyGuessesAndNobodySees() {
        Session session = sessions.open(user("ann"));
        assertThat(session.token())
                .hasSize(43)
                .isNotEqualTo(sessions.open(user("ann")).token());
        assertThat(session.toString()).doesNotContain(session.token());
        assertThat(session.person().grant().consoles()).isFalse();
    }
}
