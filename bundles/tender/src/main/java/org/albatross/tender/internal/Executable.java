package org.albatross.tender.internal;

import com.sun.jna.Memory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Solo5 image as the tenders read it: an ELF64 executable for x86-64, by its program headers. Sections are never
 * looked at. Every field is hostile: sizes are checked before they are used, sums for overflow.
 *
 * <p>Source: System V ABI, chapter 5; the rules of {@code solo5-hvt} 0.12.
 */
final class Executable {

    /** The lowest address a segment or the entry may have. */
    static final long LOWEST_ADDRESS = 0x100000;

    private static final int PAGE = 4096;

    private static final int HEADER_BYTES = 64;
    private static final byte[] IDENTITY = {0x7f, 'E', 'L', 'F', 2, 1};
    private static final short EXECUTABLE_FILE = 2;
    private static final short X86_64 = 62;

    private static final int PROGRAM_HEADER_BYTES = 56;
    private static final int LOAD = 1;
    private static final int NOTE = 4;

    private static final int SMALLEST_NOTE = 12;
    private static final int NOTE_HEADER = 20;
    private static final byte[] NOTE_NAME = "Solo5\0".getBytes(StandardCharsets.US_ASCII);

    private record Header(
            int type, int flags, long offset, long address, long fileBytes, long memoryBytes, long alignment) {}

    private final ImageSource source;
    private final String name;
    private final long entry;
    private final List<Header> headers = new ArrayList<>();

    private Executable(ImageSource source, String name, long entry) {
        this.source = source;
        this.name = name;
        this.entry = entry;
    }

    /**
     * Reads the ELF header and the program headers.
     *
     * @param name the file's name, for messages
     * @throws TenderException when it is not an executable that a tender takes
     */
    static Executable open(ImageSource source, String name) throws TenderException {
        Memory header = new Memory(HEADER_BYTES);
        long size = source.read(0, header, HEADER_BYTES);
        if (size != HEADER_BYTES) {
            throw new TenderException(
                    name + ": invalid executable: the file has " + size + " bytes, the ELF header " + HEADER_BYTES);
        }
        int count = Short.toUnsignedInt(header.getShort(56));
        if (!Arrays.equals(header.getByteArray(0, IDENTITY.length), IDENTITY)
                || header.getShort(16) != EXECUTABLE_FILE
                || header.getShort(18) != X86_64
                || header.getInt(20) != 1
                || header.getShort(52) != HEADER_BYTES
                || header.getShort(54) != PROGRAM_HEADER_BYTES
                || count == 0) {
            throw new TenderException(name + ": invalid or unsupported executable: not an ELF64 executable for x86-64");
        }
        Executable executable = new Executable(source, name, header.getLong(24));
        executable.readHeaders(header.getLong(32), count);
        return executable;
    }

    private void readHeaders(long position, int count) throws TenderException {
        long size = (long) count * PROGRAM_HEADER_BYTES;
        Memory table = new Memory(size);
        if (source.read(position, table, size) != size) {
            throw invalid("the file ends within the program headers");
        }
        for (int i = 0; i < count; i++) {
            long at = (long) i * PROGRAM_HEADER_BYTES;
            headers.add(new Header(
                    table.getInt(at),
                    table.getInt(at + 4),
                    table.getLong(at + 8),
                    table.getLong(at + 16),
                    table.getLong(at + 32),
                    table.getLong(at + 40),
                    table.getLong(at + 48)));
        }
    }

    /**
     * The content of the first Solo5 note of a type. Only the first note of each PT_NOTE is seen.
     *
     * @param type the note's type
     * @param alignment of the content in the note, a power of two
     * @param limit the most bytes behind the note's header
     * @return the content, or null when there is no such note
     * @throws TenderException when a PT_NOTE is too small to hold a note, or the note has an impossible size
     */
    byte @Nullable [] note(int type, int alignment, int limit) throws TenderException {
        for (int i = 0; i < headers.size(); i++) {
            Header header = headers.get(i);
            if (header.type() != NOTE) {
                continue;
            }
            if (Long.compareUnsigned(header.fileBytes(), SMALLEST_NOTE) < 0) {
                throw invalid(
                        "phdr[" + i + "] is a note of " + header.fileBytes() + " bytes, the least is " + SMALLEST_NOTE);
            }
            if (Long.compareUnsigned(header.fileBytes(), NOTE_HEADER) < 0) {
                continue;
            }
            Memory start = new Memory(NOTE_HEADER);
            readNote(i, header.offset(), start, NOTE_HEADER);
            if (start.getInt(0) == NOTE_NAME.length
                    && Arrays.equals(start.getByteArray(SMALLEST_NOTE, NOTE_NAME.length), NOTE_NAME)
                    && start.getInt(8) == type) {
                return noteContent(i, Integer.toUnsignedLong(start.getInt(4)), alignment, limit);
            }
        }
        return null;
    }

