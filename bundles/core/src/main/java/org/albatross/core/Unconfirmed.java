package org.albatross.core;

import java.util.Optional;

/** Where a replacement stands that runs and is not confirmed yet. */
public sealed interface Unconfirmed {
    /** Returns the ticket of the timer, or of the store, that it goes on with. */
    Ticket ticket();

    /**
     * It has to run until the timer goes off.
     *
     * @param checking its check, until that has succeeded
     */
    record Running(Ticket ticket, Optional<Checking> checking) implements Unconfirmed {
        /** Tells whether a ticket is that of its check. */
        boolean checksBy(Ticket other) {
            return checking.filter(value -> value.ticket().equals(other)).isPresent();
        }
    }

    /** That it stays is being made durable. */
    record Confirming(Ticket ticket) implements Unconfirmed {}

    /** That it gives way to what it has replaced is being made durable, for this reason. */
    record FallingBack(Ticket ticket, String reason) implements Unconfirmed {}

    /**
     * A check that has not succeeded.
     *
     * @param ticket of the attempt under way, or of the timer until the next one
     * @param reason why the last attempt failed; absent before its end
     */
    record Checking(Ticket ticket, Optional<String> reason) {}
}
