package org.albatross.host.freebsd.internal;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.albatross.threads.PlatformThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that waits with kevent(2) until one of many descriptors can be read or one of many processes has ended, and then runs
 * what belongs to it. In a turn each ready one is served once, so that a busy one delays no other by more than one call. A
 * descriptor whose handler fails rests for a while: it neither spins nor is forgotten. The kernel takes changes from any thread
 * while this one waits.
 */
final class KernelQueue implements AutoCloseable {
    /** What is run when a descriptor can be read. */
    @FunctionalInterface
    interface Handler {
        void ready() throws IOException;
    }

    /** What is done with an open descriptor. */
    @FunctionalInterface
    interface Use<T> {
        T with(int fd) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(KernelQueue.class);
    /** How many events are taken at once. */
    private static final int TURN = 64;

    private static final long STOP_SECONDS = 5;
    /** What is no descriptor's and no process's. */
    private static final long OWN_KEY = 0;

    private final LibC c;
    private final Duration rest;
    private final int queue;
    private final Thread thread;
    private final AtomicLong lastKey = new AtomicLong(OWN_KEY);
    private final Map<Long, Descriptor> descriptors = new ConcurrentHashMap<>();
    private final ProcessEnds ends;
    private volatile boolean stopped;

    /**
     * Starts the thread.
     *
     * @param rest how long a descriptor rests whose handler failed
     */
    KernelQueue(LibC c, Duration rest) throws IOException {
        this.c = c;
        this.rest = rest;
        queue = ErrnoException.check(c, c.kqueue(), "cannot make a kqueue");
        ends = new ProcessEnds(c, this::tryChange);
        change(new Kevent(OWN_KEY, Kevent.USER, Kevent.ADD | Kevent.CLEAR, 0, 0, OWN_KEY), "cannot prepare the end");
        thread = PlatformThreads.thread("albatross-host-poll", this::run);
        thread.start();
    }

    private void change(Kevent change, String what) throws ErrnoException {
        ErrnoException.check(c, tryChange(change), what);
    }

    /** Returns a negative number, and leaves errno, where it fails. */
    private int tryChange(Kevent change) {
        return c.kevent(queue, change.memory(), 1, null, 0, null);
    }

    /** Takes an open descriptor over, which is closed through this alone from now on. It is not waited for yet. */
    Descriptor adopt(int fd, String name) {
        return new Descriptor(lastKey.incrementAndGet(), fd, name);
    }

    /**
     * Waits for the end of a process.
     *
     * @param ended runs once, on the thread that waits; perhaps before this returns
     * @return nothing when no process has that number
     */
    Optional<ProcessEnds.End> watch(long pid, Runnable ended) throws IOException {
        if (stopped) {
            throw new IOException("cannot watch process " + pid + ": the host was stopped");
        }
        return ends.watch(pid, ended);
    }

    /** Ends the thread, within five seconds, and closes every descriptor that was waited for. */
    @Override
    public void close() {
        if (!stopped) {
            stopped = true;
            tryChange(new Kevent(OWN_KEY, Kevent.USER, 0, Kevent.TRIGGER, 0, OWN_KEY));
        }
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("the thread that reads all consoles did not end within {} s", STOP_SECONDS);
        }
    }

    private void run() {
        Memory events = new Memory((long) TURN * Kevent.BYTES);
        try {
            while (!stopped) {
                int count = c.kevent(queue, null, 0, events, TURN, null);
                int errno = Native.getLastError();
                if (count < 0 && errno != SystemCall.EINTR) {
                    throw new IllegalStateException(new ErrnoException(c, "kevent", errno));
                }
                for (int i = 0; i < count && !stopped; i++) {
                    Kevent event = Kevent.read(events, i);
                    serve(event);
                }
            }
        } finally {
            stopped = true;
            descriptors.values().forEach(Descriptor::close);
            c.close(queue);
        }
    }

    private void serve(Kevent event) {
        if (event.filter() == Kevent.PROCESS) {
            ends.ended(event.ident());
            return;
        }
        Descriptor descriptor = descriptors.get(event.key());
        if (descriptor != null) {
            descriptor.serve(event);
        }
    }

    /** An open descriptor. It is closed under the lock under which it is used, so that no number is used that means another file. */
    final class Descriptor implements AutoCloseable {
        private final long key;
        private final int fd;
        private final String name;
        private boolean closed;
        private boolean paused;
        private boolean failing;
        private Handler handler = () -> {};

        private Descriptor(long key, int fd, String name) {
            this.key = key;
            this.fd = fd;
            this.name = name;
        }

        /**
         * Has the thread wait for it from now on, until it is closed.
         *
         * @throws IOException when the queue was closed; this is closed then too
         */
        void start(Handler toRun) throws IOException {
            handler = toRun;
            descriptors.put(key, this);
            try {
                use(open -> {
                    change(new Kevent(open, Kevent.READ, Kevent.ADD, 0, 0, key), "cannot wait for " + name);
                    return open;
                });
            } catch (IOException e) {
                close();
                throw e;
            }
            if (stopped) {
                close();
                throw new IOException(name + ": the host was stopped");
            }
        }

        /**
         * Uses the descriptor, which stays open meanwhile.
         *
         * @throws ClosedChannelException when this is closed
         */
        synchronized <T> T use(Use<T> use) throws IOException {
            if (closed) {
                throw new ClosedChannelException();
            }
            return use.with(fd);
        }

        /** Leaves it out for {@code atMost}, or until {@link #resume}. For its handler. */
        synchronized void pause(Duration atMost) {
            if (closed || paused) {
                return;
            }
            paused = true;
            tryChange(new Kevent(fd, Kevent.READ, Kevent.DISABLE, 0, 0, key));
            long millis = Math.max(1, atMost.toMillis());
            tryChange(new Kevent(key, Kevent.TIMER, Kevent.ADD | Kevent.ONESHOT, 0, millis, key));
        }

        /** Ends a pause, if there is one. For any thread. */
        synchronized void resume() {
            if (closed || !paused) {
                return;
            }
            paused = false;
            tryChange(new Kevent(key, Kevent.TIMER, Kevent.DELETE, 0, 0, key));
            tryChange(new Kevent(fd, Kevent.READ, Kevent.ENABLE, 0, 0, key));
        }

        /** Closes it: no call of the handler begins after this; one under way is not waited for. Again, nothing. */
        @Override
        public synchronized void close() {
            if (closed) {
                return;
            }
            closed = true;
            descriptors.remove(key, this);
            if (paused) {
                tryChange(new Kevent(key, Kevent.TIMER, Kevent.DELETE, 0, 0, key));
            }
            c.close(fd);
        }

        private synchronized boolean isClosed() {
            return closed;
        }

        private void serve(Kevent event) {
            if (event.filter() == Kevent.TIMER) {
                resume();
                return;
            }
            if (isClosed()) {
                return;
            }
            try {
                handler.ready();
                failing = false;
            } catch (ClosedChannelException e) {
                LOG.debug("{}: closed while it was served", name, e);
            } catch (IOException | RuntimeException e) {
                failed(e);
            }
        }

        private void failed(Exception e) {
            if (isClosed()) {
                LOG.error("{}: failed", name, e);
            } else if (!failing) {
                LOG.error("{}: failed, and is tried again every {} ms while it is open", name, rest.toMillis(), e);
            }
            failing = true;
            pause(rest);
        }
    }
}
