package org.albatross.core;

import java.util.Optional;
import org.albatross.model.Blob;
import org.albatross.model.Megabytes;

/**
 * A block device of the host.
 *
 * @param size its size
 * @param work the change under way; it is reserved, and given to no unikernel, until that is over
 */
public record Volume(Megabytes size, Optional<Work> work) {
    /** A change under way, and who asked for it. */
    public record Work(RequestId request, Ticket ticket, Change change) {}

    /** What can be done to a block device. */
    public sealed interface Change {
        /**
         * One method for each.
         *
         * @param <R> what it returns
         */
        interface Handler<R> {
            /** Handles {@link Make}. */
            R make(Make change);

            /** Handles {@link Fill}. */
            R fill(Fill change);

            /** Handles {@link Remove}. */
            R remove(Remove change);
        }

        /** Calls the handler's method for this change. */
        <R> R accept(Handler<R> handler);

        /** It is made: empty, or with contents, as clients before 2.5 ask for in one command. */
        record Make(Optional<Fill> contents) implements Change {
            @Override
            public <R> R accept(Handler<R> handler) {
                return handler.make(this);
            }
        }

        /** Its contents are replaced; the old ones stand until the new ones are complete and durable. */
        record Fill(Contents contents, boolean compressed) implements Change {
            @Override
            public <R> R accept(Handler<R> handler) {
                return handler.fill(this);
            }
        }

        /** It is removed. */
        record Remove() implements Change {
            @Override
            public <R> R accept(Handler<R> handler) {
                return handler.remove(this);
            }
        }
    }

    /** Where new contents come from. */
    public sealed interface Contents {
        /** From the data that follow the request. */
        record Streamed(RequestId request) implements Contents {}

        /** From a blob, which belongs to whoever performs the change. */
        record Sent(Blob blob) implements Contents {}
    }

    /** A device at rest. */
    public Volume(Megabytes size) {
        this(size, Optional.empty());
    }
}
