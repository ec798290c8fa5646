package org.albatross.host.linux.internal;

import static org.albatross.host.linux.internal.SystemCall.EINTR;
import static org.albatross.host.linux.internal.SystemCall.O_CLOEXEC;
import static org.albatross.host.linux.internal.SystemCall.O_NONBLOCK;
import static org.albatross.host.linux.internal.SystemCall.POLLIN;
import static org.albatross.host.linux.internal.SystemCall.check;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.albatross.threads.PlatformThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that waits with poll(2) until one of many descriptors can be read, and then runs what belongs
 * to it. In a turn each ready descriptor is served once, so that a busy one delays no other by more than
 * one call. A descriptor whose handler fails rests for a while: it neither spins nor is forgotten.
 */
final class Poller implements AutoCloseable {
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

    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
    private static final int POLLFD_BYTES = 8;
    private static final int EVENTS_OFFSET = 4;
    private static final int REVENTS_OFFSET = 6;
    private static final long STOP_SECONDS = 5;
    private static final LibC C = LibC.INSTANCE;

    private final long restNanos;
    private final int wakeup;
    private final Thread thread;

    /** Guards the four below. */
    private final Object lock = new Object();

    private final Map<Descriptor, Handler> waiting = new LinkedHashMap<>();
    private final List<Descriptor> toClose = new ArrayList<>();
    private boolean changed = true;
    private boolean stopped;

    /**
     * Starts the thread.
     *
     * @param rest how long a descriptor rests whose handler failed
     */
    Poller(Duration rest) throws IOException {
        restNanos = rest.toNanos();
        wakeup = check(C.eventfd(0, O_NONBLOCK | O_CLOEXEC), "cannot make an eventfd");
        thread = PlatformThreads.thread("albatross-host-poll", this::run);
        thread.start();
    }

    /** Takes an open descriptor over, which is closed through this alone from now on. It is not waited for yet. */
    Descriptor adopt(int fd, String name) {
        return new Descriptor(fd, name);
    }

