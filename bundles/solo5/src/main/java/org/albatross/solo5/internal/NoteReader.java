package org.albatross.solo5.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.albatross.model.Bytes;
import org.albatross.model.Text;
import org.albatross.solo5.Abi;
import org.albatross.solo5.InvalidImageException;
import org.albatross.solo5.Manifest;
import org.albatross.solo5.Manifest.Device;

/**
 * Reads the two notes of a Solo5 image. Each is the first note of a note segment of its own; segments
 * that begin with another note are passed over. Source: Solo5's {@code elf_abi.h}, {@code mft_abi.h}.
 */
public final class NoteReader {
    private static final int HEADER_LENGTH = 20;
    private static final Bytes OWNER = Bytes.ofHex("536f6c6f3500");

    private static final int ABI_TYPE = 0x31494241;
    private static final int ABI_LENGTH = 16;
    private static final int ABI_MAX_LENGTH = 32;

    private static final int MANIFEST_TYPE = 0x3154464d;
    private static final int MANIFEST_PADDING = 4;
    private static final int MANIFEST_HEADER_LENGTH = 8;
    private static final int ENTRY_LENGTH = 104;
    private static final int MAX_ENTRIES = 64;
    private static final int MANIFEST_MAX_LENGTH =
            MANIFEST_PADDING + MANIFEST_HEADER_LENGTH + MAX_ENTRIES * ENTRY_LENGTH;
    private static final int NAME_LENGTH = 68;
    private static final int TYPE_OFFSET = 68;
    private static final int ATTACHED_OFFSET = 96;
    private static final int RESERVED_FIRST = 0x40000000;

    private final BoundedReader reader;
    private final List<ElfFile.Note> segments;

    /** Reads from {@code channel} when asked to. */
    public NoteReader(SeekableByteChannel channel, List<ElfFile.Note> segments) {
        this.reader = new BoundedReader(channel);
        this.segments = List.copyOf(segments);
    }

    /** Reads the ABI note: target and version, each an unsigned 32-bit number, and two that are reserved. */
    public Abi abi() throws IOException, InvalidImageException {
        ByteBuffer content = find(ABI_TYPE, ABI_MAX_LENGTH, "ABI note");
        if (content.limit() < ABI_LENGTH) {
            throw new InvalidImageException(
                    "the ABI note has " + content.limit() + " bytes, expected at least " + ABI_LENGTH);
        }
        long code = Integer.toUnsignedLong(content.getInt(0));
        Abi.Target target = Abi.Target.ofCode(code)
                .orElseThrow(() -> new InvalidImageException("unknown ABI target " + code + ", expected 1 to 6"));
        return new Abi(target, Integer.toUnsignedLong(content.getInt(4)));
    }

    /** Reads the manifest: version 1, the number of entries, and each of them; the first is a placeholder. */
    public Manifest manifest() throws IOException, InvalidImageException {
        ByteBuffer note = find(MANIFEST_TYPE, MANIFEST_MAX_LENGTH, "manifest");
        int length = note.limit() - MANIFEST_PADDING;
        if (length < MANIFEST_HEADER_LENGTH) {
            throw new InvalidImageException("the manifest has " + note.limit() + " bytes, expected at least "
                    + (MANIFEST_PADDING + MANIFEST_HEADER_LENGTH));
        }
        ByteBuffer content = note.slice(MANIFEST_PADDING, length).order(note.order());
        long version = Integer.toUnsignedLong(content.getInt(0));
        if (version != 1) {
            throw new InvalidImageException("manifest version " + version + ", expected 1");
        }
        long entries = Integer.toUnsignedLong(content.getInt(4));
        if (entries < 1 || entries > MAX_ENTRIES) {
            throw new InvalidImageException("the manifest has " + entries + " entries, expected 1 to " + MAX_ENTRIES);
        }
        if (length != MANIFEST_HEADER_LENGTH + entries * ENTRY_LENGTH) {
            throw new InvalidImageException("the manifest has " + length + " bytes, expected "
                    + (MANIFEST_HEADER_LENGTH + entries * ENTRY_LENGTH) + " for " + entries + " entries");
        }
        List<Device> devices = new ArrayList<>();
        for (int i = 0; i < entries; i++) {
            ByteBuffer entry = content.slice(MANIFEST_HEADER_LENGTH + i * ENTRY_LENGTH, ENTRY_LENGTH)
                    .order(content.order());
            if (i > 0) {
                devices.add(device(entry, i));
            } else if (entry.getInt(TYPE_OFFSET) != RESERVED_FIRST
                    || device(entry, i).name().length() != 0) {
                throw new InvalidImageException("entry 0 of the manifest is not the reserved one");
            }
        }
        return new Manifest(devices);
    }

    private static Device device(ByteBuffer entry, int index) throws InvalidImageException {
        if (entry.get(NAME_LENGTH - 1) != 0) {
            throw new InvalidImageException("entry " + index + " of the manifest has a name without end");
        }
        if (entry.get(ATTACHED_OFFSET) != 0) {
            throw new InvalidImageException("entry " + index + " of the manifest is attached already");
        }
        byte[] name = new byte[NAME_LENGTH];
        entry.get(0, name);
        int length = 0;
        while (name[length] != 0) {
            length++;
        }
        return new Device(Text.of(Bytes.of(name, 0, length)), entry.getInt(TYPE_OFFSET));
    }

    /** Returns what stands behind the header of the first note of this type, its padding included. */
    private ByteBuffer find(int type, int maxLength, String what) throws IOException, InvalidImageException {
        for (ElfFile.Note segment : segments) {
            if (Long.compareUnsigned(segment.length(), HEADER_LENGTH) < 0) {
                continue;
            }
            ByteBuffer header = reader.read(segment.offset(), HEADER_LENGTH, "notes");
            if (header.getInt(0) != OWNER.length() || header.getInt(8) != type || !ownedBySolo5(header)) {
                continue;
            }
            long length = Integer.toUnsignedLong(header.getInt(4));
            if (length < 1 || length > maxLength) {
                throw new InvalidImageException(
                        "the " + what + " has " + length + " bytes, expected 1 to " + maxLength);
            }
            if (Long.compareUnsigned(HEADER_LENGTH + length, segment.length()) > 0) {
                throw new InvalidImageException("the " + what + " has " + length + " bytes, more than its segment of "
                        + Long.toUnsignedString(segment.length()));
            }
            return reader.read(segment.offset() + HEADER_LENGTH, (int) length, what);
        }
        throw new InvalidImageException("no Solo5 " + what);
    }

    private static boolean ownedBySolo5(ByteBuffer header) {
        byte[] owner = new byte[OWNER.length()];
        header.get(12, owner);
        return OWNER.equals(Bytes.of(owner));
    }
}
