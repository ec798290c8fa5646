package org.albatross.edge.internal;

import java.util.Optional;
import org.albatross.model.Caller;

/**
 * The user that may connect to {@code edge.sock}.
 *
 * @param name how the configuration calls it
 * @param uid its number, where there is such a user
 */
record EdgeUser(String name, Optional<Long> uid) {
    /**
     * Returns what an operator has set.
     *
     * @param known the uid of the user {@link EdgeConfig#ACCOUNT} as the start has found it, empty where there is none
     */
    static EdgeUser of(String configured, String known) {
        if (configured.equals(EdgeConfig.ACCOUNT)) {
            return new EdgeUser(configured, known.isEmpty() ? Optional.empty() : Optional.of(Long.valueOf(known)));
        }
        return new EdgeUser("uid " + configured, Optional.of(Long.valueOf(configured)));
    }

    /** Returns why somebody may not connect, if so. */
    Optional<String> refusal(Caller.Local peer) {
        if (uid.isEmpty()) {
            return Optional.of(
                    "only the user " + name + " may connect to edge.sock, and there was none when the platform"
                            + " started; this is uid " + peer.uid());
        }
        return peer.uid() == uid.get()
                ? Optional.empty()
                : Optional.of("only " + (name.startsWith("uid") ? name : "uid " + uid.get() + " (" + name + ")")
                        + " may connect to edge.sock, this is uid " + peer.uid());
    }
}