    private byte[] noteContent(int index, long described, int alignment, int limit) throws TenderException {
        Header header = headers.get(index);
        int gap = -NOTE_HEADER & (alignment - 1);
        if (described <= gap
                || described > limit
                || Long.compareUnsigned(header.fileBytes(), NOTE_HEADER + described) < 0) {
            throw invalid("phdr[" + index + "] is a note with a content of " + described + " bytes in "
                    + Long.toUnsignedString(header.fileBytes()) + ", the limit is " + limit);
        }
        int size = (int) described - gap;
        Memory content = new Memory(size);
        readNote(index, header.offset() + NOTE_HEADER + gap, content, size);
        return content.getByteArray(0, size);
    }

    private void readNote(int index, long position, Memory to, int size) throws TenderException {
        if (source.read(position, to, size) != size) {
            throw invalid("the file ends within the note of phdr[" + index + "]");
        }
    }

    /**
     * The address of the first instruction.
     *
     * @param memoryBytes the size of the guest's memory
     * @throws TenderException when it is outside of what a segment may occupy
     */
    long entry(long memoryBytes) throws TenderException {
        if (Long.compareUnsigned(entry, LOWEST_ADDRESS) < 0 || Long.compareUnsigned(entry, memoryBytes) >= 0) {
            throw invalid(
                    "the entry " + hex(entry) + " is outside of " + hex(LOWEST_ADDRESS) + " to " + hex(memoryBytes));
        }
        return entry;
    }

    /**
     * The segments to load, by ascending address, none overlapping another, all within the guest's memory.
     *
     * @param memoryBytes the size of the guest's memory
     * @throws TenderException when a segment breaks a rule
     */
    List<Segment> segments(long memoryBytes) throws TenderException {
        List<Segment> segments = new ArrayList<>();
        long last = 0;
        long end = LOWEST_ADDRESS;
        for (int i = 0; i < headers.size(); i++) {
            Header header = headers.get(i);
            if (header.type() != LOAD || header.fileBytes() == 0) {
                continue;
            }
            Segment segment = segment(i, header, memoryBytes);
            if (segment.address() < last || segment.start() < end) {
                throw invalid("phdr[" + i + "] at " + hex(segment.start())
                        + " begins below the end of what is before it, " + hex(Math.max(last, end)));
            }
            last = segment.address();
            end = segment.end();
            segments.add(segment);
        }
        return segments;
    }

    private Segment segment(int index, Header header, long memoryBytes) throws TenderException {
        String what = "phdr[" + index + "]";
        long address = header.address();
        long alignment = header.alignment();
        if (Long.bitCount(alignment) != 1) {
            throw invalid(what + " has the alignment " + hex(alignment) + ", which is no power of two");
        }
        if (Long.compareUnsigned(header.memoryBytes(), header.fileBytes()) < 0) {
            throw invalid(what + " has " + Long.toUnsignedString(header.fileBytes()) + " bytes in the file and "
                    + Long.toUnsignedString(header.memoryBytes()) + " in memory");
        }
        if (Long.compareUnsigned(address, memoryBytes) >= 0
                || Long.compareUnsigned(header.memoryBytes(), memoryBytes - address) > 0) {
            throw invalid(what + " at " + hex(address) + " with " + Long.toUnsignedString(header.memoryBytes())
                    + " bytes is outside of the memory of " + memoryBytes + " bytes");
        }
        long start = address & -alignment;
        long end = (address + header.memoryBytes() + alignment - 1) & -alignment;
        if (Long.compareUnsigned(start, LOWEST_ADDRESS) < 0
                || Long.compareUnsigned(end, memoryBytes) > 0
                || end <= start) {
            throw invalid(what + " from " + hex(start) + " to " + hex(end) + " is outside of " + hex(LOWEST_ADDRESS)
                    + " to " + hex(memoryBytes));
        }
        if (start % PAGE != 0 || end % PAGE != 0) {
            throw invalid(what + " from " + hex(start) + " to " + hex(end) + " is not aligned to pages of " + PAGE
                    + " bytes");
        }
        Segment segment = new Segment(start, end, address, header.offset(), header.fileBytes(), header.flags());
        if (segment.writable() && segment.executable()) {
            throw invalid(what + " wants to be writable and executable");
        }
        return segment;
    }

    private TenderException invalid(String reason) {
        return new TenderException(name + ": invalid executable: " + reason);
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
