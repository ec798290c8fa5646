package org.albatross.host.freebsd.internal;

/** The constants of FreeBSD's system calls; most have other numbers than Linux's. From sys/errno.h and sys/fcntl.h. */
final class SystemCall {
    static final int ESRCH = 3;
    static final int EINTR = 4;
    static final int EEXIST = 17;
    static final int EAGAIN = 35;

    static final int O_RDWR = 0x2;
    static final int O_NONBLOCK = 0x4;
    static final int O_CREAT = 0x200;
    static final int O_CLOEXEC = 0x100000;

    private SystemCall() {}
}
