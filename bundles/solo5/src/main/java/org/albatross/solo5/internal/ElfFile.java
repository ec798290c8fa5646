package org.albatross.solo5.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.albatross.solo5.InvalidImageException;
import org.albatross.solo5.Segment;
import org.albatross.solo5.Solo5Image;

/**
 * The headers of an ELF64 file, under the rules by which Solo5's tenders load one: little-endian x86-64,
 * executable, segments ascending from 1 MiB on page bounds, none both writable and executable. The
 * operating system's byte and the sections are not looked at.
 *
 * @param entry the address at which execution begins
 * @param segments what is loaded, by ascending address, none overlapping another
 * @param notes the note segments, in the file's order
 */
public record ElfFile(long entry, List<Segment> segments, List<Note> notes) {
    /** Where a note segment lies in the file; its length is checked against the least, not against the file. */
    public record Note(long offset, long length) {}

    private static final int HEADER_LENGTH = 64;
    private static final int PROGRAM_HEADER_LENGTH = 56;
    private static final int MAGIC = 0x464c457f;
    private static final int CLASS_64 = 2;
    private static final int LITTLE_ENDIAN = 1;
    private static final int EXECUTABLE_FILE = 2;
    private static final int X86_64 = 62;
    private static final long PAGE = 4096;
    private static final long HIGHEST_ADDRESS = 1L << 47;
    private static final long SHORTEST_NOTE = 12;

    /** Copies both lists. */
    public ElfFile {
        segments = List.copyOf(segments);
        notes = List.copyOf(notes);
    }

    /** Reads the headers, one program header at a time. */
    public static ElfFile read(SeekableByteChannel channel) throws IOException, InvalidImageException {
        BoundedReader reader = new BoundedReader(channel);
        ByteBuffer header = reader.read(0, HEADER_LENGTH, "ELF header");
        expect(header.getInt(0) == MAGIC, "not an ELF file");
        expect(header.get(4) == CLASS_64, "not a 64-bit ELF file");
        expect(header.get(5) == LITTLE_ENDIAN, "not a little-endian ELF file");
        expect(header.getInt(20) == 1, "ELF version " + Integer.toUnsignedString(header.getInt(20)) + ", expected 1");
        require("ELF file type", unsigned(header.getShort(16)), EXECUTABLE_FILE);
        require("ELF machine", unsigned(header.getShort(18)), X86_64);
        require("ELF header size", unsigned(header.getShort(52)), HEADER_LENGTH);
        require("program header size", unsigned(header.getShort(54)), PROGRAM_HEADER_LENGTH);
        int count = unsigned(header.getShort(56));
        expect(count >= 1, "no program header");
        long entry = header.getLong(24);
        expect(
                entry >= Solo5Image.LOWEST_ADDRESS && entry < HIGHEST_ADDRESS,
                "entry address 0x" + Long.toHexString(entry) + ", expected 0x100000 to 0x7fffffffffff");
        return readSegments(reader, channel.size(), entry, header.getLong(32), count);
    }

    private static ElfFile readSegments(BoundedReader reader, long fileSize, long entry, long table, int count)
            throws IOException, InvalidImageException {
        List<Segment> segments = new ArrayList<>();
        List<Note> notes = new ArrayList<>();
        long end = 0;
        for (int i = 0; i < count; i++) {
            ProgramHeader header = readHeader(reader, table + (long) i * PROGRAM_HEADER_LENGTH);
            if (header.type() == ProgramHeader.NOTE) {
                expect(
                        Long.compareUnsigned(header.fileSize(), SHORTEST_NOTE) >= 0,
                        "a note of " + header.fileSize() + " bytes, expected at least " + SHORTEST_NOTE);
                notes.add(new Note(header.offset(), header.fileSize()));
            } else if (header.type() == ProgramHeader.LOAD && header.fileSize() != 0) {
                Segment segment = segment(header, end, fileSize);
                segments.add(segment);
                end = segment.end();
            }
        }
        return new ElfFile(entry, segments, notes);
    }

    private static ProgramHeader readHeader(BoundedReader reader, long offset)
            throws IOException, InvalidImageException {
        ByteBuffer bytes = reader.read(offset, PROGRAM_HEADER_LENGTH, "program headers");
        return new ProgramHeader(
                bytes.getInt(0),
                bytes.getInt(4),
                bytes.getLong(8),
                bytes.getLong(16),
                bytes.getLong(32),
                bytes.getLong(40),
                bytes.getLong(48));
    }

    private static Segment segment(ProgramHeader header, long previousEnd, long fileSize) throws InvalidImageException {
        String where = "segment at 0x" + Long.toHexString(header.address());
        expect(
                inRange(header.address()) && inRange(header.memorySize()) && inRange(header.alignment()),
                where + ": address, size or alignment out of range");
        expect(
                header.alignment() > 0 && Long.bitCount(header.alignment()) == 1,
                where + ": alignment " + header.alignment() + ", expected a power of two");
        long mask = header.alignment() - 1;
        long start = header.address() & ~mask;
        long end = (header.address() + header.memorySize() + mask) & ~mask;
        expect(start % PAGE == 0 && end % PAGE == 0, where + ": not on page bounds");
        expect(start >= Solo5Image.LOWEST_ADDRESS, where + ": below 0x100000");
        expect(start >= previousEnd, where + ": overlaps the one before it, or is not in ascending order");
        expect(
                Long.compareUnsigned(header.memorySize(), header.fileSize()) >= 0,
                where + ": " + header.memorySize() + " bytes in memory, fewer than "
                        + Long.toUnsignedString(header.fileSize()) + " in the file");
        expect(
                header.offset() >= 0 && header.offset() <= fileSize - header.fileSize(),
                where + ": its bytes lie behind the end of the file");
        int both = ProgramHeader.WRITABLE | ProgramHeader.EXECUTABLE;
        expect((header.flags() & both) != both, where + ": both writable and executable");
        return new Segment(start, end, header.address(), header.offset(), header.fileSize(), header.flags());
    }

    private static boolean inRange(long value) {
        return value >= 0 && value < HIGHEST_ADDRESS;
    }

    private static int unsigned(short value) {
        return Short.toUnsignedInt(value);
    }

    private static void require(String what, int actual, int expected) throws InvalidImageException {
        expect(actual == expected, what + " " + actual + ", expected " + expected);
    }

    private static void expect(boolean condition, String message) throws InvalidImageException {
        if (!condition) {
            throw new InvalidImageException(message);
        }
    }
}
