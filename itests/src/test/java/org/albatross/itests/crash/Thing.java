package org.albatross.itests.crash;

import java.util.List;
import org.albatross.model.Name;
import org.albatross.model.Policy;

/**
 * Something of which the state directory keeps what is desired.
 *
 * @param kind what it is
 * @param name whose; a policy's path
 */
record Thing(Kind kind, Name name) {
    /** The kinds of things. */
    enum Kind {
        UNIKERNEL,
        POLICY,
        BLOCK_DEVICE
    }

    /** What is desired of a thing. */
    sealed interface Desired {}

    /**
     * A unikernel.
     *
     * @param image the digest of its image
     * @param arguments what it is told
     * @param taps how many network devices it has
     * @param stopped whether it should not run now
     */
    record Unikernel(String image, List<String> arguments, int taps, boolean stopped) implements Desired {
        /** Copies the list. */
        Unikernel {
            arguments = List.copyOf(arguments);
        }
    }

    /** What unikernels at a path may use. */
    record Limited(Policy policy) implements Desired {}

    /** A block device of some MB. */
    record Sized(long megabytes) implements Desired {}
}
