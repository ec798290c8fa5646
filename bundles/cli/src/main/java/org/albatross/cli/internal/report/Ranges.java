package org.albatross.cli.internal.report;

import java.util.Iterator;
import java.util.SortedSet;

/** Sets of numbers as people write them. */
final class Ranges {
    private Ranges() {}

    /** Returns the numbers, three and more in a row as a range, {@code 0-3,8}; {@code none} without any. */
    static String of(SortedSet<Long> numbers) {
        StringBuilder text = new StringBuilder();
        Iterator<Long> rest = numbers.iterator();
        if (!rest.hasNext()) {
            return "none";
        }
        long from = rest.next();
        long last = from;
        while (rest.hasNext()) {
            long number = rest.next();
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
