package org.albatross.host.freebsd.internal;

import com.sun.jna.Native;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Who waits for the ends of which processes. A kqueue has one watch of each process: several who wait for the same one share it. For
 * any thread.
 */
final class ProcessEnds {
    private final LibC c;
    private final ToIntFunction<Kevent> change;
    /** Guarded by itself; nothing but a call that does not block is done under that lock. */
    private final Map<Long, List<End>> watching = new HashMap<>();

    /**
     * Nobody waits yet.
     *
     * @param change tells the kernel of a change; a negative number, and errno, where it fails
     */
    ProcessEnds(LibC c, ToIntFunction<Kevent> change) {
        this.c = c;
        this.change = change;
    }

    /** A process that is watched. */
    final class End implements AutoCloseable {
        private final long pid;
        private final Runnable ended;

        private End(long pid, Runnable ended) {
            this.pid = pid;
            this.ended = ended;
        }

        /** Ends the watch; the process goes on. Again, nothing. */
        @Override
        public void close() {
            synchronized (watching) {
                List<End> same = watching.getOrDefault(pid, List.of());
                if (same.contains(this)) {
                    same.remove(this);
                    if (same.isEmpty()) {
                        watching.remove(pid);
                        int unused = change.applyAsInt(new Kevent(pid, Kevent.PROCESS, Kevent.DELETE, 0, 0, 0));
                    }
                }
            }
        }
    }

    /** As {@link KernelQueue#watch}. */
    Optional<End> watch(long pid, Runnable ended) throws ErrnoException {
        End end = new End(pid, ended);
        synchronized (watching) {
            int added =
                    change.applyAsInt(new Kevent(pid, Kevent.PROCESS, Kevent.ADD | Kevent.ONESHOT, Kevent.EXIT, 0, 0));
            int errno = Native.getLastError();
            if (added < 0 && errno == SystemCall.ESRCH) {
                return Optional.empty();
            }
            if (added < 0) {
                throw new ErrnoException(c, "cannot watch process " + pid, errno);
            }
            watching.computeIfAbsent(pid, first -> new ArrayList<>()).add(end);
        }
        return Optional.of(end);
    }

    /** Tells all who wait that a process has ended. */
    void ended(long pid) {
        List<End> told;
        synchronized (watching) {
            told = Optional.ofNullable(watching.remove(pid)).orElse(List.of());
        }
        told.forEach(end -> end.ended.run());
    }
}
