package org.albatross.influx.internal;

import java.io.IOException;
import java.util.Optional;

/** Where lines go. For one thread. */
interface Destination extends AutoCloseable {
    /**
     * What a server refuses for good.
     *
     * @param lines how many lines
     * @param reason in its words
     */
    record Refused(long lines, String reason) {}

    /**
     * Sends lines, within some seconds.
     *
     * @return what of them was refused for good: it is not sent again
     * @throws IOException when they were not taken, and may be later
     */
    Optional<Refused> send(Chunks.Chunk chunk) throws IOException, InterruptedException;

    /** Gives back what it holds; it may be used again. */
    @Override
    void close();
}
