package org.albatross.host.freebsd.internal;

import static org.albatross.host.freebsd.internal.SystemCall.EAGAIN;
import static org.albatross.host.freebsd.internal.SystemCall.EEXIST;
import static org.albatross.host.freebsd.internal.SystemCall.O_CLOEXEC;
import static org.albatross.host.freebsd.internal.SystemCall.O_CREAT;
import static org.albatross.host.freebsd.internal.SystemCall.O_NONBLOCK;
import static org.albatross.host.freebsd.internal.SystemCall.O_RDWR;

import com.sun.jna.Native;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.albatross.host.HostFiles;

/** Fifos, locks and owners on FreeBSD. */
final class FreeBsdFiles implements HostFiles {
    private static final int S_IFMT = 0170000;
    private static final int S_IFIFO = 0010000;
    private static final int UNCHANGED = -1;
    private static final int LOCK_EXCLUSIVE_NOW = 2 | 4;
    private static final int LOCK_UNLOCK = 8;
    private static final int LOCK_MODE = 0600;
    private static final int PIECE = 1 << 20;

    private final LibC c;
    private final KernelQueue queue;

    FreeBsdFiles(LibC c, KernelQueue queue) {
        this.c = c;
        this.queue = queue;
    }

    @Override
    public void makeFifo(Path fifo, int mode, Optional<Long> owner) throws IOException {
        if (c.mkfifo(fifo.toString(), mode) < 0 && Native.getLastError() != EEXIST) {
            throw new ErrnoException(c, "cannot make the fifo " + fifo, Native.getLastError());
        }
        int itsMode = attribute(fifo, "unix:mode");
        if ((itsMode & S_IFMT) != S_IFIFO) {
            throw new IOException(fifo + " exists and is not a fifo");
        }
        if ((itsMode & ~S_IFMT) != mode) {
            ErrnoException.check(c, c.chmod(fifo.toString(), mode), "cannot set the permissions of " + fifo);
        }
        if (owner.isPresent() && owner.get() != Integer.toUnsignedLong(attribute(fifo, "unix:uid"))) {
            setOwner(fifo, owner, Optional.empty());
        }
    }

    private static int attribute(Path file, String name) throws IOException {
        return (Integer) Files.getAttribute(file, name, LinkOption.NOFOLLOW_LINKS);
    }

    /** A user has no quota of pipes here: {@code openAs} and {@code capacity} change nothing. */
    @Override
    public Fifo openFifo(Path fifo, Optional<Long> openAs, int capacity, Reader reader) throws IOException {
        String path = fifo.toString();
        return FreeBsdFifo.start(c, queue.adopt(open(fifo), path), path, reader);
    }

    /** Opens for both directions, without waiting. */
    private int open(Path fifo) throws IOException {
        return ErrnoException.check(
                c, c.open(fifo.toString(), O_RDWR | O_NONBLOCK | O_CLOEXEC, 0), "cannot open the fifo " + fifo);
    }

    @Override
    public void writeFifo(Path fifo, byte[] content) throws IOException {
        int fd = open(fifo);
        try {
            int written =
                    ErrnoException.check(c, c.write(fd, content, content.length), "cannot write to the fifo " + fifo);
            if (written < content.length) {
                throw new IOException(
                        "the fifo " + fifo + " took " + written + " of " + content.length + " bytes and is full");
            }
        } finally {
            c.close(fd);
        }
    }

    @Override
    public Optional<Lock> tryLock(Path file) throws IOException {
        int fd = ErrnoException.check(
                c,
                c.open(file.toString(), O_RDWR | O_CREAT | O_CLOEXEC, LOCK_MODE),
                "cannot open the lock file " + file);
        if (c.flock(fd, LOCK_EXCLUSIVE_NOW) < 0) {
            int errno = Native.getLastError();
            c.close(fd);
            if (errno == EAGAIN) {
                return Optional.empty();
            }
            throw new ErrnoException(c, "cannot lock " + file, errno);
        }
        return Optional.of(new HeldLock(fd));
    }

    /** The platform is root here, who reads every file: {@code readAs} changes nothing. Pieces of zeros alone become holes. */
    @Override
    public void copy(Path source, Optional<Long> readAs, Path target, BooleanSupplier goOn) throws IOException {
        try (FileChannel from = FileChannel.open(source, StandardOpenOption.READ);
                FileChannel to = FileChannel.open(
                        target,
                        Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
            ByteBuffer zeros = ByteBuffer.allocateDirect(PIECE);
            long at = 0;
            while (from.read(piece.clear()) > 0) {
                if (!goOn.getAsBoolean()) {
                    throw new InterruptedIOException("the copy was given up");
                }
                piece.flip();
                int length = piece.limit();
                if (!piece.equals(zeros.clear().limit(length))) {
                    for (long end = at; piece.hasRemaining(); ) {
                        end += to.write(piece, end);
                    }
                }
                at += length;
            }
            if (to.size() < at) {
                to.write(ByteBuffer.wrap(new byte[1]), at - 1);
            }
        }
    }

    @Override
    public void setOwner(Path file, Optional<Long> uid, Optional<Long> gid) throws IOException {
        int newUid = uid.map(Long::intValue).orElse(UNCHANGED);
        int newGid = gid.map(Long::intValue).orElse(UNCHANGED);
        ErrnoException.check(c, c.lchown(file.toString(), newUid, newGid), "cannot change the owner of " + file);
    }

    private final class HeldLock implements Lock {
        private final int fd;
        private final AtomicBoolean held = new AtomicBoolean(true);

        HeldLock(int fd) {
            this.fd = fd;
        }

        /** Unlocks before it closes: a process that was just forked may have a copy of the descriptor. */
        @Override
        public void close() {
            if (held.compareAndSet(true, false)) {
                c.flock(fd, LOCK_UNLOCK);
                c.close(fd);
            }
        }
    }
}
