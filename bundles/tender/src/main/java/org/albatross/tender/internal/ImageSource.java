package org.albatross.tender.internal;

import com.sun.jna.Pointer;

/** The bytes of an image file, read at positions that the hostile file itself names. */
interface ImageSource {

    /**
     * Reads into memory that is at least {@code length} bytes long.
     *
     * @param position where in the file to begin; any value, taken as unsigned
     * @return how many bytes were read: fewer than {@code length} only at the end of the file
     * @throws TenderException when reading fails
     */
    long read(long position, Pointer to, long length) throws TenderException;
}
