package org.albatross.host.linux.internal;

import static org.albatross.host.linux.internal.SystemCall.O_CLOEXEC;
import static org.albatross.host.linux.internal.SystemCall.O_NONBLOCK;
import static org.albatross.host.linux.internal.SystemCall.O_RDWR;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.nio.file.Path;

/**
 * Opens a fifo so that its pipe counts against another user's quota ({@code fs.pipe-user-pages-soft}). Linux
 * charges the <em>real</em> user of the thread that opens a fifo which nobody holds open, while the effective
 * one decides about access; so a thread changes its real user alone, opens, and ends. The system call is
 * made directly, since the C library would change every thread of the process. Without CAP_SETUID, this
 * process's own user is charged.
 */
final class ChargedOpen {
    private static final long UNCHANGED = -1;
    private static final LibC C = LibC.INSTANCE;

    private ChargedOpen() {}

    /** Opens for both directions, without waiting; {@code uid} is charged. */
    static int open(Path fifo, long uid) throws ErrnoException {
        return OwnThread.call("cannot open the fifo " + fifo, () -> openOrErrno(fifo, uid));
    }

    private static int openOrErrno(Path fifo, long uid) {
        C.syscall(setresuid(), uid, UNCHANGED, UNCHANGED, 0);
        int fd = C.open(fifo.toString(), O_RDWR | O_NONBLOCK | O_CLOEXEC, 0);
        return fd < 0 ? -Native.getLastError() : fd;
    }

    /** Its number; where it is not known here, one that the kernel refuses. */
    private static long setresuid() {
        return switch (Platform.ARCH) {
            case "x86-64" -> 117;
            case "aarch64", "riscv64" -> 147;
            default -> -1;
        };
    }
}
