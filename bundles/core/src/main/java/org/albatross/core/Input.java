package org.albatross.core;

import java.util.List;
import java.util.Optional;
import org.albatross.model.Command;
import org.albatross.model.Exit;
import org.albatross.model.Name;
import org.albatross.model.RunningUnikernel;
import org.albatross.model.Text;

/**
 * What happens: a command, the outcome of an effect, the end of a process, a timer. Outcomes carry the
 * ticket or the run id of their effect; one that belongs to something that was overtaken meanwhile changes
 * nothing but what must be cleaned up.
 */
public sealed interface Input {

    /** One method for each input. */
    interface Handler {
        /** Handles {@link Asked}. */
        void asked(Asked input);

        /** Handles {@link Staged}. */
        void staged(Staged input);

        /** Handles {@link Refused}. */
        void refused(Refused input);

        /** Handles {@link Stored}. */
        void stored(Stored input);

        /** Handles {@link NotStored}. */
        void notStored(NotStored input);

        /** Handles {@link PoliciesStored}. */
        void policiesStored(PoliciesStored input);

        /** Handles {@link PoliciesNotStored}. */
        void policiesNotStored(PoliciesNotStored input);

        /** Handles {@link BlockChanged}. */
        void blockChanged(BlockChanged input);

        /** Handles {@link BlockNotChanged}. */
        void blockNotChanged(BlockNotChanged input);

        /** Handles {@link Started}. */
        void started(Started input);

        /** Handles {@link NotStarted}. */
        void notStarted(NotStarted input);

        /** Handles {@link Ended}. */
        void ended(Ended input);

        /** Handles {@link Cleaned}. */
        void cleaned(Cleaned input);

        /** Handles {@link Woken}. */
        void woken(Woken input);

        /** Handles {@link Checked}. */
        void checked(Checked input);

        /** Handles {@link Impaired}. */
        void impaired(Impaired input);

        /** Handles {@link TakenOver}. */
        void takenOver(TakenOver input);
    }

    /** Calls the handler's method for this input. */
    void accept(Handler handler);
    /**
     * A command that changes or asks something. Its answer is an {@link Effect.Answer} with the same number.
     *
     * @param request a number that no other request has; never {@link RequestId#PLATFORM}
     * @param facts what the machine has now
     */
    record Asked(RequestId request, Name name, Command command, HostFacts facts) implements Input {
        @Override
        public void accept(Handler handler) {
            handler.asked(this);
        }
    }

    /** The image is in the store, and the machine can run it. */
    record Staged(Name name, Ticket ticket, Spec spec) implements Input {
        @Override
        public void accept(Handler handler) {
            handler.staged(this);
        }
    }

    /** The image or the configuration cannot be run; nothing of it was left. */
    record Refused(Name name, Ticket ticket, String reason) implements Input {
        @Override
        public void accept(Handler handler) {
            handler.refused(this);
        }
    }

    /** A change of the desired state is durable. */
    record Stored(Name name, Ticket ticket) implements Input {
        @Override
        public void accept(Handler handler) {
            handler.stored(this);
        }
    }

    /** A change of the desired state could not be made; the former one stands. */
    record NotStored(Name name, Ticket ticket, String reason) implements Input {
        @Override
        public void accept(Handler handler) {
            handler.notStored(this);
        }
    }

    /** A change of policies is durable. */
    record PoliciesStored(Ticket ticket) implements Input {
        @Override
        public void accept(Handler handler) {
            handler.policiesStored(this);
        }
    }

    /** A change of policies could not be made. */
    record PoliciesNotStored(Ticket ticket, String reason) implements Input {
        @Override
        public void accept(Handler handler) {
            handler.policiesNotStored(this);
        }
    }

    /** A change of a block device is complete and durable. */
    record BlockChanged(Name name, Ticket ticket) implements Input {
        @Override
        public void accept(Handler handler) {
            handler.blockChanged(this);
        }
    }

    /** A change of a block device could not be made; what was before stands. */
    record BlockNotChanged(Name name, Ticket ticket, String reason) implements Input {
        @Override
        public void accept(Handler handler) {
            handler.blockNotChanged(this);
        }
    }

    /** A tender runs. */
    record Started(RunningUnikernel run) implements Input {
        /** Returns the unikernel. */
        public Name name() {
            return run.name();
        }

