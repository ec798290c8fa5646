package org.albatross.tender.internal;

import com.sun.jna.Pointer;

/** A block device of the guest. The caller keeps within the capacity. */
interface BlockDevice {

    /** Its size in bytes. */
    long capacity();

    /** Bytes of a sector, a power of two from 512 to 32768. */
    int sectorSize();

    /**
     * Writes bytes.
     *
     * @throws TenderException when not all could be written
     */
    void write(long position, Pointer from, long length) throws TenderException;

    /**
     * Reads bytes.
     *
     * @throws TenderException when not all could be read
     */
    void read(long position, Pointer to, long length) throws TenderException;
}
