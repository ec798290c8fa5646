package org.albatross.core;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.albatross.model.Blob;
import org.albatross.model.Event;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.NetDevice;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.ServiceCheck;
import org.albatross.model.Sha256;
import org.albatross.model.UnikernelConfig;

/**
 * What is to be done. The effects of one unikernel are performed in the order in which they were handed
 * out, those of different ones side by side. Each one with a ticket or run id has exactly one outcome; its
 * performer bounds how long that takes.
 */
public sealed interface Effect {

    /** One method for each effect. */
    interface Handler {
        /** Handles {@link Answer}. */
        void answer(Answer effect);

        /** Handles {@link Refuse}. */
        void refuse(Refuse effect);

        /** Handles {@link SendImage}. */
        void sendImage(SendImage effect);

        /** Handles {@link Stage}. */
        void stage(Stage effect);

        /** Handles {@link Verify}. */
        void verify(Verify effect);

        /** Handles {@link Cancel}. */
        void cancel(Cancel effect);

        /** Handles {@link Store}. */
        void store(Store effect);

        /** Handles {@link StorePolicies}. */
        void storePolicies(StorePolicies effect);

        /** Handles {@link ChangeBlock}. */
        void changeBlock(ChangeBlock effect);

        /** Handles {@link DumpBlock}. */
        void dumpBlock(DumpBlock effect);

        /** Handles {@link Launch}. */
        void launch(Launch effect);

        /** Handles {@link Terminate}. */
        void terminate(Terminate effect);

        /** Handles {@link Clean}. */
        void clean(Clean effect);

        /** Handles {@link Release}. */
        void release(Release effect);

        /** Handles {@link Drop}. */
        void drop(Drop effect);

        /** Handles {@link Wake}. */
        void wake(Wake effect);

        /** Handles {@link Check}. */
        void check(Check effect);

        /** Handles {@link Tell}. */
        void tell(Tell effect);

        /** Handles {@link Alert}. */
        void alert(Alert effect);

        /** Handles {@link Remember}. */
        void remember(Remember effect);
    }

