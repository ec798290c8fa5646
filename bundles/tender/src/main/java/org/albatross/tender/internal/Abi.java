package org.albatross.tender.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The ABI note of an image: for which tender it was made. Source: {@code elf_abi.h} of Solo5. */
final class Abi {

    /** The version of the hvt ABI that this tender speaks. */
    static final int VERSION = 2;

    private static final int NOTE_TYPE = 0x31494241;
    private static final int NOTE_ALIGNMENT = 4;
    private static final int NOTE_LIMIT = 32;
    private static final int CONTENT = 16;
    private static final int HVT = 1;

    private Abi() {}

    /**
     * Checks that an image is for this tender.
     *
     * @param name the file's name, for messages
     * @throws TenderException when it is not, or doesn't say
     */
    static void check(Executable executable, String name) throws TenderException {
        byte[] note = executable.note(NOTE_TYPE, NOTE_ALIGNMENT, NOTE_LIMIT);
        if (note == null || note.length < CONTENT) {
            throw new TenderException(name + ": No Solo5 ABI information found in executable");
        }
        ByteBuffer content = ByteBuffer.wrap(note).order(ByteOrder.LITTLE_ENDIAN);
        int target = content.getInt();
        int version = content.getInt();
        if (target != HVT) {
            throw new TenderException(name + ": Executable is not for the solo5-hvt target");
        }
        if (version != VERSION) {
            throw new TenderException(name + ": Executable requests unsupported ABI version "
                    + Integer.toUnsignedString(version) + ", this tender has " + VERSION);
        }
    }
}
