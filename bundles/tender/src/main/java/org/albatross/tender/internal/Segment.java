package org.albatross.tender.internal;

/**
 * A part of the guest's memory that comes from the image, checked to lie within it.
 *
 * @param start of the pages, inclusive
 * @param end of the pages, exclusive
 * @param address of the first byte from the file
 * @param offset of that byte in the file, unsigned
 * @param fileBytes how many bytes come from the file; zeros follow
 * @param flags {@code p_flags} of the program header
 */
record Segment(long start, long end, long address, long offset, long fileBytes, int flags) {

    private static final int EXECUTE = 1;
    private static final int WRITE = 2;
    private static final int READ = 4;

    boolean executable() {
        return (flags & EXECUTE) != 0;
    }

    boolean writable() {
        return (flags & WRITE) != 0;
    }

    /** Executable pages are readable by the host too: KVM knows no other way to run them. */
    boolean readable() {
        return (flags & (READ | EXECUTE)) != 0;
    }
}
