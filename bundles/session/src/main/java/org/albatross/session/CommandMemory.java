package org.albatross.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The memory that commands take which were decoded and are not carried out yet: at most so much of all, and of one account. Large
 * blobs are not in it, which lie in files. For any thread.
 */
final class CommandMemory {
    private final Share limit;
    private final Map<String, Long> held = new HashMap<>();
    private long total;

    /** Nothing is taken. */
    CommandMemory(Share limit) {
        this.limit = limit;
    }

    /** Takes memory, or returns why there is none. */
    synchronized Optional<String> take(String account, long bytes) {
        long own = held.getOrDefault(account, 0L);
        if (own + bytes > limit.perAccount()) {
            return refusal(bytes, "commands of " + account, own, limit.perAccount());
        }
        if (total + bytes > limit.most()) {
            return refusal(bytes, "commands", total, limit.most());
        }
        if (bytes > 0) {
            held.put(account, own + bytes);
            total += bytes;
        }
        return Optional.empty();
    }

    private static Optional<String> refusal(long bytes, String whose, long held, long most) {
        return Optional.of("no memory is left for " + bytes + " more bytes of a command: " + whose
                + " that are not carried out yet take " + held + ", and at most " + most
                + " are allowed; try again later");
    }

    /** Gives memory back. */
    synchronized void giveBack(String account, long bytes) {
        total -= bytes;
        held.computeIfPresent(account, (same, own) -> own == bytes ? null : own - bytes);
    }
}
