package org.albatross.host.freebsd.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code bhyvectl --get-stats} prints: a description and a number on each line, in the kernel's order. Pure. */
final class HypervisorText {
    /** The most counters that are taken; FreeBSD 15 has fewer than 64 (MAX_VMM_STAT_ELEMS). */
    static final int MOST = 256;

    private static final Pattern LINE = Pattern.compile("(\\S.{0,126}?)\\s*\\t(-?[0-9]{1,18})");

    private HypervisorText() {}

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
