package org.albatross.host.linux.internal;

import static org.albatross.host.linux.internal.SystemCall.EINTR;
import static org.albatross.host.linux.internal.SystemCall.O_CLOEXEC;
import static org.albatross.host.linux.internal.SystemCall.O_NONBLOCK;
import static org.albatross.host.linux.internal.SystemCall.check;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.albatross.threads.PlatformThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that waits with epoll(7) until one of many descriptors can be read, and then runs what belongs
 * to it. In a turn each ready descriptor is served once, so that a busy one delays no other by more than
 * one call. A descriptor whose handler fails rests for a while: it neither spins nor is forgotten. What a turn costs
 * depends on how many are ready, not on how many there are.
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
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_DEL = 2;
    private static final int EPOLLIN = 1;
    private static final int EVENTS_IN_TURN = 256;

    /** An event is packed on x86-64 alone: 32 bits of flags, then 64 of ours, of which the descriptor's number fills the first half. */
    private static final boolean PACKED = Platform.isIntel();

    private static final int EVENT_BYTES = PACKED ? 12 : 16;
    private static final int DATA_OFFSET = PACKED ? 4 : 8;
    private static final long STOP_SECONDS = 5;
    private static final LibC C = LibC.INSTANCE;

    private final long restNanos;
    private final int epoll;
    private final int wakeup;
    private final Thread thread;

    /** Guards those below. */
    private final Object lock = new Object();

    /** What is waited for, by the number of its descriptor; also what rests. */
    private final Map<Integer, Descriptor> waiting = new HashMap<>();

    private final Set<Descriptor> resting = new HashSet<>();
    private final Set<Descriptor> toClose = new HashSet<>();
    private final Memory interest = new Memory(EVENT_BYTES);
    private boolean stopped;

    /**
     * Starts the thread.
     *
     * @param rest how long a descriptor rests whose handler failed
     */
    Poller(Duration rest) throws IOException {
        restNanos = rest.toNanos();
        epoll = check(C.epoll_create1(O_CLOEXEC), "cannot use epoll");
        wakeup = check(C.eventfd(0, O_NONBLOCK | O_CLOEXEC), "cannot make an eventfd");
        control(EPOLL_CTL_ADD, wakeup);
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

    /** Called with the lock held, or before the thread starts. */
    private void control(int operation, int fd) throws ErrnoException {
        interest.setInt(0, EPOLLIN);
        interest.setInt(DATA_OFFSET, fd);
        check(C.epoll_ctl(epoll, operation, fd, interest), "cannot wait for descriptor " + fd);
    }

    private void run() {
        try (Memory events = new Memory((long) EVENTS_IN_TURN * EVENT_BYTES);
                Memory drained = new Memory(Long.BYTES)) {
            while (true) {
                int timeout;
                synchronized (lock) {
                    toClose.forEach(Descriptor::release);
                    toClose.clear();
                    if (stopped) {
                        return;
                    }
                    timeout = endRests();
                }
                int ready = C.epoll_wait(epoll, events, EVENTS_IN_TURN, timeout);
                int errno = Native.getLastError();
                if (ready < 0 && errno != EINTR) {
                    throw new IllegalStateException(new ErrnoException("epoll_wait", errno));
                }
                for (int i = 0; i < ready; i++) {
                    serve(events.getInt((long) i * EVENT_BYTES + DATA_OFFSET), drained);
                }
            }
        } finally {
            synchronized (lock) {
                stopped = true;
                waiting.values().forEach(Descriptor::release);
                waiting.clear();
                toClose.forEach(Descriptor::release);
                toClose.clear();
                C.close(epoll);
                C.close(wakeup);
            }
        }
    }

    private void serve(int fd, Memory drained) {
        if (fd == wakeup) {
            C.read(wakeup, drained, Long.BYTES);
            return;
        }
        Optional<Descriptor> descriptor;
        synchronized (lock) {
            descriptor = Optional.ofNullable(waiting.get(fd));
        }
        descriptor.ifPresent(Descriptor::serve);
    }

    /** Waits again for what has rested enough. Returns the milliseconds until the next one has, or -1; called with the lock held. */
    private int endRests() {
        long now = System.nanoTime();
        long shortest = Long.MAX_VALUE;
        for (Descriptor descriptor : List.copyOf(resting)) {
            long rest = descriptor.restNanos(now);
            if (rest > 0) {
                shortest = Math.min(shortest, rest);
                continue;
            }
            resting.remove(descriptor);
            try {
                control(EPOLL_CTL_ADD, descriptor.fd);
            } catch (ErrnoException e) {
                throw new IllegalStateException(e);
            }
        }
        return shortest == Long.MAX_VALUE ? -1 : Math.toIntExact(TimeUnit.NANOSECONDS.toMillis(shortest) + 1);
    }

    /**
     * An open descriptor. Once it was waited for, the polling thread alone closes it, between two calls of
     * epoll_wait(2): its number cannot come to mean another file meanwhile.
     */
    final class Descriptor implements AutoCloseable {
        private final int fd;
        private final String name;
        private Optional<Handler> handler = Optional.empty();
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
         * @throws IOException when the poller was closed, or cannot wait for more; this is closed then too
         */
        void start(Handler ready) throws IOException {
            try {
                synchronized (lock) {
                    if (!stopped) {
                        control(EPOLL_CTL_ADD, fd);
                        handler = Optional.of(ready);
                        waiting.put(fd, this);
                        return;
                    }
                }
            } catch (ErrnoException e) {
                close();
                throw new IOException(name + ": " + e.getMessage(), e);
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
                if (waiting.remove(fd, this)) {
                    if (!resting.remove(this)) {
                        leaveOut();
                    }
                    toClose.add(this);
                    wake();
                } else if (!toClose.contains(this)) {
                    release();
                }
            }
        }

        /** Called with the poller's lock held. */
        private void leaveOut() {
            if (C.epoll_ctl(epoll, EPOLL_CTL_DEL, fd, interest) < 0) {
                LOG.error("{}: cannot be left out", name, new ErrnoException("epoll_ctl", Native.getLastError()));
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

        private void serve() {
            if (isClosed()) {
                return;
            }
            try {
                handler.orElseThrow().ready();
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
            if (restNanos(System.nanoTime()) > 0) {
                rest();
            }
        }

        private void rest() {
            synchronized (lock) {
                if (waiting.containsKey(fd) && resting.add(this)) {
                    leaveOut();
                }
            }
        }
    }
}
