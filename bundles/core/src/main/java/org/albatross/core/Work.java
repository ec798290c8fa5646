package org.albatross.core;

import java.util.List;
import java.util.Optional;
import org.albatross.model.Arguments;
import org.albatross.model.Confirmation;
import org.albatross.model.Sha256;

/** What a command is doing with a unikernel; one at a time, only a destroy overtakes. */
public sealed interface Work {
    /**
     * One method for each, so that a case that is forgotten does not compile.
     *
     * @param <R> what it returns
     */
    interface Handler<R> {
        /** Handles {@link None}. */
        R none(None work);

        /** Handles {@link Staging}. */
        R staging(Staging work);

        /** Handles {@link Storing}. */
        R storing(Storing work);

        /** Handles {@link Swapping}. */
        R swapping(Swapping work);

        /** Handles {@link TakingBack}. */
        R takingBack(TakingBack work);

        /** Handles {@link Destroying}. */
        R destroying(Destroying work);

        /** Handles {@link Stopping}. */
        R stopping(Stopping work);

        /** Handles {@link AwaitingTurn}. */
        R awaitingTurn(AwaitingTurn work);

        /** Handles {@link Resuming}. */
        R resuming(Resuming work);
    }

    /** Calls the handler's method for this work. */
    <R> R accept(Handler<R> handler);

    /** Work during which the run follows what is desired, and nothing else. */
    sealed interface LeavingRunAlone extends Work {}

    /** Work that waits for a change of the desired state to be durable. */
    sealed interface AwaitingStore extends Work {
        /** Returns the ticket of that change; nothing once it is durable, or where none is needed. */
        Optional<Ticket> store();
    }

    /** Nothing. */
    record None() implements LeavingRunAlone {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.none(this);
        }
    }

    /**
     * An image is staged or verified for it.
     *
     * @param arguments what is reserved for the result
     * @param verifies the image of the store that is verified for a restart; absent when one is staged
     * @param confirmation when what it replaces is given up; absent: at once
     */
    record Staging(
            RequestId request,
            Ticket ticket,
            Arguments arguments,
            Optional<Sha256> verifies,
            Optional<Confirmation> confirmation)
            implements LeavingRunAlone {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.staging(this);
        }
    }

    /** The result of staging is being made durable. */
    record Storing(RequestId request, Ticket ticket) implements AwaitingStore {
        @Override
        public Optional<Ticket> store() {
            return Optional.of(ticket);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.storing(this);
        }
    }

    /**
     * What is desired now takes the place of what runs.
     *
     * @param previous what was desired before; absent for a create
     * @param launched whether its own launch is under way, and not that of its predecessor
     * @param done what is answered when it runs
     */
    record Swapping(RequestId request, Optional<Desired> previous, boolean launched, String done) implements Work {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.swapping(this);
        }
    }

    /** A launch failed; the former desired state is being made durable again. */
    record TakingBack(RequestId request, Ticket ticket, String reason) implements AwaitingStore {
        @Override
        public Optional<Ticket> store() {
            return Optional.of(ticket);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.takingBack(this);
        }
    }

    /**
     * It is being destroyed.
     *
     * @param requests who waits for it
     * @param store the change that removes it, until that is durable
     * @param ran whether a tender was there to be ended
     */
    record Destroying(List<RequestId> requests, Optional<Ticket> store, boolean ran) implements AwaitingStore {
        /** Copies the list. */
        public Destroying {
            requests = List.copyOf(requests);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.destroying(this);
        }
    }

    /**
     * It is being stopped.
     *
     * @param store the change that says so, until that is durable; nothing where it need not be
     */
    record Stopping(RequestId request, Optional<Ticket> store) implements AwaitingStore {
        /** A stop that is durable, or need not be. */
        Stopping(RequestId request) {
            this(request, Optional.empty());
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.stopping(this);
        }
    }

    /**
     * It is ended by a shutdown as soon as those of higher start orders are: see {@link ShutdownOrder}. It runs on until
     * then, and is not started again when it ends by itself.
     *
     * @param ticket of the timer that ends it anyway
     */
    record AwaitingTurn(RequestId request, Ticket ticket) implements Work {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.awaitingTurn(this);
        }
    }

    /**
     * A stop is being ended.
     *
     * @param ticket of the change that says so
     */
    record Resuming(RequestId request, Ticket ticket) implements AwaitingStore {
        @Override
        public Optional<Ticket> store() {
            return Optional.of(ticket);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.resuming(this);
        }
    }

    /** Tells whether the run follows what is desired meanwhile, and nothing else. */
    default boolean leavesRunAlone() {
        return this instanceof LeavingRunAlone;
    }

    /** Tells whether it goes on when the change with this ticket has come to its end. */
    default boolean awaits(Ticket ticket) {
        return this instanceof AwaitingStore waiting
                && waiting.store().filter(ticket::equals).isPresent();
    }
}
