package org.albatross.tender.internal;

import com.sun.jna.Pointer;

/** A network device of the guest. */
interface NetDevice {

    /** The guest's MAC address, 6 bytes. */
    byte[] mac();

    /** The MTU in bytes, without the Ethernet header. */
    int mtu();

    /** The descriptor that is readable when a frame waits. */
    int descriptor();

    /**
     * Sends a frame.
     *
     * @throws TenderException when it could not be sent as a whole
     */
    void write(Pointer frame, long length) throws TenderException;

    /**
     * Receives a frame, cutting off what does not fit.
     *
     * @return its length, or 0 when none waits
     * @throws TenderException when receiving fails
     */
    long read(Pointer frame, long capacity) throws TenderException;
}
