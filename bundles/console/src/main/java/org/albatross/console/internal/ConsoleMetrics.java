package org.albatross.console.internal;

import com.codahale.metrics.Counter;

/**
 * What has become of unikernels' output since the service started. For any thread.
 *
 * @param opened how many fifos were opened, one for each run
 * @param bytes how many were read from fifos
 * @param lines how many lines came into rings
 * @param lost how many lines subscribers have missed, each of which counts its own
 */
record ConsoleMetrics(Counter opened, Counter bytes, Counter lines, Counter lost) {
    /** Nothing yet. */
    ConsoleMetrics() {
        this(new Counter(), new Counter(), new Counter(), new Counter());
    }
}
