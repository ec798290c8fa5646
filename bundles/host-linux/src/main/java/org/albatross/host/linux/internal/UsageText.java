package org.albatross.host.linux.internal;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.albatross.host.InterfaceUsage;
import org.albatross.host.ProcessUsage;

/**
 * What the texts of proc(5) say about use. Pure: text in, values out.
 *
 * @param ticksPerSecond how many clock ticks a second has, in which CPU times are
 * @param boot when the machine began, by the wall clock
 */
record UsageText(long ticksPerSecond, Instant boot) {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MILLIS_PER_SECOND = 1_000;

    /** The fields of {@code /proc/PID/stat} behind the program's name, by their numbers in proc(5) less 3. */
    private static final int MINFLT = 7;

    private static final int MAJFLT = 9;
    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final int START = 19;
    private static final int VSIZE = 20;
    private static final int RSS = 21;

    /** The fields of {@code /proc/PID/statm}. */
    private static final int TEXT = 3;

    private static final int DATA = 5;

    /** The counters of a line of {@code /proc/net/dev}. */
    private static final int COUNTERS = 16;

    /** Returns the raw start time that {@code /proc/PID/stat} names. */
    static long start(String stat) {
        return number(statFields(stat), START, "stat");
    }

    /**
     * Returns what a process has used.
     *
     * @param stat what {@code /proc/PID/stat} holds
     * @param statm what {@code /proc/PID/statm} holds
     * @param status what {@code /proc/PID/status} holds
     * @param io what {@code /proc/PID/io} holds, if it may be read
     * @throws IllegalArgumentException when a text is not of the form that proc(5) describes
     */
    ProcessUsage process(String stat, String statm, String status, Optional<String> io) {
        String[] fields = statFields(stat);
        String[] pages = statm.trim().split(" ", -1);
        return new ProcessUsage(
                micros(number(fields, UTIME, "stat")),
                micros(number(fields, STIME, "stat")),
                number(fields, MINFLT, "stat"),
                number(fields, MAJFLT, "stat"),
                value(status, "voluntary_ctxt_switches", "status"),
                value(status, "nonvoluntary_ctxt_switches", "status"),
                number(fields, VSIZE, "stat"),
                number(fields, RSS, "stat"),
                number(pages, TEXT, "statm"),
                number(pages, DATA, "statm"),
                boot.plusMillis(number(fields, START, "stat") * MILLIS_PER_SECOND / ticksPerSecond),
                io.map(text ->
                        new ProcessUsage.Storage(value(text, "read_bytes", "io"), value(text, "write_bytes", "io"))));
    }

    private long micros(long ticks) {
        return ticks * MICROS_PER_SECOND / ticksPerSecond;
    }

    /** The second field is the program's name in parentheses and may hold anything, parentheses and spaces too. */
    private static String[] statFields(String stat) {
        int end = stat.lastIndexOf(')');
        if (end < 0 || stat.length() < end + 2) {
            throw new IllegalArgumentException("stat does not hold a program's name");
        }
        return stat.substring(end + 2).trim().split(" ", -1);
    }

    private static long number(String[] fields, int index, String file) {
        if (index >= fields.length) {
            throw new IllegalArgumentException(file + " has only " + fields.length + " fields");
        }
        return number(fields[index], file);
    }

    private static long number(String digits, String file) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(file + ": '" + digits + "' is not a number", e);
        }
    }

    /** Returns the number in the line {@code key: number}. */
    private static long value(String text, String key, String file) {
        String begin = "\n" + key + ":";
        int at = text.startsWith(key + ":") ? 0 : text.indexOf(begin) + 1;
        if (at == 0 && !text.startsWith(key + ":")) {
            throw new IllegalArgumentException(file + " has no line " + key);
        }
        int end = text.indexOf('\n', at);
        String line = end < 0 ? text.substring(at) : text.substring(at, end);
        return number(line.substring(key.length() + 1).trim(), file);
    }

    /**
     * Returns the counters of {@code /proc/net/dev} by interface; flags and MTU, which do not stand there, are 0.
     *
     * @throws IllegalArgumentException when it is not of the form that proc(5) describes
     */
    static Map<String, InterfaceUsage> interfaces(String dev) {
        Map<String, InterfaceUsage> found = new HashMap<>();
        dev.lines().skip(2).filter(line -> !line.isBlank()).forEach(line -> {
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("net/dev: a line names no interface");
            }
            String[] counters = line.substring(colon + 1).trim().split(" +", -1);
            if (counters.length < COUNTERS) {
                throw new IllegalArgumentException("net/dev has only " + counters.length + " counters");
            }
            found.put(line.substring(0, colon).trim(), counters(counters));
        });
        return found;
    }

    private static InterfaceUsage counters(String[] in) {
        return new InterfaceUsage(
                0,
                0,
                number(in[0], "net/dev"),
                number(in[1], "net/dev"),
                number(in[2], "net/dev"),
                number(in[3], "net/dev"),
                number(in[7], "net/dev"),
                number(in[8], "net/dev"),
                number(in[9], "net/dev"),
                number(in[10], "net/dev"),
                number(in[11], "net/dev"),
                number(in[13], "net/dev"));
    }
}
