package org.albatross.host.freebsd.internal;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.albatross.host.HostFiles;

/**
 * A fifo that is open for both directions, so that no end of file is told, and is waited for. Its pipe has the size that the kernel
 * gives: no program can enlarge it.
 */
final class FreeBsdFifo implements HostFiles.Fifo {
    /** The most that one call of {@link #read} takes. */
    private static final int MAX_READ = 64 * 1024;
    /** What a pipe of FreeBSD grows to while there is memory for pipes (BIG_PIPE_SIZE of sys/pipe.h). */
    private static final int CAPACITY = 64 * 1024;

    private final LibC c;
    private final KernelQueue.Descriptor descriptor;
    private final String path;

    private FreeBsdFifo(LibC c, KernelQueue.Descriptor descriptor, String path) {
        this.c = c;
        this.descriptor = descriptor;
        this.path = path;
    }

    /** Takes an open descriptor of a fifo over, also when it fails, and has it read from now on. */
    static FreeBsdFifo start(LibC c, KernelQueue.Descriptor descriptor, String path, HostFiles.Reader reader)
            throws IOException {
        FreeBsdFifo fifo = new FreeBsdFifo(c, descriptor, path);
        descriptor.start(() -> reader.readable(fifo));
        return fifo;
    }

    @Override
    public int read(ByteBuffer direct) throws IOException {
        int wanted = Math.min(direct.remaining(), MAX_READ);
        if (wanted == 0) {
            return 0;
        }
        int got = descriptor.use(fd -> {
            long read = c.read(fd, Native.getDirectBufferPointer(direct).share(direct.position()), wanted);
            return read < 0 && Native.getLastError() == SystemCall.EAGAIN
                    ? 0
                    : ErrnoException.check(c, read, "cannot read " + path);
        });
        direct.position(direct.position() + got);
        return got;
    }

    @Override
    public void pause(Duration atMost) {
        descriptor.pause(atMost);
    }

    @Override
    public void resume() {
        descriptor.resume();
    }

    @Override
    public int capacity() {
        return CAPACITY;
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
