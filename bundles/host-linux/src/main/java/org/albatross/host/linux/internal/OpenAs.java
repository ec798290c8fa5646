package org.albatross.host.linux.internal;

import static org.albatross.host.linux.internal.SystemCall.O_CLOEXEC;
import static org.albatross.host.linux.internal.SystemCall.O_RDONLY;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.nio.file.Path;

/**
 * Opens a file by the rights of another user, to whom it belongs: a thread changes the user that it is to file systems
 * (setfsuid(2), which is the thread's own and leaves the process's users as they are), opens, and ends. Without
 * CAP_SETUID the user stays this process's.
 */
final class OpenAs {
    /** How a file is opened for reading. */
    static final int READING = O_RDONLY | O_CLOEXEC;

    private static final LibC C = LibC.INSTANCE;

    private OpenAs() {}

    /** Opens for reading. */
    static int reading(Path file, long uid) throws ErrnoException {
        return OwnThread.call("cannot open " + file, () -> {
            C.syscall(setfsuid(), uid, 0, 0, 0);
            int fd = C.open(file.toString(), READING, 0);
            return fd < 0 ? -Native.getLastError() : fd;
        });
    }

    /** Its number; where it is not known here, one that the kernel refuses. */
    private static long setfsuid() {
        return switch (Platform.ARCH) {
            case "x86-64" -> 122;
            case "aarch64", "riscv64" -> 151;
            default -> -1;
        };
    }
}
