package org.albatross.core;

/**
 * Which run of a unikernel is meant: runs of one unikernel are numbered as they are launched, over restarts of the
 * platform, so that the outcome of one is never taken for that of another.
 *
 * @param number from 1 on; 0 of a unikernel that was never launched: {@link #NONE}
 */
public record RunId(long number) {
    /** No run. */
    public static final RunId NONE = new RunId(0);

    /** Throws {@link IllegalArgumentException} for a negative number. */
    public RunId {
        if (number < 0) {
            throw new IllegalArgumentException("run " + number);
        }
    }

    /** Returns that of the run that is launched after this one. */
    RunId next() {
        return new RunId(number + 1);
    }

    @Override
    public String toString() {
        return Long.toString(number);
    }
}
