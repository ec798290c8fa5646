package org.albatross.tender.internal;

import com.sun.jna.Memory;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;

/** Waits by {@code ppoll(2)} on the descriptors of all network devices. */
final class PollWaits implements Waits {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int EVENTS = 4;
    private static final int RETURNED_EVENTS = 6;

    private final Memory timeout = new Memory(2L * Long.BYTES);
    private final Memory descriptors;
    private final int[] handles;

    PollWaits(Devices devices) {
        int[] found = new int[devices.count()];
        int count = 0;
        for (int handle = 0; handle < devices.count(); handle++) {
            if (devices.net(handle) != null) {
                found[count++] = handle;
            }
        }
        handles = Arrays.copyOf(found, count);
        descriptors = new Memory(Math.max(1, count) * (long) Libc.POLLFD_BYTES);
        for (int i = 0; i < count; i++) {
            long at = (long) i * Libc.POLLFD_BYTES;
            descriptors.setInt(
                    at, Objects.requireNonNull(devices.net(handles[i])).descriptor());
            descriptors.setShort(at + EVENTS, (short) Libc.POLLIN);
        }
    }

    @Override
    public long await(long nanos) throws TenderException {
        long start = System.nanoTime();
        long left = nanos;
        while (true) {
            timeout.setLong(0, Long.divideUnsigned(left, NANOS_PER_SECOND));
            timeout.setLong(Long.BYTES, Long.remainderUnsigned(left, NANOS_PER_SECOND));
            if (Libc.ppoll(descriptors, handles.length, timeout, null) >= 0) {
                return ready();
            }
            int errno = Libc.errno();
            if (errno != Libc.EINTR) {
                throw TenderException.errno("Could not wait", errno);
            }
            long passed = System.nanoTime() - start;
            left = Long.compareUnsigned(passed, nanos) < 0 ? nanos - passed : 0;
        }
    }

    /** A device with an error counts as ready: the guest's next read then ends it with the reason. */
    private long ready() {
        long ready = 0;
        for (int i = 0; i < handles.length; i++) {
            if (descriptors.getShort((long) i * Libc.POLLFD_BYTES + RETURNED_EVENTS) != 0) {
                ready |= 1L << handles[i];
            }
        }
        return ready;
    }

    @Override
    public long wallTime() {
        Instant now = Instant.now();
        return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
    }
}
