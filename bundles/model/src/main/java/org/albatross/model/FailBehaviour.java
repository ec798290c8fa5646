package org.albatross.model;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** What happens when a unikernel ends by itself. */
public sealed interface FailBehaviour {
    /** It is finished, whatever its exit code. */
    record Quit() implements FailBehaviour {}

    /**
     * It is started again after these exit codes.
     *
     * @param codes the codes; empty for every code that may restart
     */
    record Restart(SortedSet<Long> codes) implements FailBehaviour {
        /** The most codes: there are no others. */
        public static final int MAX_CODES = 256;

        /** Copies the codes. */
        public Restart {
            codes = Collections.unmodifiableSortedSet(new TreeSet<>(codes));
        }
    }
}
