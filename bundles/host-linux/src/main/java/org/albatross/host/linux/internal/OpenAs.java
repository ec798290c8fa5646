package org.albatross.host.linux.internal;

import static org.albatross.host.linux.internal.SystemCall.EINTR;
import static org.albatross.host.linux.internal.SystemCall.O_CLOEXEC;
import static org.albatross.host.linux.internal.SystemCall.O_RDONLY;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.albatross.threads.PlatformThreads;

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
        return onItsOwnThread(file.toString(), () -> {
            C.syscall(setfsuid(), uid, 0, 0, 0);
            int fd = C.open(file.toString(), READING, 0);
            return fd < 0 ? -Native.getLastError() : fd;
        });
    }

    /** Returns what a thread of its own has opened, which says {@code -errno} where it could not. */
    static int onItsOwnThread(String what, IntSupplier open) throws ErrnoException {
        AtomicInteger opened = new AtomicInteger(-EINTR);
        Thread thread = PlatformThreads.thread("albatross-host-open", () -> opened.set(open.getAsInt()));
        thread.start();
        join(thread);
        int result = opened.get();
        if (result < 0) {
            throw new ErrnoException("cannot open " + what, -result);
        }
        return result;
    }

    /** Waits for its end, whatever comes: only then is it known whether a descriptor is open. */
    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
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
