package org.albatross.host.linux.internal;

import static org.albatross.host.linux.internal.SystemCall.EAGAIN;
import static org.albatross.host.linux.internal.SystemCall.O_CLOEXEC;
import static org.albatross.host.linux.internal.SystemCall.O_NONBLOCK;
import static org.albatross.host.linux.internal.SystemCall.check;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.albatross.host.Await;
import org.albatross.host.HostFiles.Changes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of what is written into the files of directories, or moved there, by inotify(7) and the thread of a poller. For any thread. */
final class DirectoryChanges {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryChanges.class);
    private static final int IN_MODIFY = 0x2;
    private static final int IN_MOVED_TO = 0x80;
    private static final int IN_ONLYDIR = 0x1000000;

    /** The fields of an event: descriptor of the watch, mask, cookie, length of the name that follows. */
    private static final int EVENT_BYTES = 16;

    private static final int LENGTH_OFFSET = 12;
    private static final int BUFFER_BYTES = 4096;
    private static final LibC C = LibC.INSTANCE;

    private final Poller.Descriptor inotify;
    private final Memory events = new Memory(BUFFER_BYTES);
    private final Map<Integer, Set<Watch>> watches = new HashMap<>();

    /** Begins with nothing to watch. Ends with the poller. */
    DirectoryChanges(Poller poller) throws IOException {
        inotify = poller.adopt(check(C.inotify_init1(O_NONBLOCK | O_CLOEXEC), "cannot use inotify"), "inotify");
        inotify.start(this::tell);
    }

    /** Watches a directory; where that cannot be, changes are looked for after pauses. */
    synchronized Changes watch(Path directory) {
        try {
            return inotify.use(fd -> add(fd, directory));
        } catch (IOException e) {
            LOG.debug("{} is looked at again and again in place of being watched", directory, e);
            return Await.pauses();
        }
    }

    private Watch add(int fd, Path directory) throws IOException {
        int number = check(
                C.inotify_add_watch(fd, directory.toString(), IN_MODIFY | IN_MOVED_TO | IN_ONLYDIR),
                "cannot watch " + directory);
        Watch watch = new Watch(number);
        watches.computeIfAbsent(number, key -> new HashSet<>()).add(watch);
        return watch;
    }

    /** Ends a watch, and that of the kernel with the last one of a directory. Its number is given to no other directory. */
    private synchronized void remove(Watch watch) {
        Set<Watch> same = watches.getOrDefault(watch.number, Set.of());
        if (same.remove(watch) && same.isEmpty()) {
            watches.remove(watch.number);
            try {
                inotify.use(fd -> C.inotify_rm_watch(fd, watch.number));
            } catch (IOException e) {
                LOG.debug("the host was stopped", e);
            }
        }
    }

    /** How many directories are watched. */
    synchronized int watched() {
        return watches.size();
    }

    private void tell() throws IOException {
        int length = inotify.use(fd -> {
            long read = C.read(fd, events, BUFFER_BYTES);
            if (read < 0 && Native.getLastError() != EAGAIN) {
                throw new ErrnoException("cannot read of changes in directories", Native.getLastError());
            }
            return (int) read;
        });
        for (int at = 0; at < length; at += EVENT_BYTES + events.getInt((long) at + LENGTH_OFFSET)) {
            tell(events.getInt(at));
        }
    }

    private synchronized void tell(int number) {
        watches.getOrDefault(number, Set.of()).forEach(watch -> watch.changed.release());
    }

    private final class Watch implements Changes {
        private final int number;
        private final Semaphore changed = new Semaphore(0);

        Watch(int number) {
            this.number = number;
        }

        @Override
        public void await(Duration atMost) throws InterruptedException {
            if (changed.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
                changed.drainPermits();
            }
        }

        @Override
        public void close() {
            remove(this);
        }
    }
}
