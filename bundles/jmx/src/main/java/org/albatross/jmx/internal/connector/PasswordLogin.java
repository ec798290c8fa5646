package org.albatross.jmx.internal.connector;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.albatross.endpoint.LoginException;
import org.albatross.endpoint.PasswordHash;
import org.albatross.endpoint.People;
import org.albatross.endpoint.User;
import org.albatross.endpoint.Users;
import org.albatross.jmx.internal.CurrentCaller;
import org.albatross.model.Caller;
import org.jspecify.annotations.Nullable;

/** Lets users in by their passwords, one after the other, since each costs a second of a processor or so. For any thread. */
final class PasswordLogin implements Login {
    private static final long WAIT_SECONDS = 20;

    /** Is looked at in the place of that of a user who is not there, which takes as long; no password has it. */
    private static final PasswordHash NOBODYS =
            PasswordHash.parse("pbkdf2-sha256:600000:AAAAAAAAAAAAAAAAAAAAAA==:" + "A".repeat(43) + "=");

    private final Supplier<Users> users;
    private final boolean consoles;
    private final Semaphore turn = new Semaphore(1, true);

    /**
     * Lets in those whom {@code users} has at the moment.
     *
     * @param consoles whether viewers may read consoles
     */
    PasswordLogin(Supplier<Users> users, boolean consoles) {
        this.users = users;
        this.consoles = consoles;
    }

    @Override
    public Session login(@Nullable Object credentials) throws LoginException {
        if (!(credentials instanceof String[] words) || words.length != 2 || words[0] == null || words[1] == null) {
            throw new LoginException("a user and a password are needed");
        }
        Optional<User> user = users.get().find(words[0]);
        if (!matches(user.map(User::password).orElse(NOBODYS), words[1]) || user.isEmpty()) {
            throw new LoginException("there is no such user, or the password is another one");
        }
        return new OfUser(user.get());
    }

    private boolean matches(PasswordHash hash, String password) throws LoginException {
        try {
            if (!turn.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new LoginException("too many passwords are being looked at; try again later");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoginException("the platform is stopping");
        }
        try {
            return hash.matches(password.toCharArray());
        } finally {
            turn.release();
        }
    }

    private final class OfUser implements Session {
        private final User user;
        private final Caller.Person person;

        OfUser(User user) {
            this.user = user;
            this.person = People.of(user, CurrentCaller.FRONT_END, consoles);
        }

        @Override
        public Caller.Person person() {
            return person;
        }

        @Override
        public void check() {
            if (!users.get().find(user.name()).equals(Optional.of(user))) {
                throw new SecurityException(
                        "the user " + user.name() + " was removed or changed meanwhile; log in again");
            }
        }
    }
}
