package org.albatross.host.freebsd.internal;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.albatross.host.InterfaceUsage;
import org.albatross.host.ProcessUsage;

/** What ps(1), procstat(1) and netstat(1) print about use. Pure. */
final class UsageText {
    /** The columns of the sizes, in KiB, in their order. */
    static final String SIZE_KEYWORDS = "pid,lstart,vsz,rss,tsiz,dsiz,ssiz";

    private static final long BYTES_PER_KIB = 1024;
    private static final long MICROS_PER_SECOND = 1_000_000;
    /** Of a line of netstat, from the packets that came in on; in front of them an address may be missing. */
    private static final int COUNTERS = 9;

    private static final Pattern SIZES = Pattern.compile(
            "\\s*([0-9]{1,9})\\s+(\\S+ \\S+ +[0-9]{1,2} [0-9:]{8} [0-9]{4})" + "\\s+([0-9]{1,18})".repeat(5) + "\\s*");
    private static final Pattern RESOURCE =
            Pattern.compile("\\s*([0-9]{1,9}) .*?\\s(user time|system time|page reclaims|page faults"
                    + "|voluntary context switches|involuntary context switches)\\s+(\\S.*\\S|\\S)\\s*");
    private static final Pattern TIME =
            Pattern.compile("(?:([0-9]{1,6}) days? )?([0-9]{2}):([0-9]{2}):([0-9]{2})\\.([0-9]{6})");

    private UsageText() {}

    /** The sizes of a process, in KiB. */
    record Sizes(Instant started, long virtual, long resident, long text, long data, long stack) {}

    /** Returns the sizes of processes by their numbers. */
    static Map<Long, Sizes> sizes(String text) throws IOException {
        Map<Long, Sizes> found = new HashMap<>();
        for (String line : text.lines().skip(1).toList()) {
            Matcher row = SIZES.matcher(line);
            if (!row.matches()) {
                throw new IOException("ps: '" + line + "' has no " + SIZE_KEYWORDS);
            }
            found.put(
                    Long.parseLong(row.group(1)),
                    new Sizes(
                            ProcessText.started(row.group(2)),
                            Long.parseLong(row.group(3)),
                            Long.parseLong(row.group(4)),
                            Long.parseLong(row.group(5)),
                            Long.parseLong(row.group(6)),
                            Long.parseLong(row.group(7))));
        }
        return found;
    }

    /** Returns what procstat says of the resources of processes that matter here, by their numbers and their names there. */
    static Map<Long, Map<String, Long>> resources(String text) throws IOException {
        Map<Long, Map<String, Long>> found = new HashMap<>();
        for (String line : text.lines().toList()) {
            Matcher row = RESOURCE.matcher(line);
            if (row.matches()) {
                String name = row.group(2);
                long value = name.endsWith(" time") ? micros(row.group(3)) : number(row.group(3));
                found.computeIfAbsent(Long.parseLong(row.group(1)), pid -> new HashMap<>())
                        .put(name, value);
            }
        }
        return found;
    }

    private static long micros(String text) throws IOException {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw new IOException("procstat: '" + text + "' is not a time");
        }
        long days = time.group(1) == null ? 0 : Long.parseLong(time.group(1));
        long hours = days * 24 + Long.parseLong(time.group(2));
        long seconds = (hours * 60 + Long.parseLong(time.group(3))) * 60 + Long.parseLong(time.group(4));
        return seconds * MICROS_PER_SECOND + Long.parseLong(time.group(5));
    }

    private static long number(String text) throws IOException {
        if (!text.matches("[0-9]{1,18}")) {
            throw new IOException("'" + text + "' is not a number");
        }
        return Long.parseLong(text);
    }

    /** Puts the two together. What FreeBSD does not count in bytes, reading and writing, is absent. */
    static ProcessUsage usage(Sizes sizes, Map<String, Long> resources, long pageBytes) {
        long kibPerPage = Math.max(1, pageBytes / BYTES_PER_KIB);
        return new ProcessUsage(
                resources.getOrDefault("user time", 0L),
                resources.getOrDefault("system time", 0L),
                resources.getOrDefault("page reclaims", 0L),
                resources.getOrDefault("page faults", 0L),
                resources.getOrDefault("voluntary context switches", 0L),
                resources.getOrDefault("involuntary context switches", 0L),
                sizes.virtual() * BYTES_PER_KIB,
                sizes.resident() / kibPerPage,
                sizes.text() / kibPerPage,
                (sizes.data() + sizes.stack()) / kibPerPage,
                sizes.started(),
                Optional.empty());
    }

    /**
     * Returns the counters of interfaces by name, from their lines of the link layer; flags and MTU, which do not all stand there,
     * and packets to many are 0.
     */
    static Map<String, InterfaceUsage> interfaces(String text) throws IOException {
        Map<String, InterfaceUsage> found = new HashMap<>();
        for (String line : text.lines().skip(1).toList()) {
            List<String> fields = List.of(line.strip().split(" +", -1));
            if (fields.size() >= COUNTERS + 3 && fields.get(2).startsWith("<Link#")) {
                found.put(fields.get(0), counters(fields.subList(fields.size() - COUNTERS, fields.size())));
            }
        }
        return found;
    }

    /** Ipkts Ierrs Idrop Ibytes Opkts Oerrs Obytes Coll Drop. */
    private static InterfaceUsage counters(List<String> fields) throws IOException {
        return new InterfaceUsage(
                0,
                0,
                number(fields.get(3)),
                number(fields.get(0)),
                number(fields.get(1)),
                number(fields.get(2)),
                0,
                number(fields.get(6)),
                number(fields.get(4)),
                number(fields.get(5)),
                number(fields.get(8)),
                number(fields.get(7)));
    }
}
