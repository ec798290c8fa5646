package org.albatross.host.freebsd.internal;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The functions of FreeBSD's C library that the host uses, with their C names. Each returns a negative number and leaves {@code
 * errno} where it fails. Only 64-bit machines are served: {@code size_t}, {@code ssize_t} and {@code long} are Java's {@code long}.
 */
interface LibC extends Library {
    /** The library of this machine. */
    static LibC load() {
        return Native.load("c", LibC.class, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));
    }

    int open(String path, int flags, int mode);

    int close(int fd);

    long read(int fd, Pointer buffer, long count);

    long write(int fd, byte[] buffer, long count);

    int flock(int fd, int operation);

    int mkfifo(String path, int mode);

    int chmod(String path, int mode);

    int lchown(String path, int uid, int gid);

    int kill(int pid, int signal);

    int geteuid();

    int getsockopt(int fd, int level, int name, Pointer value, IntByReference length);

    int kqueue();

    int kevent(
            int queue,
            @Nullable Pointer changes,
            int changeCount,
            @Nullable Pointer events,
            int eventCount,
            @Nullable Pointer timeout);

    String strerror(int errno);
}
