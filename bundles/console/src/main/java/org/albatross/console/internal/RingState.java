package org.albatross.console.internal;

/**
 * What a ring file says of itself, all at once: see {@link RingFile#commit}.
 *
 * @param head where the newest line ends, a position of {@link Records}
 * @param next the number of the next line
 * @param boot what tells the machine's boot in which this was written from others
 * @param run the run that is printing, 0 for none
 * @param runFirst the number of that run's first line
 * @param pending how many bytes at the beginning of the inbox are an unterminated line
 * @param discarding whether what comes next is the rest of a line that was cut off
 */
record RingState(long head, long next, long boot, long run, long runFirst, int pending, boolean discarding) {
    /** The state of an empty ring. */
    static final RingState EMPTY = new RingState(0, 1, 0, 0, 1, 0, false);

    /** The same with other lines and another unterminated rest. */
    RingState advanced(Cursor end, LineSplitter.Rest rest) {
        return new RingState(end.position(), end.number(), boot, run, runFirst, rest.pending(), rest.discarding());
    }

    /** The same in the present boot, with nothing of a run that was printing in another one. */
    RingState in(long present) {
        return boot == present ? this : new RingState(head, next, present, 0, next, pending, discarding);
    }

    /** The same with another run printing, 0 for none. */
    RingState printing(long other) {
        return run == other ? this : new RingState(head, next, boot, other, next, pending, discarding);
    }
}
