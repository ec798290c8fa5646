package org.albatross.solo5.internal;

/**
 * A program header of an ELF64 file; every number as it stands there, unsigned.
 *
 * @param type {@code p_type}
 * @param flags {@code p_flags}
 * @param offset where its bytes are in the file
 * @param address where they belong in memory
 * @param fileSize how many there are in the file
 * @param memorySize how many it has in memory
 * @param alignment {@code p_align}
 */
record ProgramHeader(int type, int flags, long offset, long address, long fileSize, long memorySize, long alignment) {
    static final int LOAD = 1;
    static final int NOTE = 4;
    static final int EXECUTABLE = 1;
    static final int WRITABLE = 2;
}
