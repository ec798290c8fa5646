package org.albatross.core;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.albatross.model.Blob;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.Reply;
import org.albatross.model.Sha256;
import org.albatross.model.UnikernelConfig;

/**
 * What is to be done. The effects of one unikernel are performed in the order in which they were handed
 * out, those of different ones side by side. Each one with a ticket or run id has exactly one outcome; its
 * performer bounds how long that takes.
 */
public sealed interface Effect {
    /** Answers a request. */
    record Answer(long request, Reply reply) implements Effect {}

    /** Answers a request with an image from the store, compressed at a level from 0 (not at all) to 9. */
    record SendImage(long request, Sha256 image, long size, int level) implements Effect {}

    /**
     * Puts the image into the store and checks that the machine can run it: zlib, ABI, tender, manifest,
     * bridges. Outcome: {@link Input.Staged} or {@link Input.Refused}.
     */
    record Stage(Name name, long ticket, UnikernelConfig config) implements Effect {}

    /** Checks an image of the store against other arguments. Outcome as of {@link Stage}. */
    record Verify(Name name, long ticket, Spec spec) implements Effect {}

    /** Gives up a {@link Stage} or {@link Verify} under way, whose outcome is waited for no longer. */
    record Cancel(Name name, long ticket) implements Effect {}

    /** Makes the desired state of a unikernel durable; absent: removes it. Outcome: {@link Input.Stored}, {@link Input.NotStored}. */
    record Store(Name name, long ticket, Optional<Desired> desired) implements Effect {}

    /** Makes the policy of a path durable; absent: removes it. Outcome: {@link Input.PolicyStored}, {@link Input.PolicyNotStored}. */
    record StorePolicy(Path path, long ticket, Optional<Policy> policy) implements Effect {}

    /**
     * Prepares and starts a run: taps, fifo, ring, record, tender. Outcome: {@link Input.Started} or, with
     * everything undone, {@link Input.NotStarted}.
     *
     * @param rings how many rings the unikernel's path may keep
     */
    record Launch(Name name, long runId, Spec spec, long rings) implements Effect {}

    /** Ends a run: TERM, KILL after a grace period. Its end comes as {@link Input.Ended}. */
    record Terminate(Name name, long runId) implements Effect {}

    /**
     * Reads the rest of a run's output, removes its taps, its fifo and its record. Outcome:
     * {@link Input.Cleaned}.
     */
    record Clean(Name name, long runId) implements Effect {}

    /** Gives back an image that no desired, fall-back or running entry names. */
    record Release(Sha256 image) implements Effect {}

    /** Gives back the blob of a configuration that was refused before it was staged. */
    record Drop(Blob image) implements Effect {}

    /** Sends {@link Input.Woken} after a while; a later one of the same unikernel does not replace it. */
    record Wake(Name name, long ticket, Duration after) implements Effect {}

    /** Tells the event log; {@code request} says who asked, {@link Input#NOBODY} for the platform itself. */
    record Tell(long request, Name name, String action, Map<String, String> details) implements Effect {
        /** Copies the details, keeping their order. */
        public Tell {
            details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
        }
    }
}
