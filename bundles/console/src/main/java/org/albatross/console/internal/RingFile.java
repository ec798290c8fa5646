package org.albatross.console.internal;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * The mapped file of a ring, 1 MiB: a header of 4096 bytes, two inboxes, and the area of the
 * {@link Records}. What a process has stored into the mapping stays when it is killed.
 *
 * <p>Format 1. At 0 a mark (4 bytes) and the format number (4); at 8 a generation (8), whose lowest bit
 * says which of two states and which of the two inboxes count; at 64 and 128 the states, each followed
 * by a CRC-32C. One store of the generation thus replaces everything at once. Numbers are big-endian.
 *
 * <p>Every block of the file is taken when it is made: a store into a hole of a mapped file on a full
 * disk would be a SIGBUS.
 */
final class RingFile {
    /** What a file that is being made ends with; no name does. */
    static final String UNFINISHED = "~new";

    /** The size of a ring file in bytes. */
    static final int SIZE = 1 << 20;

    /** The most bytes that are read from a fifo at once. */
    static final int TURN = 1 << 16;

    /** The size of an inbox in bytes, a multiple of 8: an unterminated line and what one turn reads. */
    static final int INBOX = TURN + 4096;

    private static final int MARK = 0x414c4252;
    private static final int FORMAT = 1;
    private static final int GENERATION = 8;
    private static final int STATES = 64;
    private static final int STATE_LENGTH = 48;
    private static final int HEADER = 4096;
    private static final int RECORDS = HEADER + 2 * INBOX;
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** What takes the space of a file, as {@link org.albatross.host.HostFiles#allocate}. */
    @FunctionalInterface
    interface Space {
        /** Where this says that it cannot be done, the file is written. */
        Space BY_WRITING = (file, size) -> false;

        /** Takes it. */
        boolean allocate(Path file, long size) throws IOException;
    }

    private final ByteBuffer map;

    private RingFile(ByteBuffer map) {
        this.map = map;
    }

    /**
     * Maps an existing ring file.
     *
     * @return nothing when it is of another format, or no ring file at all
     */
    static Optional<RingFile> open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, READ, WRITE)) {
            if (channel.size() != SIZE) {
                return Optional.empty();
            }
            ByteBuffer map = channel.map(MapMode.READ_WRITE, 0, SIZE);
            boolean known = map.getInt(0) == MARK && map.getInt(4) == FORMAT;
            return known ? Optional.of(new RingFile(map)) : Optional.empty();
        }
    }

    /**
     * Makes an empty ring file, in the place of any other.
     *
     * @throws IOException with a message for people when there is no room; nothing is left then
     */
    static RingFile create(Path file, Space space) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + UNFINISHED);
        try {
            try (FileChannel channel = FileChannel.open(
                    fresh,
                    Set.of(CREATE, TRUNCATE_EXISTING, WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                ByteBuffer content = ByteBuffer.allocate(space.allocate(fresh, SIZE) ? HEADER : SIZE);
                content.putInt(0, MARK).putInt(4, FORMAT);
                while (content.hasRemaining()) {
                    channel.write(content);
                }
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw new IOException("cannot make the ring " + file + " of " + SIZE + " bytes: " + reason(e), e);
        }
        return open(file).orElseThrow(() -> new IOException(file + " was replaced while it was made"));
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException refused && refused.getReason() != null
                ? refused.getReason()
                : String.valueOf(e.getMessage());
    }

    /** Returns the area of the records. */
    ByteBuffer records() {
        return map.slice(RECORDS, SIZE - RECORDS);
    }

    /** Returns the inbox that counts: what lies in it behind the pending bytes is zero unless it was read just now. */
    ByteBuffer inbox() {
        return inbox(which());
    }

    /** Returns the other inbox, which counts from the next {@link #commit} on. */
    ByteBuffer otherInbox() {
        return inbox(1 - which());
    }

    /** Returns the state that counts; if it is torn, the other one, and if that is torn too, the empty one. */
    RingState state() {
        int which = which();
        return read(which).or(() -> read(1 - which)).orElse(RingState.EMPTY);
    }

    /** Replaces the state, and makes the other inbox the one that counts, in one step. */
    void commit(RingState state) {
        int other = 1 - which();
        ByteBuffer slot = slot(other);
        slot.putLong(state.head())
                .putLong(state.next())
                .putLong(state.boot())
                .putLong(state.run())
                .putLong(state.runFirst())
                .putInt(state.pending())
                .putInt(state.discarding() ? 1 : 0)
                .putLong(checksum(slot));
        LONGS.setRelease(map, GENERATION, (long) LONGS.getAcquire(map, GENERATION) + 1);
        VarHandle.storeStoreFence();
    }

    private Optional<RingState> read(int which) {
        ByteBuffer slot = slot(which);
        RingState state = new RingState(
                slot.getLong(),
                slot.getLong(),
                slot.getLong(),
                slot.getLong(),
                slot.getLong(),
                slot.getInt(),
                slot.getInt() != 0);
        boolean whole = slot.getLong() == checksum(slot)
                && state.head() >= 0
                && state.head() % Long.BYTES == 0
                && state.next() > 0
                && state.pending() >= 0
                && state.pending() <= LineSplitter.MAX_LINE;
        return whole ? Optional.of(state) : Optional.empty();
    }

    private static long checksum(ByteBuffer slot) {
        CRC32C crc = new CRC32C();
        crc.update(slot.slice(0, STATE_LENGTH));
        return crc.getValue();
    }

    private int which() {
        return (int) ((long) LONGS.getAcquire(map, GENERATION) & 1);
    }

    private ByteBuffer slot(int which) {
        return map.slice(STATES + 64 * which, STATE_LENGTH + Long.BYTES);
    }

    private ByteBuffer inbox(int which) {
        return map.slice(HEADER + INBOX * which, INBOX);
    }
}
