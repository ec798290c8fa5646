package org.albatross.host.linux.internal;

import static org.albatross.host.linux.internal.SystemCall.EAGAIN;
import static org.albatross.host.linux.internal.SystemCall.check;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.albatross.host.HostFiles;

/** A fifo that is open for both directions, so that a hang-up is never reported, and is polled. */
final class LinuxFifo implements HostFiles.Fifo {
    /** The most that one call of {@link #read} takes. */
    static final int MAX_READ = 64 * 1024;

    private static final int F_SETPIPE_SZ = 1031;
    private static final int F_GETPIPE_SZ = 1032;
    private static final LibC C = LibC.INSTANCE;

    private final Poller.Descriptor descriptor;
    private final int capacity;
    private final String path;

    private LinuxFifo(Poller.Descriptor descriptor, int capacity, String path) {
        this.descriptor = descriptor;
        this.capacity = capacity;
        this.path = path;
    }

    /** Takes an open descriptor of a fifo over, also when it fails, and has it read from now on. */
    static LinuxFifo start(Poller.Descriptor descriptor, int capacity, String path, HostFiles.Reader reader)
            throws IOException {
        try {
            int granted = descriptor.use(fd -> enlarge(path, fd, capacity));
            LinuxFifo fifo = new LinuxFifo(descriptor, granted, path);
            descriptor.start(() -> reader.readable(fifo));
            return fifo;
        } catch (IOException e) {
            descriptor.close();
            throw e;
        }
    }

    /** Sets the wanted size, or the largest power of two below it that is granted; never a smaller one. */
    private static int enlarge(String path, int fd, int wanted) throws IOException {
        int now = check(C.fcntl(fd, F_GETPIPE_SZ, 0), path + " is not a fifo");
        for (int size = wanted; size > now; size = Integer.highestOneBit(size - 1)) {
            int granted = C.fcntl(fd, F_SETPIPE_SZ, size);
            if (granted >= 0) {
                return granted;
            }
        }
        return now;
    }

    @Override
    public int read(ByteBuffer direct) throws IOException {
        int wanted = Math.min(direct.remaining(), MAX_READ);
        if (wanted == 0) {
            return 0;
        }
        int got = descriptor.use(fd -> {
            long read = C.read(fd, Native.getDirectBufferPointer(direct).share(direct.position()), wanted);
            return read < 0 && Native.getLastError() == EAGAIN ? 0 : check(read, "cannot read " + path);
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
        return capacity;
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
