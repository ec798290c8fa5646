package org.albatross.cli.internal.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Moments and spans as they are printed. */
public final class Times {
    private Times() {}

    /** Returns UTC to the second as the original prints it, {@code 2026-11-22T09:33:54-00:00}. */
    public static String rfc3339(Instant time) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(25);
        append(text, utc.getYear(), 4).append('-');
        append(text, utc.getMonthValue(), 2).append('-');
        append(text, utc.getDayOfMonth(), 2).append('T');
        append(text, utc.getHour(), 2).append(':');
        append(text, utc.getMinute(), 2).append(':');
        append(text, utc.getSecond(), 2);
        return text.append("-00:00").toString();
    }

    private static StringBuilder append(StringBuilder text, int number, int digits) {
        String decimal = Integer.toString(number);
        return text.append("0".repeat(Math.max(0, digits - decimal.length()))).append(decimal);
    }

    /** Returns a span in its two largest units, {@code 3d 4h}; {@code 0s} for one that is not positive. */
    static String span(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m " + seconds % 60 + "s";
        }
        if (seconds < 86400) {
            return seconds / 3600 + "h " + seconds / 60 % 60 + "m";
        }
        return seconds / 86400 + "d " + seconds / 3600 % 24 + "h";
    }
}
