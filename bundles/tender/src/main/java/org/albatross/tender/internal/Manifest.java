package org.albatross.tender.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The devices that an image declares. A device's handle is its index here; index 0 is reserved.
 *
 * <p>Source: {@code mft_abi.h} of Solo5.
 *
 * @param entries all entries, the reserved one first
 */
record Manifest(List<Entry> entries) {

    /** Bytes of an entry. */
    static final int ENTRY_BYTES = 104;

    /** Bytes before the first entry. */
    static final int HEADER_BYTES = 8;

    /** Version of the layout. */
    static final int VERSION = 1;

    /** Type of entry 0. */
    static final int RESERVED_FIRST = 0x40000000;

    private static final int NOTE_TYPE = 0x3154464d;
    private static final int NOTE_ALIGNMENT = 8;
    private static final int MAX_ENTRIES = 64;
    private static final int NOTE_LIMIT = 4 + HEADER_BYTES + MAX_ENTRIES * ENTRY_BYTES;

    private static final int NAME_BYTES = 68;
    private static final int TYPE = 68;
    private static final int ATTACHED = 96;

    /**
     * An entry.
     *
     * @param name one character for each byte, at most 67
     * @param type as in the file; types other than block and network are kept and never attached
     */
    record Entry(String name, int type) {}

    Manifest {
        entries = List.copyOf(entries);
    }

    /**
     * Reads the manifest of an image.
     *
     * @param name the file's name, for messages
     * @throws TenderException when it has none or breaks a rule
     */
    static Manifest read(Executable executable, String name) throws TenderException {
        byte[] note = executable.note(NOTE_TYPE, NOTE_ALIGNMENT, NOTE_LIMIT);
        if (note == null) {
            throw new TenderException(name + ": No Solo5 manifest found in executable");
        }
        Manifest manifest = parse(note);
        if (manifest == null) {
            throw new TenderException(name + ": Solo5 manifest is invalid");
        }
        return manifest;
    }

    /** Parses the content of the note; null when it breaks a rule. */
    static @Nullable Manifest parse(byte[] note) {
        if (note.length < HEADER_BYTES + ENTRY_BYTES) {
            return null;
        }
        ByteBuffer content = ByteBuffer.wrap(note).order(ByteOrder.LITTLE_ENDIAN);
        int count = content.getInt(4);
        if (content.getInt(0) != VERSION
                || count < 1
                || count > MAX_ENTRIES
                || note.length != HEADER_BYTES + count * ENTRY_BYTES) {
            return null;
        }
        List<Entry> entries = new ArrayList<>();
        for (int at = HEADER_BYTES; at < note.length; at += ENTRY_BYTES) {
            if (note[at + NAME_BYTES - 1] != 0 || note[at + ATTACHED] != 0) {
                return null;
            }
            entries.add(new Entry(name(note, at), content.getInt(at + TYPE)));
        }
        Entry first = entries.get(0);
        return first.type() == RESERVED_FIRST && first.name().isEmpty() ? new Manifest(entries) : null;
    }

    private static String name(byte[] note, int at) {
        int length = 0;
        while (note[at + length] != 0) {
            length++;
        }
        return new String(note, at, length, StandardCharsets.ISO_8859_1);
    }

    /** The index of the first device of this name and type. */
    OptionalInt find(String name, DeviceType type) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).type() == type.number() && entries.get(i).name().equals(name)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }
}
