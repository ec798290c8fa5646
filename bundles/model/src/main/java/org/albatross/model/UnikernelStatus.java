package org.albatross.model;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a desired or finished unikernel stands; ours, wire-protocol section 7.
 *
 * @param state one of {@link State}, as text so that a newer peer may say more
 * @param runId the number of its present or last run
 * @param restarts automatic restarts since it was last started by a command
 * @param reason why it waits, or why it is finished
 * @param lastExit how its last run ended: {@code exit 2}, {@code signal 9} or {@code unknown}
 * @param since since when it is in this state
 * @param nextTry when it is tried again
 * @param addName whether {@code --name} is prepended to the arguments of what runs, or shall run; absent when it is
 *     finished, and from a platform that does not tell
 * @param info what {@code info} tells of it, or would if it ran; told only to who asks about nothing else, and absent
 *     when it is finished
 */
public record UnikernelStatus(
        Text state,
        long runId,
        long restarts,
        Optional<Text> reason,
        Optional<Text> lastExit,
        Optional<Instant> since,
        Optional<Instant> nextTry,
        Optional<Boolean> addName,
        Optional<UnikernelInfo> info) {
    /** The states that this version knows. */
    public enum State {
        /** Its tender lives, or is being started or ended. */
        RUNNING,
        /** It ended and is started again after its back-off. */
        RESTARTING,
        /** It is desired and cannot run now. */
        WAITING,
        /** It is desired, and was stopped by a command. */
        STOPPED,
        /** It ended for good. */
        FINISHED;

        /** Returns the state as it stands on the wire. */
        public Text text() {
            return Text.of(name().toLowerCase(Locale.ROOT));
        }
    }
}
