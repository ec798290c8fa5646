package org.albatross.jmx.internal.connector;

import java.util.function.Supplier;
import org.albatross.endpoint.LoginException;
import org.albatross.endpoint.PasswordCheck;
import org.albatross.endpoint.People;
import org.albatross.endpoint.User;
import org.albatross.endpoint.Users;
import org.albatross.jmx.internal.CurrentCaller;
import org.albatross.model.Caller;
import org.jspecify.annotations.Nullable;

/** Lets users in by their passwords. For any thread. */
final class PasswordLogin implements Login {
    private final PasswordCheck passwords;
    private final boolean consoles;

    /**
     * Lets in those whom {@code users} has at the moment.
     *
     * @param consoles whether viewers may read consoles
     */
    PasswordLogin(Supplier<Users> users, boolean consoles) {
        this.passwords = new PasswordCheck(users);
        this.consoles = consoles;
    }

    @Override
    public Session login(@Nullable Object credentials) throws LoginException {
        if (!(credentials instanceof String[] words) || words.length != 2 || words[0] == null || words[1] == null) {
            throw new LoginException("a user and a password are needed");
        }
        return new OfUser(passwords.login(words[0], words[1]));
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
            if (!passwords.isCurrent(user)) {
                throw new SecurityException(
                        "the user " + user.name() + " was removed or changed meanwhile; log in again");
            }
        }
    }
}
