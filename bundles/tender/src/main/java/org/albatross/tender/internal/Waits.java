package org.albatross.tender.internal;

/** How the guest waits, and what time it is. */
interface Waits {

    /**
     * Waits until a network device has a frame or the time is over.
     *
     * @param nanos relative, unsigned
     * @return a bit for the handle of each device that has a frame
     * @throws TenderException when waiting fails
     */
    long await(long nanos) throws TenderException;

    /** Nanoseconds since 1970. */
    long wallTime();
}
