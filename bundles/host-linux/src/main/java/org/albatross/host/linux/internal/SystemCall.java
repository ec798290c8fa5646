package org.albatross.host.linux.internal;

import com.sun.jna.Native;

/** The constants of Linux that are the same on every 64-bit architecture, and the check of a result. */
final class SystemCall {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int ESRCH = 3;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int EEXIST = 17;
    static final int ENODEV = 19;
    static final int ERANGE = 34;
    static final int ENOPKG = 65;
    static final int ENOPROTOOPT = 92;

    static final int O_RDONLY = 0;
    static final int O_WRONLY = 0x1;
    static final int O_RDWR = 0x2;
    static final int O_CREAT = 0x40;
    static final int O_EXCL = 0x80;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;

    /** A lock that is exclusive, and taken at once or not at all. */
    static final int LOCK_EXCLUSIVE_NOW = 2 | 4;

    static final int LOCK_UNLOCK = 8;

    /** The permissions of a file that nobody but its owner may use. */
    static final int OWNER_ALONE = 0600;

    private SystemCall() {}

    /**
     * Returns the result of a call when it succeeded.
     *
     * @param attempt what was attempted, as {@code cannot open /dev/net/tun}
     */
    static int check(long result, String attempt) throws ErrnoException {
        if (result < 0) {
            throw new ErrnoException(attempt, Native.getLastError());
        }
        return (int) result;
    }

    /** As {@link #check}, for what may be longer than an {@code int}. */
    static long checkLength(long result, String attempt) throws ErrnoException {
        if (result < 0) {
            throw new ErrnoException(attempt, Native.getLastError());
        }
        return result;
    }
}
