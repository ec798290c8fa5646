package org.albatross.tender.internal;

/**
 * Why the tender can't start or go on: the image, an option, the machine or the guest is at fault. The message is
 * one or more lines for stderr; the process ends with status 1.
 */
public final class TenderException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Whether the usage follows the message. */
    private final boolean usage;

    /** A failure with this message. */
    public TenderException(String message) {
        this(message, false);
    }

    private TenderException(String message, boolean usage) {
        super(message);
        this.usage = usage;
    }

    /** A failure of the command line, after which the usage is shown. */
    static TenderException usage(String message) {
        return new TenderException(message, true);
    }

    /** A failed call into the C library or the kernel. */
    static TenderException errno(String what, int errno) {
        return new TenderException(what + ": " + Libc.message(errno));
    }

    /** The message, line by line. */
    String[] lines() {
        return String.valueOf(getMessage()).split("\n", -1);
    }

    boolean showsUsage() {
        return usage;
    }
}
