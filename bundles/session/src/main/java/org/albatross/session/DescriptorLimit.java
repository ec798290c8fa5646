package org.albatross.session;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many files and sockets the process may have open (RLIMIT_NOFILE), and how many of them are.
 *
 * @param most that may be open
 * @param open at the moment
 */
public record DescriptorLimit(long most, long open) {
    /** A client that asks one thing at a time gets along with these. */
    private static final int FEWEST = 4;

    /** Returns that of this process; without a limit where the system does not tell. */
    public static DescriptorLimit ofThisProcess() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? new DescriptorLimit(unix.getMaxFileDescriptorCount(), unix.getOpenFileDescriptorCount())
                : new DescriptorLimit(Long.MAX_VALUE, 0);
    }

    /**
     * Returns how many connections may be open: half of what is free, since the other half is for the files of
     * unikernels and transfers; at least a few, at most {@code wanted}.
     */
    public int connections(int wanted) {
        long half = Math.max(FEWEST, (most - open) / 2);
        return (int) Math.min(wanted, half);
    }
}
