package org.albatross.tender.internal;

import com.sun.jna.Pointer;

/** Where the guest's output goes. */
interface Console {

    /**
     * Writes everything, waiting as long as the console is full.
     *
     * @throws TenderException when the console is closed
     */
    void write(Pointer text, long length) throws TenderException;
}
