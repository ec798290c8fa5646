package org.albatross.tls.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.albatross.session.Share;

/** How many connections are passed on at once, and of one account at most a share of them. For any thread. */
final class Places {
    private final Share limit;
    private final Map<String, Integer> taken = new HashMap<>();
    private int total;

    /** All are free. */
    Places(Share limit) {
        this.limit = limit;
    }

    /** Takes one, or returns why there is none. */
    synchronized Optional<String> take(String account) {
        if (taken.getOrDefault(account, 0) >= limit.perAccount()) {
            return Optional.of("at most " + limit.perAccount() + " connections of " + account
                    + " may be open, and as many are; try again later");
        }
        if (total >= limit.most()) {
            return Optional.of(
                    "at most " + limit.most() + " connections may be open, and as many are; try again later");
        }
        total++;
        taken.merge(account, 1, Integer::sum);
        return Optional.empty();
    }

    /** Gives one back. */
    synchronized void giveBack(String account) {
        total--;
        taken.computeIfPresent(account, (same, count) -> count == 1 ? null : count - 1);
    }
}
