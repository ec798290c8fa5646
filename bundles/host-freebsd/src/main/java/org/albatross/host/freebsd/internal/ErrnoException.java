package org.albatross.host.freebsd.internal;

import com.sun.jna.Native;
import java.io.IOException;

/** A system call that failed, with what was attempted and the errno in words. */
final class ErrnoException extends IOException {
    private static final long serialVersionUID = 1L;

    ErrnoException(LibC c, String attempt, int errno) {
        super(attempt + ": " + c.strerror(errno));
    }

    /**
     * Returns the result of a call when it succeeded.
     *
     * @param attempt what was attempted, as {@code cannot open the fifo x}
     */
    static int check(LibC c, long result, String attempt) throws ErrnoException {
        if (result < 0) {
            throw new ErrnoException(c, attempt, Native.getLastError());
        }
        return (int) result;
    }
}
