package org.albatross.host.linux.internal;

import com.sun.jna.Memory;
import java.time.Duration;
import org.albatross.threads.PlatformThreads;

/**
 * Waits for the wrappers of unikernels that have ended, which would stay zombies otherwise: each is a child of the platform that
 * has started it, and where the platform is process 1, as in a container, of the one that runs.
 *
 * <p>No other child is waited for, and each by its own number: what the JVM has started itself is waited for by {@code
 * java.lang.Process}, which must find its exit code. The two are told apart by their session: a wrapper has one of
 * its own, and its tender is in it; what the JVM starts is in the JVM's.
 */
final class ChildReaper implements AutoCloseable {
    private static final int P_ALL = 0;
    private static final int WNOHANG = 1;
    private static final int WEXITED = 4;
    private static final int WNOWAIT = 0x01000000;
    private static final int SIGINFO_BYTES = 128;
    private static final int SIGINFO_PID = 16;
    private static final LibC C = LibC.INSTANCE;

    private final Memory info = new Memory(SIGINFO_BYTES);
    private final int session = C.getsid(0);
    private final long pauseMillis;
    private final Thread thread;

    /** Looks for wrappers that have ended, again and again after a pause. */
    ChildReaper(Duration pause) {
        pauseMillis = pause.toMillis();
        thread = PlatformThreads.thread("albatross-host-reap", this::run);
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                reap();
                Thread.sleep(pauseMillis);
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /** A child of the JVM that has just ended stands in front of others for a moment. */
    private void reap() {
        while (true) {
            info.clear();
            int result = C.waitid(P_ALL, 0, info, WEXITED | WNOHANG | WNOWAIT);
            int pid = info.getInt(SIGINFO_PID);
            if (result < 0 || pid == 0 || C.getsid(pid) == session) {
                return;
            }
            C.waitpid(pid, null, WNOHANG);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