    /** Calls the handler's method for this effect. */
    void accept(Handler handler);
    /** Answers a request; {@link Refuse} is how it is refused. */
    record Answer(RequestId request, Reply reply) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.answer(this);
        }
    }

    /** Refuses a request. */
    record Refuse(RequestId request, Refusal refusal) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.refuse(this);
        }
    }

    /** Answers a request with an image from the store, compressed at a level from 0 (not at all) to 9. */
    record SendImage(RequestId request, Sha256 image, long size, int level) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.sendImage(this);
        }
    }

    /**
     * Puts the image into the store and checks that the machine can run it: zlib, ABI, tender, manifest,
     * bridges, and that a check is about one of their networks. Outcome: {@link Input.Staged} or {@link Input.Refused}.
     *
     * @param request who asked for it
     */
    record Stage(Name name, Ticket ticket, RequestId request, UnikernelConfig config, Optional<ServiceCheck> check)
            implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.stage(this);
        }
    }

    /**
     * Checks that the machine can start an image of the store with these arguments, as {@link Stage} does; before a run
     * is ended for another. Outcome as of {@link Stage}.
     */
    record Verify(Name name, Ticket ticket, Spec spec) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.verify(this);
        }
    }

    /** Gives up a {@link Stage} or {@link Verify} under way, whose outcome is waited for no longer. */
    record Cancel(Name name, Ticket ticket) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.cancel(this);
        }
    }

    /** Makes the desired state of a unikernel durable; absent: removes it. Outcome: {@link Input.Stored}, {@link Input.NotStored}. */
    record Store(Name name, Ticket ticket, Optional<Desired> desired) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.store(this);
        }
    }

    /**
     * Makes policies durable, all or none; removes those that are absent. Outcome: {@link Input.PoliciesStored}, {@link
     * Input.PoliciesNotStored}.
     */
    record StorePolicies(Ticket ticket, SortedMap<Path, Optional<Policy>> changes) implements Effect {
        /** Copies the map. */
        public StorePolicies {
            changes = Collections.unmodifiableSortedMap(new TreeMap<>(changes));
        }

        @Override
        public void accept(Handler handler) {
            handler.storePolicies(this);
        }
    }

    /**
     * Changes a block device on disk. Outcome: {@link Input.BlockChanged} or, with what was before in its place,
     * {@link Input.BlockNotChanged}. A unikernel of the same name does not wait for it.
     *
     * @param request who asked for it
     * @param size the device's size
     */
    record ChangeBlock(Name name, Ticket ticket, RequestId request, Megabytes size, Volume.Change change)
            implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.changeBlock(this);
        }
    }

    /**
     * Answers with a block device's contents.
     *
     * @param size the device's size
     * @param level the compression, 0 (not at all) to 9
     * @param old whether in one answer, as before 2.5, or streamed
     * @param user the unikernel that uses the device, and is stopped while a copy of it is made
     */
    record DumpBlock(RequestId request, Name name, Megabytes size, int level, boolean old, Optional<Name> user)
            implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.dumpBlock(this);
        }
    }

    /**
     * Prepares and starts a run: taps, fifo, ring, record, tender. Outcome: {@link Input.Started} or, with
     * everything undone, {@link Input.NotStarted}.
     *
     * @param rings how many rings the unikernel's path may keep
     * @param history what was before, for the record
     */
    record Launch(Name name, RunId runId, Spec spec, long rings, History history) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.launch(this);
        }
    }

    /**
     * Ends a run: TERM, KILL after a grace period. Its end comes as {@link Input.Ended}. That it was asked for is
     * in the run record before, so that after a crash this end is not judged: see {@link Input.Found.Dead}.
     */
    record Terminate(Name name, RunId runId) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.terminate(this);
        }
    }

    /**
     * Reads the rest of a run's output, removes its taps and its fifo. Outcome: {@link Input.Cleaned}. How the run
     * ended stays in the run record until the next launch, or until the unikernel is desired no longer: what follows
     * from it may not be durable when the platform crashes. Comes again after a take-over.
     */
    record Clean(Name name, RunId runId) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.clean(this);
        }
    }

    /**
     * Gives back an image that no desired, fall-back or running entry names. One that a {@link Stage} has just put
     * into the store stays until its {@link Input.Staged} has been applied: this effect may have been decided
     * before; it comes again if nobody wants the image then.
     */
    record Release(Sha256 image) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.release(this);
        }
    }

    /** Gives back the blob of a configuration that was refused before it was staged. */
    record Drop(Blob image) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.drop(this);
        }
    }

    /** Sends {@link Input.Woken} after a while; a later one of the same unikernel does not replace it. */
    record Wake(Name name, Ticket ticket, Duration after) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.wake(this);
        }
    }

    /**
     * Asks a service of a unikernel once, within some seconds, on a network of its devices alone. Outcome: {@link
     * Input.Checked}.
     */
    record Check(Name name, Ticket ticket, ServiceCheck check, List<NetDevice> devices) implements Effect {
        /** Copies the list. */
        public Check {
            devices = List.copyOf(devices);
        }

        @Override
        public void accept(Handler handler) {
            handler.check(this);
        }
    }

    /** Tells the event log; {@code request} says who asked, {@link RequestId#PLATFORM} for the platform itself. */
    record Tell(RequestId request, Name name, Event event) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.tell(this);
        }
    }

    /** Tells the operator that a unikernel runs on as it is, since what is desired of it cannot start, and why. */
    record Alert(Name name, String reason) implements Effect {
        @Override
        public void accept(Handler handler) {
            handler.alert(this);
        }
    }

    /**
     * Keeps what {@code status} tells of unikernels that ended for good, for the next platform; takes the place of what
     * was kept before. Nothing depends on it, so it has no outcome, and none waits for it.
     */
    record Remember(List<State.Finished> finished) implements Effect {
        /** Copies the list. */
        public Remember {
            finished = List.copyOf(finished);
        }

        @Override
        public void accept(Handler handler) {
            handler.remember(this);
        }
    }
}
