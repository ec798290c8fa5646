package org.albatross.tender.internal;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * The guest's console as a file descriptor. A full one makes the guest wait, also when whoever made it set it
 * non-blocking; a closed one ends the guest.
 */
final class DescriptorConsole implements Console {

    /** Descriptor 1 of the process. */
    static final int STANDARD_OUTPUT = 1;

    /** Descriptor 2 of the process. */
    static final int STANDARD_ERROR = 2;

    private static final int RETURNED_EVENTS = 6;

    private final int fd;

    /** The console behind an open descriptor. */
    DescriptorConsole(int fd) {
        this.fd = fd;
    }

    @Override
    public void write(Pointer text, long length) throws TenderException {
        long done = 0;
        while (done < length) {
            long count = Libc.write(fd, text.share(done), length - done);
            if (count >= 0) {
                done += count;
                continue;
            }
            int errno = Libc.errno();
            if (errno == Libc.EAGAIN) {
                awaitRoom();
            } else if (errno != Libc.EINTR) {
                throw TenderException.errno("Could not write to the console", errno);
            }
        }
    }

    private void awaitRoom() throws TenderException {
        if (Libc.ppoll(writability(), 1, null, null) == -1) {
            int errno = Libc.errno();
            if (errno != Libc.EINTR) {
                throw TenderException.errno("Could not wait for the console", errno);
            }
        }
    }

    /** Whether a line could be written now without waiting. */
    boolean hasRoom() {
        Memory now = new Memory(2L * Long.BYTES);
        now.clear();
        Memory descriptor = writability();
        return Libc.ppoll(descriptor, 1, now, null) == 1 && (descriptor.getShort(RETURNED_EVENTS) & Libc.POLLOUT) != 0;
    }

    private Memory writability() {
        Memory descriptor = new Memory(Libc.POLLFD_BYTES);
        descriptor.setInt(0, fd);
        descriptor.setInt(Integer.BYTES, Libc.POLLOUT);
        return descriptor;
    }
}
