package org.albatross.host.freebsd.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is printed about virtual machines: by {@code bhyvectl --get-stats} a description and a number on each line, in the kernel's
 * order; by ps(1) the title that bhyve has put in the place of its command line, {@code bhyve: MACHINE (bhyve)}. Pure.
 */
final class HypervisorText {
    /** The most counters that are taken; FreeBSD 15 has fewer than 64 (MAX_VMM_STAT_ELEMS). */
    static final int MOST = 256;

    private static final Pattern LINE = Pattern.compile("(\\S.{0,126}?)\\s*\\t(-?[0-9]{1,18})");

    private static final Pattern TITLE = Pattern.compile("bhyve: ([^ /]{1,229})(?: \\(bhyve\\))?");

    private HypervisorText() {}

    /** Returns which machine a process of bhyve runs, by the words of its command line; nothing for any other process. */
    static Optional<String> machine(List<String> commandLine) {
        Matcher found = TITLE.matcher(String.join(" ", commandLine));
        return found.matches() ? Optional.of(found.group(1)) : Optional.empty();
    }

    /** Returns the counters by their descriptions, in order; lines of another form are skipped. */
    static Map<String, Long> parse(String text) {
        Map<String, Long> counters = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            Matcher found = LINE.matcher(line);
            if (found.matches() && counters.size() < MOST) {
                counters.put(found.group(1), Long.parseLong(found.group(2)));
            }
        }
        return counters;
    }
}
