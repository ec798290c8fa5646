package org.albatross.solo5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.albatross.model.Bytes;

/** Builds the bytes of a Solo5 image, right or wrong in any place. */
final class TestImage {
    static final int BLOCK = 1;
    static final int NET = 2;
    static final int ABI_TYPE = 0x31494241;
    static final int MANIFEST_TYPE = 0x3154464d;

    private static final int HEADER = 64;
    private static final int SEGMENT = 56;

    private record Part(int type, int flags, long address, Bytes content, long memorySize, long alignment) {}

    private final List<Part> parts = new ArrayList<>();

    /** Returns an image for hvt ABI 2 with one loaded segment and these devices. */
    static TestImage hvt(Object... typesAndNames) {
        return new TestImage()
                .load(5, 0x100000, 100, 0x1000, 4096)
                .note(abi(1, 2))
                .note(manifest(typesAndNames));
    }

    TestImage load(int flags, long address, int fileSize, long memorySize, long alignment) {
        parts.add(new Part(1, flags, address, Bytes.of(new byte[fileSize]), memorySize, alignment));
        return this;
    }

    TestImage note(byte[] note) {
        parts.add(new Part(4, 4, 0, Bytes.of(note), note.length, 8));
        return this;
    }

    static byte[] abi(int target, int version) {
        byte[] content = new byte[16];
        littleEndian(content).putInt(target).putInt(version);
        return solo5Note(ABI_TYPE, content);
    }

    static byte[] manifest(Object... typesAndNames) {
        int entries = 1 + typesAndNames.length / 2;
        byte[] array = new byte[4 + 8 + 104 * entries];
        ByteBuffer content = littleEndian(array);
        content.putInt(4, 1).putInt(8, entries).putInt(12 + 68, 0x40000000);
        for (int i = 1; i < entries; i++) {
            byte[] name = typesAndNames[2 * i - 1].toString().getBytes(StandardCharsets.US_ASCII);
            content.put(12 + 104 * i, name).putInt(12 + 104 * i + 68, (int) typesAndNames[2 * i - 2]);
        }
        return solo5Note(MANIFEST_TYPE, array);
    }

    static byte[] solo5Note(int type, byte[] content) {
        return note("Solo5\0", type, content);
    }

    static byte[] note(String owner, int type, byte[] content) {
        int padded = (owner.length() + 3) / 4 * 4;
        byte[] array = new byte[12 + padded + content.length];
        littleEndian(array)
                .putInt(owner.length())
                .putInt(content.length)
                .putInt(type)
                .put(12, owner.getBytes(StandardCharsets.US_ASCII))
                .put(12 + padded, content);
        return array;
    }

    byte[] bytes() {
        int length = HEADER + SEGMENT * parts.size();
        for (Part part : parts) {
            length += part.content().length();
        }
        byte[] array = new byte[length];
        ByteBuffer file = littleEndian(array);
        file.putInt(0x464c457f).put((byte) 2).put((byte) 1).put((byte) 1);
        file.putShort(16, (short) 2).putShort(18, (short) 62).putInt(20, 1);
        file.putLong(24, 0x100000).putLong(32, HEADER);
        file.putShort(52, (short) HEADER).putShort(54, (short) SEGMENT).putShort(56, (short) parts.size());
        int offset = HEADER + SEGMENT * parts.size();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            int header = HEADER + SEGMENT * i;
            file.putInt(header, part.type()).putInt(header + 4, part.flags());
            file.putLong(header + 8, offset).putLong(header + 16, part.address());
            file.putLong(header + 32, part.content().length()).putLong(header + 40, part.memorySize());
            file.putLong(header + 48, part.alignment());
            file.put(offset, part.content().toArray());
            offset += part.content().length();
        }
        return array;
    }

    private static ByteBuffer littleEndian(byte[] array) {
        return ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    }
}
