package org.albatross.cli.internal.report;

import java.util.Iterator;
import java.util.SortedSet;
import org.albatross.model.CpuId;

/** Sets of CPUs as people write them. */
final class Ranges {
    private Ranges() {}

    /** Returns their numbers, three and more in a row as a range, {@code 0-3,8}; {@code none} without any. */
    static String of(SortedSet<CpuId> cpus) {
        StringBuilder text = new StringBuilder();
        Iterator<CpuId> rest = cpus.iterator();
        if (!rest.hasNext()) {
            return "none";
        }
        long from = rest.next().number();
        long last = from;
        while (rest.hasNext()) {
            long number = rest.next().number();
            if (number - 1 != last) {
                append(text, from, last).append(',');
                from = number;
            }
            last = number;
        }
        return append(text, from, last).toString();
    }

    private static StringBuilder append(StringBuilder text, long from, long last) {
        text.append(from);
        return last == from ? text : text.append(last - 1 == from ? ',' : '-').append(last);
    }
}
