package org.albatross.host.linux.internal;

import static org.albatross.host.linux.internal.SystemCall.EAGAIN;
import static org.albatross.host.linux.internal.SystemCall.EEXIST;
import static org.albatross.host.linux.internal.SystemCall.EINTR;
import static org.albatross.host.linux.internal.SystemCall.EPERM;
import static org.albatross.host.linux.internal.SystemCall.LOCK_EXCLUSIVE_NOW;
import static org.albatross.host.linux.internal.SystemCall.LOCK_UNLOCK;
import static org.albatross.host.linux.internal.SystemCall.OWNER_ALONE;
import static org.albatross.host.linux.internal.SystemCall.O_CLOEXEC;
import static org.albatross.host.linux.internal.SystemCall.O_CREAT;
import static org.albatross.host.linux.internal.SystemCall.O_EXCL;
import static org.albatross.host.linux.internal.SystemCall.O_NONBLOCK;
import static org.albatross.host.linux.internal.SystemCall.O_RDWR;
import static org.albatross.host.linux.internal.SystemCall.O_WRONLY;
import static org.albatross.host.linux.internal.SystemCall.check;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.albatross.host.HostFiles;

/** Fifos, locks and owners on Linux. */
final class LinuxFiles implements HostFiles {
    private static final int S_IFMT = 0170000;
    private static final int S_IFIFO = 0010000;
    private static final int UNCHANGED = -1;
    private static final int SYNC_FILE_RANGE_WRITE = 2;
    private static final long TO_THE_END = 0;
    private static final int ENOSYS = 38;
    private static final int EOPNOTSUPP = 95;
    private static final LibC C = LibC.INSTANCE;

    private final Poller poller;
    private final DirectoryChanges changes;

    LinuxFiles(Poller poller, DirectoryChanges changes) {
        this.poller = poller;
        this.changes = changes;
    }

    @Override
    public Changes changes(Path directory) {
        return changes.watch(directory);
    }

    @Override
    public boolean allocate(Path file, long size) throws IOException {
        int fd = check(C.open(file.toString(), O_RDWR | O_CLOEXEC, 0), "cannot open " + file);
        try {
            if (C.fallocate(fd, 0, 0, size) == 0) {
                return true;
            }
            int errno = Native.getLastError();
            if (errno == EOPNOTSUPP || errno == ENOSYS || errno == EINTR) {
                return false;
            }
            throw new IOException(C.strerror(errno));
        } finally {
            C.close(fd);
        }
    }

    @Override
    public void makeFifo(Path fifo, int mode, Optional<Long> owner) throws IOException {
        if (C.mkfifo(fifo.toString(), mode) < 0 && Native.getLastError() != EEXIST) {
            throw new ErrnoException("cannot make the fifo " + fifo, Native.getLastError());
        }
        int itsMode = attribute(fifo, "unix:mode");
        if ((itsMode & S_IFMT) != S_IFIFO) {
            throw new IOException(fifo + " exists and is not a fifo");
        }
        if ((itsMode & ~S_IFMT) != mode) {
            check(C.chmod(fifo.toString(), mode), "cannot set the permissions of " + fifo);
        }
        if (owner.isPresent() && owner.get() != Integer.toUnsignedLong(attribute(fifo, "unix:uid"))) {
            setOwner(fifo, owner, Optional.empty());
        }
    }

    private static int attribute(Path file, String name) throws IOException {
        return (Integer) Files.getAttribute(file, name, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public Fifo openFifo(Path fifo, Optional<Long> openAs, int capacity, Reader reader) throws IOException {
        String path = fifo.toString();
        int fd = openAs.isPresent() ? ChargedOpen.open(fifo, openAs.get()) : open(fifo);
        return LinuxFifo.start(poller.adopt(fd, path), capacity, path, reader);
    }

    /** Opens for both directions, without waiting. */
    static int open(Path fifo) throws IOException {
        return check(C.open(fifo.toString(), O_RDWR | O_NONBLOCK | O_CLOEXEC, 0), "cannot open the fifo " + fifo);
    }

    @Override
    public void writeFifo(Path fifo, byte[] content) throws IOException {
        int fd = open(fifo);
        try {
            int written = check(C.write(fd, content, content.length), "cannot write to the fifo " + fifo);
            if (written < content.length) {
                throw new IOException(
                        "the fifo " + fifo + " took " + written + " of " + content.length + " bytes and is full");
            }
        } finally {
            C.close(fd);
        }
    }

    @Override
    public Optional<Lock> tryLock(Path file) throws IOException {
        int fd = check(
                C.open(file.toString(), O_RDWR | O_CREAT | O_CLOEXEC, OWNER_ALONE),
                "cannot open the lock file " + file);
        if (C.flock(fd, LOCK_EXCLUSIVE_NOW) < 0) {
            int errno = Native.getLastError();
            C.close(fd);
            if (errno == EAGAIN) {
                return Optional.empty();
            }
            throw new ErrnoException("cannot lock " + file, errno);
        }
        return Optional.of(new HeldLock(fd));
    }

    @Override
    public void copy(Path source, Optional<Long> readAs, Path target, BooleanSupplier goOn) throws IOException {
        int from = readAs.isPresent() ? OpenAs.reading(source, readAs.get()) : openForReading(source);
        try {
            int to = check(
                    C.open(target.toString(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, OWNER_ALONE),
                    "cannot make " + target);
            try {
                new FileCopy(from, to, target, goOn).run();
            } finally {
                C.close(to);
            }
        } finally {
            C.close(from);
        }
    }

    private static int openForReading(Path source) throws IOException {
        return check(C.open(source.toString(), OpenAs.READING, 0), "cannot open " + source);
    }

    @Override
    public void setOwner(Path file, Optional<Long> uid, Optional<Long> gid) throws IOException {
        int newUid = uid.map(Long::intValue).orElse(UNCHANGED);
        int newGid = gid.map(Long::intValue).orElse(UNCHANGED);
        if (C.lchown(file.toString(), newUid, newGid) < 0) {
            int errno = Native.getLastError();
            String hint = errno == EPERM ? " (the capability CAP_CHOWN is needed)" : "";
            throw new ErrnoException("cannot change the owner of " + file + hint, errno);
        }
    }

    @Override
    public void beginWriteBack(Path file) throws IOException {
        int fd = openForReading(file);
        try {
            check(C.sync_file_range(fd, 0, TO_THE_END, SYNC_FILE_RANGE_WRITE), "cannot begin to write back " + file);
        } finally {
            C.close(fd);
        }
    }

    private static final class HeldLock implements Lock {
        private final int fd;
        private final AtomicBoolean held = new AtomicBoolean(true);

        HeldLock(int fd) {
            this.fd = fd;
        }

        /** Unlocks before it closes: a process that was just forked may have a copy of the descriptor. */
        @Override
        public void close() {
            if (held.compareAndSet(true, false)) {
                C.flock(fd, LOCK_UNLOCK);
                C.close(fd);
            }
        }
    }
}
