package org.albatross.model;

import java.util.List;

/** Who may do what, and who has entered. */
public sealed interface AccessEvent extends Event {
    /**
     * One method for each event.
     *
     * @param <R> what it returns
     */
    interface Handler<R> {
        /** Handles {@link UserAdded}. */
        R userAdded(UserAdded event);

        /** Handles {@link UserRemoved}. */
        R userRemoved(UserRemoved event);

        /** Handles {@link RoleChanged}. */
        R roleChanged(RoleChanged event);

        /** Handles {@link RevocationListAdded}. */
        R revocationListAdded(RevocationListAdded event);

        /** Handles {@link ShellOpened}. */
        R shellOpened(ShellOpened event);

        /** Handles {@link ShellRefused}. */
        R shellRefused(ShellRefused event);

        /** Handles {@link ShellUsed}. */
        R shellUsed(ShellUsed event);

        /** Handles {@link EdgeRefused}. */
        R edgeRefused(EdgeRefused event);

        /** Handles {@link LoggedIn}. */
        R loggedIn(LoggedIn event);

        /** Handles {@link LoginRefused}. */
        R loginRefused(LoginRefused event);

        /** Handles {@link AccessRefused}. */
        R accessRefused(AccessRefused event);
    }

    /** Calls the handler's method for this event. */
    <R> R accept(Handler<R> handler);

    @Override
    default <R> R accept(Event.Handler<R> handler) {
        return handler.access(this);
    }

    /** A user was added. */
    record UserAdded(String user, String role) implements AccessEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.userAdded(this);
        }
    }

    /** A user was removed. */
    record UserRemoved(String user) implements AccessEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.userRemoved(this);
        }
    }

    /** A user has another role from now on. */
    record RoleChanged(String user, String role) implements AccessEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.roleChanged(this);
        }
    }

    /**
     * A certificate revocation list is in force.
     *
     * @param issuer its issuer's common names
     * @param number its number, or the time of its making
     */
    record RevocationListAdded(String issuer, String number) implements AccessEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.revocationListAdded(this);
        }
    }

    /** Somebody has opened a shell on the platform. */
    record ShellOpened() implements AccessEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.shellOpened(this);
        }
    }

    /** Somebody has asked for a shell on the platform, who may not have one. */
    record ShellRefused(String reason) implements AccessEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.shellRefused(this);
        }
    }

    /** Somebody has connected to the socket of the edge who is not the edge. */
    record EdgeRefused(String reason) implements AccessEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.edgeRefused(this);
        }
    }

    /**
     * Somebody has asked for something in a shell.
     *
     * @param commands the names of commands that stand in the line, in order; never anything else of it
     */
    record ShellUsed(List<String> commands) implements AccessEvent {
        /** Copies the list. */
        public ShellUsed {
            commands = List.copyOf(commands);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.shellUsed(this);
        }
    }

    /** A person has logged in at a front end. */
    record LoggedIn() implements AccessEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.loggedIn(this);
        }
    }

    /** Somebody has not been let in at a front end. */
    record LoginRefused(String reason) implements AccessEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.loginRefused(this);
        }
    }

    /** A person has asked a front end for what is not a command, and not theirs. */
    record AccessRefused(String reason) implements AccessEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.accessRefused(this);
        }
    }
}