    /** Ends the thread, within five seconds, and closes every descriptor that was waited for. */
    @Override
    public void close() {
        synchronized (lock) {
            if (!stopped) {
                stopped = true;
                wake();
            }
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

    /** Called with the lock held, and not after the thread's end. */
    private void wake() {
        byte[] one = new byte[Long.BYTES];
        ByteBuffer.wrap(one).order(ByteOrder.nativeOrder()).putLong(1);
        C.write(wakeup, one, one.length);
    }

    private void run() {
        try {
            Turn turn = new Turn(Map.of());
            while (true) {
                synchronized (lock) {
                    toClose.forEach(Descriptor::release);
                    toClose.clear();
                    if (stopped) {
                        return;
                    }
                    if (changed) {
                        turn = new Turn(waiting);
                        changed = false;
                    }
                }
                turn.serve();
            }
        } finally {
            synchronized (lock) {
                stopped = true;
                waiting.keySet().forEach(Descriptor::release);
                waiting.clear();
                toClose.forEach(Descriptor::release);
                toClose.clear();
                C.close(wakeup);
            }
        }
    }

    /** The descriptors as poll(2) takes them: the one that wakes first, then those that are waited for. */
    private final class Turn {
        private final List<Descriptor> descriptors;
        private final List<Handler> handlers;
        private final Memory memory;
        private final ByteBuffer pollfds;
        private final Memory drained = new Memory(Long.BYTES);

        Turn(Map<Descriptor, Handler> waiting) {
            descriptors = List.copyOf(waiting.keySet());
            handlers = List.copyOf(waiting.values());
            memory = new Memory((long) POLLFD_BYTES * (descriptors.size() + 1));
            pollfds = memory.getByteBuffer(0, memory.size()).order(ByteOrder.nativeOrder());
        }

        void serve() {
            int timeout = prepare();
            int ready = C.poll(memory, descriptors.size() + 1L, timeout);
            int errno = Native.getLastError();
            if (ready < 0 && errno != EINTR) {
                throw new IllegalStateException(new ErrnoException("poll", errno));
            }
            if (ready <= 0) {
                return;
            }
            if (isReady(0)) {
                C.read(wakeup, drained, Long.BYTES);
            }
            for (int i = 0; i < descriptors.size(); i++) {
                if (isReady(i + 1)) {
                    descriptors.get(i).serve(handlers.get(i));
                }
            }
        }

        /** Leaves out what rests (poll ignores negative numbers). Returns the milliseconds to wait, or -1. */
        private int prepare() {
            set(0, wakeup);
            long now = System.nanoTime();
            long shortest = Long.MAX_VALUE;
            for (int i = 0; i < descriptors.size(); i++) {
                long rest = descriptors.get(i).restNanos(now);
                set(i + 1, rest > 0 ? -1 : descriptors.get(i).fd);
                if (rest > 0) {
                    shortest = Math.min(shortest, rest);
                }
            }
            return shortest == Long.MAX_VALUE ? -1 : Math.toIntExact(TimeUnit.NANOSECONDS.toMillis(shortest) + 1);
        }

        private void set(int index, int fd) {
            pollfds.putInt(index * POLLFD_BYTES, fd);
            pollfds.putShort(index * POLLFD_BYTES + EVENTS_OFFSET, POLLIN);
            pollfds.putShort(index * POLLFD_BYTES + REVENTS_OFFSET, (short) 0);
        }

        private boolean isReady(int index) {
            return pollfds.getShort(index * POLLFD_BYTES + REVENTS_OFFSET) != 0;
        }
    }

    /**
     * An open descriptor. While it is waited for, the polling thread alone closes it, between two calls of
     * poll(2): its number cannot come to mean another file meanwhile.
     */
    final class Descriptor implements AutoCloseable {
        private final int fd;
        private final String name;
        private boolean closed;
        private boolean released;
        private boolean failing;
        private long restUntil;
        private volatile boolean paused;
        private volatile long pausedUntil;

        private Descriptor(int fd, String name) {
            this.fd = fd;
            this.name = name;
        }

        /**
         * Has the polling thread wait for it from now on, until it is closed.
         *
         * @throws IOException when the poller was closed; this is closed then too
         */
        void start(Handler handler) throws IOException {
            synchronized (lock) {
                if (!stopped) {
                    waiting.put(this, handler);
                    changed = true;
                    wake();
                    return;
                }
            }
            close();
            throw new IOException(name + ": the host was stopped");
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

        /** Has the polling thread leave it out for {@code atMost}, or until {@link #resume}. For its handler. */
        void pause(Duration atMost) {
            pausedUntil = System.nanoTime() + atMost.toNanos();
            paused = true;
        }

        /** Ends a pause. For any thread. */
        void resume() {
            synchronized (lock) {
                if (paused && !stopped) {
                    paused = false;
                    wake();
                }
            }
        }

        /** Closes it: no call of the handler begins after this; one under way is not waited for. Again, nothing. */
        @Override
        public void close() {
            synchronized (lock) {
                synchronized (this) {
                    closed = true;
                }
                if (waiting.remove(this) != null) {
                    toClose.add(this);
                    changed = true;
                    wake();
                } else if (!toClose.contains(this)) {
                    release();
                }
            }
        }

        private synchronized void release() {
            closed = true;
            if (!released) {
                released = true;
                C.close(fd);
            }
        }

        private synchronized boolean isClosed() {
            return closed;
        }

        private long restNanos(long now) {
            long rest = failing ? restUntil - now : 0;
            return paused ? Math.max(rest, pausedUntil - now) : rest;
        }

        private void serve(Handler handler) {
            if (isClosed()) {
                return;
            }
            try {
                handler.ready();
                failing = false;
            } catch (ClosedChannelException e) {
                LOG.debug("{}: closed while it was served", name, e);
            } catch (IOException | RuntimeException e) {
                if (isClosed()) {
                    LOG.error("{}: failed", name, e);
                } else if (!failing) {
                    long millis = TimeUnit.NANOSECONDS.toMillis(restNanos);
                    LOG.error("{}: failed, and is tried again every {} ms while it is open", name, millis, e);
                }
                failing = true;
                restUntil = System.nanoTime() + restNanos;
            }
        }
    }
}
