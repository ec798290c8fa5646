package org.albatross.host.linux.internal;

import static org.albatross.host.linux.internal.SystemCall.check;
import static org.albatross.host.linux.internal.SystemCall.checkLength;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.ptr.LongByReference;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * A copy of an open file, holes kept (lseek(2), SEEK_DATA), by copy_file_range(2), which shares blocks where the file
 * system can; through memory where the kernel refuses that.
 */
final class FileCopy {
    private static final int SEEK_END = 2;
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;
    private static final int ENXIO = 6;
    private static final int BUFFER = 1 << 20;

    /** What is copied between two questions whether to go on. */
    private static final long PIECE = 64L << 20;

    private static final LibC C = LibC.INSTANCE;

    private final int from;
    private final int to;
    private final String what;
    private final BooleanSupplier goOn;
    private boolean throughMemory;

    /** Copies the file that is open as {@code from} into the empty one that is open as {@code to}. */
    FileCopy(int from, int to, Path target, BooleanSupplier goOn) {
        this.from = from;
        this.to = to;
        this.what = "cannot copy into " + target;
        this.goOn = goOn;
    }

    void run() throws IOException {
        long size = checkLength(C.lseek(from, 0, SEEK_END), what);
        check(C.ftruncate(to, size), what);
        try (Memory buffer = new Memory(BUFFER)) {
            long data = next(0, SEEK_DATA, size);
            while (data < size) {
                long end = next(data, SEEK_HOLE, size);
                copy(data, end, buffer);
                data = next(end, SEEK_DATA, size);
            }
        }
    }

    /** Returns where data or a hole begins from an offset on; the size when there is none. */
    private long next(long offset, int whence, long size) throws IOException {
        long found = C.lseek(from, offset, whence);
        return found < 0 && Native.getLastError() == ENXIO ? size : Math.min(size, checkLength(found, what));
    }

    private void copy(long begin, long end, Memory buffer) throws IOException {
        long at = begin;
        while (at < end) {
            if (!goOn.getAsBoolean()) {
                throw new InterruptedIOException("the copy was given up");
            }
            long count = Math.min(PIECE, end - at);
            long copied = throughMemory ? -1 : inKernel(at, count);
            if (copied <= 0) {
                throughMemory = true;
                copied = inMemory(at, Math.min(BUFFER, count), buffer);
            }
            if (copied == 0) {
                return;
            }
            at += copied;
        }
    }

    private long inKernel(long at, long count) {
        return C.copy_file_range(from, new LongByReference(at), to, new LongByReference(at), count, 0);
    }

    private long inMemory(long at, long count, Memory buffer) throws IOException {
        long got = checkLength(C.pread(from, buffer, count, at), what);
        for (long written = 0; written < got; ) {
            written += checkLength(C.pwrite(to, buffer.share(written), got - written, at + written), what);
        }
        return got;
    }
}
