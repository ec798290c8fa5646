package org.albatross.session;

import java.util.Optional;

/** The memory that the command of one connection takes. For any thread. */
final class HeldMemory {
    private final CommandMemory all;
    private final String account;
    private long held;

    /** None yet. */
    HeldMemory(CommandMemory all, String account) {
        this.all = all;
        this.account = account;
    }

    /** Takes more, or returns why there is none. */
    synchronized Optional<String> take(long bytes) {
        Optional<String> refusal = all.take(account, bytes);
        if (refusal.isEmpty()) {
            held += bytes;
        }
        return refusal;
    }

    /** Gives all of it back. */
    synchronized void giveBack() {
        if (held > 0) {
            all.giveBack(account, held);
            held = 0;
        }
    }
}