        /** Returns the number of the run. */
        public RunId runId() {
            return new RunId(run.runId());
        }

        @Override
        public void accept(Handler handler) {
            handler.started(this);
        }
    }

    /** A tender could not be started; what was prepared for it has been undone. */
    record NotStarted(Name name, RunId runId, String reason) implements Input {
        @Override
        public void accept(Handler handler) {
            handler.notStarted(this);
        }
    }

    /** A tender has ended; comes once, after its {@link Started}. */
    record Ended(Name name, RunId runId, Exit exit) implements Input {
        @Override
        public void accept(Handler handler) {
            handler.ended(this);
        }
    }

    /**
     * What a run had on the machine has been removed.
     *
     * @param lastLine the last line that it printed
     */
    record Cleaned(Name name, RunId runId, Optional<Text> lastLine) implements Input {
        @Override
        public void accept(Handler handler) {
            handler.cleaned(this);
        }
    }

    /** A timer went off. */
    record Woken(Name name, Ticket ticket) implements Input {
        @Override
        public void accept(Handler handler) {
            handler.woken(this);
        }
    }

    /**
     * An attempt of a check has come to its end.
     *
     * @param failure why it has failed, in words for people; absent when it has succeeded
     */
    record Checked(Name name, Ticket ticket, Optional<String> failure) implements Input {
        @Override
        public void accept(Handler handler) {
            handler.checked(this);
        }
    }

    /**
     * What a run has on the machine is not as it should be, and cannot be made so.
     *
     * @param reason why, in words for people; absent when all is well again
     */
    record Impaired(Name name, RunId runId, Optional<String> reason) implements Input {
        @Override
        public void accept(Handler handler) {
            handler.impaired(this);
        }
    }

    /**
     * What take-over found for each desired unikernel; the first input of all. Comes again for those that were
     * {@link Found.Unclear} when it is known. What runs though nobody desires it is ended without asking, before
     * any effect of its name.
     */
    record TakenOver(List<Found> found) implements Input {
        /** Copies the list. */
        public TakenOver {
            found = List.copyOf(found);
        }

        @Override
        public void accept(Handler handler) {
            handler.takenOver(this);
        }
    }

    /** What the machine said about a desired unikernel when the platform started. */
    sealed interface Found {
        /**
         * One method for each, so that a case that is forgotten does not compile.
         *
         * @param <R> what it returns
         */
        interface Handler<R> {
            /** Handles {@link Alive}. */
            R alive(Alive found);

            /** Handles {@link Dead}. */
            R dead(Dead found);

            /** Handles {@link Absent}. */
            R absent(Absent found);

            /** Handles {@link Unclear}. */
            R unclear(Unclear found);
        }

        /** Calls the handler's method for what was found. */
        <R> R accept(Found.Handler<R> handler);

        /** The unikernel. */
        Name name();

        /** The number of its last known run, 0 for none. */
        RunId runId();

        /** What was before its last known run. */
        History history();

        /**
         * Its tender lives.
         *
         * @param current whether it runs what is desired now
         * @param ending whether it was asked to end ({@link Effect.Terminate})
         */
        record Alive(RunningUnikernel run, boolean current, boolean ending, History history) implements Found {
            @Override
            public Name name() {
                return run.name();
            }

            @Override
            public RunId runId() {
                return new RunId(run.runId());
            }

            @Override
            public <R> R accept(Found.Handler<R> handler) {
                return handler.alive(this);
            }
        }

        /**
         * It ended in this boot of the machine, and what followed was not begun.
         *
         * @param current whether it ran what is desired now, and was not asked to end; otherwise its end is not judged,
         *     and what is desired is launched
         */
        record Dead(Name name, RunId runId, Exit exit, boolean current, History history) implements Found {
            @Override
            public <R> R accept(Found.Handler<R> handler) {
                return handler.dead(this);
            }
        }

        /** It does not run, and has not in this boot. */
        record Absent(Name name, RunId runId, History history) implements Found {
            @Override
            public <R> R accept(Found.Handler<R> handler) {
                return handler.absent(this);
            }
        }

        /** It cannot be known whether it runs. */
        record Unclear(Name name, RunId runId, String reason) implements Found {
            @Override
            public History history() {
                return History.NONE;
            }

            @Override
            public <R> R accept(Found.Handler<R> handler) {
                return handler.unclear(this);
            }
        }
    }
}
