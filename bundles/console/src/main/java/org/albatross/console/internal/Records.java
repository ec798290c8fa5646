package org.albatross.console.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.albatross.model.Bytes;
import org.albatross.model.Text;

/**
 * The lines of a ring: records one behind the other in an area that is written round and round. Positions
 * count the bytes that were ever written and never wrap, the place in the area is their remainder.
 *
 * <p>A record is: the line's number (8 bytes), its time in milliseconds since 1970 (8), its length (4), a
 * CRC-32C of number, time and content (4), the content padded to a multiple of 8, a mark (4), the size of
 * the whole record (4). The size stands at the end so that the way back can be gone too.
 *
 * <p>Not safe for several threads.
 */
final class Records {
    private static final int HEADER = 24;
    private static final int OVERHEAD = HEADER + 8;
    private static final int MARK = 0x6c696e65;
    private static final byte[] SUFFIX = " [truncated]".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_CONTENT = LineSplitter.MAX_LINE + SUFFIX.length;

    /** How many bytes of records a byte that was read becomes at most: in lines of a single byte. */
    static final int MOST_GROWTH = total(1) / 2;

    private final ByteBuffer area;
    private final int size;
    private final CRC32C crc = new CRC32C();
    private long head;
    private long next;
    private long tail;

    /**
     * Finds the lines that an area holds.
     *
     * <p>The newest line ends at {@code head}. When it is torn, as after a power cut, it is skipped, and so is
     * everything before it up to one that is whole; lines older than that count as far as they are whole
     * and contiguous.
     *
     * @param area from index 0 to its limit, a multiple of 8
     * @param head the end of the newest line
     * @param next the number that the next line gets
     */
    Records(ByteBuffer area, long head, long next) {
        this.area = area;
        this.size = area.limit();
        this.next = next;
        long low = Math.max(0, head - size);
        long end = head;
        while (end > low && recordEndingAt(end, low, next).isEmpty()) {
            end -= Long.BYTES;
        }
        this.head = end;
        long start = end;
        long bound = next;
        OptionalLong older = recordEndingAt(start, low, bound);
        while (older.isPresent()) {
            start = older.getAsLong();
            bound = number(start);
            older = recordEndingAt(start, low, bound);
        }
        this.tail = start;
    }

    /** Returns where the next line will begin. */
    Cursor end() {
        return new Cursor(head, next);
    }

    /** Returns the oldest line that is still there, or {@link #end}. */
    Cursor begin() {
        return at(tail);
    }

    /** Returns how many bytes of records fit before the line at {@code cursor} is overwritten; below 0 it was. */
    long room(Cursor cursor) {
        return size - (head - cursor.position());
    }

    /** Returns the same lines, which stay whatever is added here. */
    Records copy() {
        return new Records(ByteBuffer.allocate(size).put(0, area, 0, size), head, next);
    }

    /** Returns at most {@code count} lines from {@code cursor} on, none of which is overwritten. */
    List<Line> read(Cursor cursor, int count) {
        List<Line> lines = new ArrayList<>();
        Cursor at = cursor;
        while (lines.size() < count && at.position() < head) {
            Line line = read(at);
            lines.add(line);
            at = line.next();
        }
        return lines;
    }

    /** Adds a line, in the place of the oldest ones if there is no room. */
    void append(Instant time, ByteBuffer content, boolean truncated) {
        int length = content.remaining() + (truncated ? SUFFIX.length : 0);
        int total = total(length);
        while (head + total - tail > size) {
            tail += total(length(tail));
        }
        putLong(head, next);
        putLong(head + 8, time.toEpochMilli());
        int kept = content.remaining();
        put(head + HEADER, content);
        if (truncated) {
            put(head + HEADER + kept, ByteBuffer.wrap(SUFFIX));
        }
        putLong(head + 16, pair(length, checksum(head, length)));
        putLong(head + total - 8, pair(MARK, total));
        head += total;
        next++;
    }

    /** Returns the line at {@code cursor}, which is neither overwritten nor at the end. */
    Line read(Cursor cursor) {
        long position = cursor.position();
        int length = length(position);
        byte[] content = new byte[length];
        int start = place(position + HEADER);
        int first = Math.min(length, size - start);
        area.get(start, content, 0, first);
        area.get(0, content, first, length - first);
        return new Line(
                Instant.ofEpochMilli(getLong(position + 8)),
                Text.of(Bytes.of(content)),
                new Cursor(position + total(length), cursor.number() + 1));
    }

    /**
     * Returns the beginning of the last {@code count} lines, or of all that there are; a negative number asks for all,
     * as with the original.
     */
    Cursor last(long count) {
        long position = head;
        for (long i = 0; i != count && position > tail; i++) {
            position = previous(position);
        }
        return at(position);
    }

    /** Returns the beginning of the longest run of newest lines none of which was read before {@code time}. */
    Cursor since(Instant time) {
        long position = head;
        while (position > tail) {
            long previous = previous(position);
            if (Instant.ofEpochMilli(getLong(previous + 8)).isBefore(time)) {
                break;
            }
            position = previous;
        }
        return at(position);
    }

    private Cursor at(long position) {
        return new Cursor(position, position == head ? next : number(position));
    }

    private long previous(long end) {
        return end - (int) getLong(end - 8);
    }

    private OptionalLong recordEndingAt(long end, long low, long bound) {
        if (end - OVERHEAD < low) {
            return OptionalLong.empty();
        }
        long trailer = getLong(end - 8);
        int total = (int) trailer;
        if ((int) (trailer >>> 32) != MARK || total <= OVERHEAD || total > total(MAX_CONTENT) || end - total < low) {
            return OptionalLong.empty();
        }
        long start = end - total;
        int length = length(start);
        boolean whole = length > 0
                && length <= MAX_CONTENT
                && total(length) == total
                && number(start) > 0
                && number(start) < bound
                && (int) getLong(start + 16) == checksum(start, length);
        return whole ? OptionalLong.of(start) : OptionalLong.empty();
    }

    private static int total(int length) {
        return OVERHEAD + ((length + 7) & ~7);
    }

    private static long pair(int high, int low) {
        return ((long) high << 32) | (low & 0xffffffffL);
    }

    private long number(long position) {
        return getLong(position);
    }

    private int length(long position) {
        return (int) (getLong(position + 16) >>> 32);
    }

    private int checksum(long position, int length) {
        crc.reset();
        update(position, 16);
        update(position + HEADER, length);
        return (int) crc.getValue();
    }

    private void update(long position, int length) {
        int start = place(position);
        int first = Math.min(length, size - start);
        crc.update(area.slice(start, first));
        crc.update(area.slice(0, length - first));
    }

    private void put(long position, ByteBuffer content) {
        int start = place(position);
        int length = content.remaining();
        int first = Math.min(length, size - start);
        area.put(start, content, content.position(), first);
        area.put(0, content, content.position() + first, length - first);
    }

    private int place(long position) {
        return (int) (position % size);
    }

    private long getLong(long position) {
        return area.getLong(place(position));
    }

    private void putLong(long position, long value) {
        area.putLong(place(position), value);
    }
}
