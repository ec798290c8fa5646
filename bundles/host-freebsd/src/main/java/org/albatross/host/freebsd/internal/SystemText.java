package org.albatross.host.freebsd.internal;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.albatross.model.CpuId;

/** What sysctl(8) and cpuset(1) print. Pure: text in, values out. */
final class SystemText {
    private static final Pattern BOOT_TIME = Pattern.compile("\\{ sec = ([0-9]{1,12}), usec = [0-9]+ \\}.*");
    private static final Pattern OPAQUE = Pattern.compile("Format:\\S* Length:16 Dump:0x([0-9a-f]{32})");
    private static final Pattern MASK = Pattern.compile("(?m)^pid [0-9]+ mask: ([0-9]{1,6}(?:, [0-9]{1,6})*)\\s*$");

    private SystemText() {}

    /** Returns when the machine booted, in whole seconds, from the value of {@code kern.boottime}. */
    static Instant bootTime(String text) throws IOException {
        Matcher found = BOOT_TIME.matcher(text.strip());
        if (!found.matches()) {
            throw new IOException("kern.boottime: '" + text.strip() + "' is not { sec = .., usec = .. }");
        }
        return Instant.ofEpochSecond(Long.parseLong(found.group(1)));
    }

    /** Returns the boot's id from the value of {@code kern.boot_id}. */
    static String bootId(String text) throws IOException {
        Matcher found = OPAQUE.matcher(text.strip());
        if (!found.matches()) {
            throw new IOException("kern.boot_id: '" + text.strip() + "' does not hold 16 bytes");
        }
        return found.group(1);
    }

    /** Returns the CPUs of what {@code cpuset -g -p} prints; a line about memory domains may follow. */
    static SortedSet<CpuId> cpus(String text) throws IOException {
        Matcher found = MASK.matcher(text);
        if (!found.find()) {
            throw new IOException("cpuset: '" + text.strip() + "' names no CPUs");
        }
        SortedSet<CpuId> cpus = new TreeSet<>();
        for (String number : found.group(1).split(", ", -1)) {
            cpus.add(new CpuId(Long.parseLong(number)));
        }
        return cpus;
    }

    /** Returns the numbers of {@code names} that {@code sysctl -n} has printed, one a line. */
    static List<Long> numbers(String text, String... names) throws IOException {
        List<String> lines = text.strip().lines().toList();
        if (lines.size() != names.length || !lines.stream().allMatch(line -> line.matches("-?[0-9]{1,18}"))) {
            throw new IOException(String.join(", ", names) + ": '" + String.join(", ", lines) + "' are not "
                    + names.length + " numbers");
        }
        return lines.stream().map(Long::parseLong).toList();
    }
}
