package org.albatross.tender.internal;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The functions of the C library that the tender uses, as on x86-64 Linux, where {@code long}, {@code size_t} and
 * {@code off_t} have 8 bytes. After a result of -1 {@link Native#getLastError} is {@code errno} until this thread's
 * next call. Each is described in section 2 or 3 of the Linux manual.
 */
final class Libc {

    static final int EINTR = 4;
    static final int EIO = 5;
    static final int EAGAIN = 11;
    static final int EFAULT = 14;

    static final int O_RDONLY = 0;
    static final int O_RDWR = 2;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;

    static final int SEEK_END = 2;

    static final int PROT_NONE = 0;
    static final int PROT_READ = 1;
    static final int PROT_WRITE = 2;
    static final int MAP_SHARED = 1;
    static final int MAP_ANONYMOUS = 0x20;
    static final int MAP_NORESERVE = 0x4000;

    static final int POLLIN = 1;
    static final int POLLOUT = 4;
    static final int POLLFD_BYTES = 8;

    static final int AF_INET = 2;
    static final int SOCK_DGRAM = 2;

    static {
        Native.register(Libc.class, "c");
    }

    private Libc() {}

    static native int open(byte[] path, int flags);

    static native int close(int fd);

    static native long lseek(int fd, long offset, int whence);

    static native long read(int fd, Pointer to, long count);

    static native long write(int fd, Pointer from, long count);

    static native long pread(int fd, Pointer to, long count, long offset);

    static native long pwrite(int fd, Pointer from, long count, long offset);

    static native int ioctl(int fd, long request, long argument);

    static native int ioctl(int fd, long request, Pointer argument);

    static native Pointer mmap(@Nullable Pointer address, long length, int protection, int flags, int fd, long offset);

    static native int mprotect(Pointer address, long length, int protection);

    static native int ppoll(
            @Nullable Pointer descriptors, long count, @Nullable Pointer timeout, @Nullable Pointer signals);

    static native int socket(int domain, int type, int protocol);

    static native long getrandom(byte[] to, long length, int flags);

    static native String strerror(int errno);

    /** A path, one character for each byte, as the C library takes it. */
    static byte[] path(String latin1) {
        return (latin1 + '\0').getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The {@code errno} of this thread's last call. */
    static int errno() {
        return Native.getLastError();
    }

    /** What an {@code errno} means. */
    static String message(int errno) {
        return strerror(errno);
    }
}
