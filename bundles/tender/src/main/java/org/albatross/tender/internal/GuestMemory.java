package org.albatross.tender.internal;

import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import org.albatross.solo5.Segment;

/**
 * The guest's memory as the tender may touch it. Every address comes from the guest and is checked before it is
 * followed, against the size and against the protection of the segments: a stray access would end the JVM.
 *
 * <p>The guest has one processor, which stands still during a hypercall; so what was checked stays so. Used by the
 * thread that runs the guest.
 */
final class GuestMemory {

    /** What the tender is going to do. */
    enum Access {
        READ,
        WRITE
    }

    private final Pointer base;
    private final long size;
    private final List<Segment> segments = new ArrayList<>();

    /**
     * Memory of zeros.
     *
     * @param base its first byte
     * @param size its size in bytes, below 2^63
     */
    GuestMemory(Pointer base, long size) {
        this.base = base;
        this.size = size;
    }

    long size() {
        return size;
    }

    /** The host's address of the first byte. */
    Pointer base() {
        return base;
    }

    /** From now on, accesses to the segment's pages are refused where its flags say so. */
    void protect(Segment segment) {
        segments.add(segment);
    }

    /**
     * Checks a range that the guest named.
     *
     * @param address its first byte, unsigned
     * @param length in bytes, unsigned; may be 0
     * @return the host's address of the first byte
     * @throws TenderException unless {@code address < size} and {@code address + length < size}, both strictly as in
     *     {@code solo5-hvt}, and every page allows the access
     */
    Pointer check(long address, long length, Access access) throws TenderException {
        if (address < 0 || length < 0 || address >= size || length >= size - address) {
            throw fault(address, length, "outside of the memory of " + size + " bytes");
        }
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            boolean allowed = isReadable(segment) && (access == Access.READ || segment.writable());
            if (!allowed && address < segment.end() && address + length > segment.start()) {
                throw fault(address, length, "not allowed by the segment at 0x" + Long.toHexString(segment.start()));
            }
        }
        return base.share(address);
    }

    /** Executable pages are readable by the host too: KVM knows no other way to run them. */
    static boolean isReadable(Segment segment) {
        return segment.readable() || segment.executable();
    }

    /** A structure of the guest that the tender reads. */
    Pointer read(long address, int length) throws TenderException {
        return check(address, length, Access.READ);
    }

    /** A structure of the guest that the tender reads and then answers in. */
    Pointer update(long address, int length) throws TenderException {
        return check(address, length, Access.WRITE);
    }

    private static TenderException fault(long address, long length, String reason) {
        return new TenderException("Invalid guest access: gpa=0x" + Long.toHexString(address) + ", sz="
                + Long.toUnsignedString(length) + ": " + reason);
    }
}
