package org.albatross.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.osgi.annotation.versioning.ProviderType;

/** Fifos, locks and owners. */
@ProviderType
public interface HostFiles {
    /** A fifo that is read as bytes come. */
    interface Fifo extends AutoCloseable {
        /**
         * Reads without waiting into a direct buffer, from its position to its limit but at most 64 KiB, and
         * moves the position. Any thread may call it.
         *
         * @return the number of bytes; 0 when there is nothing to read now
         * @throws java.nio.channels.ClosedChannelException when it was closed, or the host stopped
         */
        int read(ByteBuffer direct) throws IOException;

        /**
         * Calls the reader no more for {@code atMost}, or until {@link #resume}: who writes is held back once the pipe
         * is full. Other fifos are read meanwhile. For the reader, while it runs.
         */
        void pause(Duration atMost);

        /** Ends a pause, if there is one. Any thread may call it. */
        void resume();

        /** Returns how many bytes the pipe holds at most. */
        int capacity();

        /** Closes it; no call of its reader begins after this, but one under way is not waited for. */
        @Override
        void close();
    }

    /** What happens when bytes can be read. */
    @FunctionalInterface
    interface Reader {
        /**
         * Reads what it likes, at most 64 KiB, and returns soon: the thread that polls all fifos runs this.
         * Called again as long as there is more; after a failure, which is logged once, a second later.
         */
        void readable(Fifo fifo) throws IOException;
    }

    /** A lock that is held. */
    interface Lock extends AutoCloseable {
        /** Gives it back. */
        @Override
        void close();
    }

    /** Says when it is worth to look at a directory again. Used by one thread. */
    interface Changes extends AutoCloseable {
        /**
         * Waits until a file of the directory was written, or moved there, since this was opened or waited for last, for
         * {@code atMost}. May return before.
         */
        void await(Duration atMost) throws InterruptedException;

        /** Waits no more. */
        @Override
        void close();
    }

    /**
     * Watches a directory. Where the system does not tell of changes, or not of this directory's, waiting is a pause that grows
     * with the time since now.
     */
    default Changes changes(Path directory) {
        return Await.pauses();
    }

    /**
     * Takes space on the disk for an empty file, whose bytes are zero then: what is written there later, through a mapping too, does
     * not fail for want of space.
     *
     * @return false where that cannot be done but by writing; the file is as it was
     * @throws IOException when there is no room; its message says no more than that
     */
    default boolean allocate(Path file, long size) throws IOException {
        return false;
    }

    /**
     * Makes a fifo. An existing one is fine.
     *
     * @param mode its permissions, as an octal number
     * @param owner its user, when it is not this process's
     */
    void makeFifo(Path fifo, int mode, Optional<Long> owner) throws IOException;

    /**
     * Opens a fifo, not waiting for a writer, and calls {@code reader} while there are bytes. It is held open
     * for writing too: what is in it stays when the writers go. Where its entry was removed, it can be opened
     * by the descriptor of a process that has it ({@link Processes#descriptor}).
     *
     * @param openAs the user whose pipe quota counts when nobody holds the fifo open yet; without the right to
     *     change user, this process's counts
     * @param capacity the size that the pipe is enlarged to, in bytes, as far as the quota allows
     */
    Fifo openFifo(Path fifo, Optional<Long> openAs, int capacity, Reader reader) throws IOException;

    /** Writes bytes into a fifo, opened for both directions so that no reader is needed; never waits. */
    void writeFifo(Path fifo, byte[] content) throws IOException;

    /**
     * Takes an exclusive flock(2), which wrappers, tenders and other platforms see; makes the file if it
     * does not exist.
     *
     * @return nothing when somebody else holds it
     */
    Optional<Lock> tryLock(Path file) throws IOException;

    /**
     * Copies a regular file into a new one that nobody but us may read. Blocks are shared where the file system can, and
     * holes are kept.
     *
     * @param readAs the user by whose rights {@code source} is opened, when it is not ours
     * @param goOn asked between pieces: false ends the copy
     * @throws java.io.InterruptedIOException when it was ended by {@code goOn}
     * @throws IOException also when {@code target} exists; what was copied until then is left in it
     */
    void copy(Path source, Optional<Long> readAs, Path target, BooleanSupplier goOn) throws IOException;

    /** Sets user and group of a file; an absent one stays. */
    void setOwner(Path file, Optional<Long> uid, Optional<Long> gid) throws IOException;

    /**
     * Begins to write to the disk what was written into a file and is in the page cache alone. Nothing is durable by it; a later
     * fsync(2) has less to wait for. Does nothing where the system has no call for it.
     */
    default void beginWriteBack(Path file) throws IOException {}

    /** Makes the entries of a directory durable. */
    default void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
