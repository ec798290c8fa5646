package org.albatross.session;

import java.util.Optional;
import org.albatross.wire.MemoryMeter;
import org.albatross.wire.ProtocolException;

/**
 * The memory that one command takes, with what comes before it, from when it is read until it is carried out or refused: at most so
 * much of all commands, and of one account. For any thread.
 */
public final class HeldMemory implements MemoryMeter {
    private final CommandMemory all;
    private final String account;
    private long held;

    /** None yet. */
    HeldMemory(CommandMemory all, String account) {
        this.all = all;
        this.account = account;
    }

    /** Takes more, or returns why there is none. */
    synchronized Optional<String> tryTake(long bytes) {
        Optional<String> refusal = all.take(account, bytes);
        if (refusal.isEmpty()) {
            held += bytes;
        }
        return refusal;
    }

    @Override
    public void take(long bytes) throws ProtocolException {
        Optional<String> refusal = tryTake(bytes);
        if (refusal.isPresent()) {
            throw new ProtocolException(refusal.get());
        }
    }

    /** Gives all of it back. */
    public synchronized void giveBack() {
        if (held > 0) {
            all.giveBack(account, held);
            held = 0;
        }
    }
}
