package org.albatross.endpoint;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Looks at the passwords of users, one after the other, since each costs a part of a second of a processor. Whether there is no such
 * user or the password is another one is not told, and takes as long. For any thread.
 */
public final class PasswordCheck {
    private static final long WAIT_SECONDS = 20;

    /** Is looked at in the place of that of a user who is not there; no password has it. */
    private static final PasswordHash NOBODYS =
            PasswordHash.parse("pbkdf2-sha256:600000:AAAAAAAAAAAAAAAAAAAAAA==:" + "A".repeat(43) + "=");

    private final Supplier<Users> users;
    private final Semaphore turn = new Semaphore(1, true);

    /** Looks at those of the users whom {@code users} has at the moment. */
    public PasswordCheck(Supplier<Users> users) {
        this.users = users;
    }

    /**
     * Returns the user of a name and a password. Takes its time.
     *
     * @throws LoginException when there is none, or when it is not this one's turn within 20 s
     */
    public User login(String name, String password) throws LoginException {
        Optional<User> user = users.get().find(name);
        boolean right = matches(user.map(User::password).orElse(NOBODYS), password);
        return user.filter(unused -> right)
                .orElseThrow(() -> new LoginException("there is no such user, or the password is another one"));
    }

    /** Tells whether a user who has logged in is still there, with the same role, path and password. */
    public boolean isCurrent(User user) {
        return users.get().find(user.name()).equals(Optional.of(user));
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
}
