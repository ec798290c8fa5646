package org.albatross.host.linux.internal;

import java.io.IOException;

/** A system call that failed, with what was attempted and the errno in words. */
final class ErrnoException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    ErrnoException(String attempt, int errno) {
        super(attempt + ": " + LibC.INSTANCE.strerror(errno));
        this.errno = errno;
    }

    int errno() {
        return errno;
    }
}
