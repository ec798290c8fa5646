package org.albatross.wire;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * GeneralizedTime as the wire has it (wire-protocol section 2): UTC, no fraction or exactly three digits.
 *
 * <p>The original writes {@code .000} for a moment that has a part below a millisecond and nothing above
 * it. So that such bytes are written again as they came, a fraction of zero is read as one nanosecond;
 * whoever prints a time cuts it to milliseconds, which is all that the wire can say.
 */
final class GeneralizedTime {
    /** Minutes, seconds, the fraction and the zone may be missing, as the original takes them. */
    private static final Pattern FORM =
            Pattern.compile("([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})(?:([0-9]{2})(?:([0-9]{2})(?:\\.([0-9]{1,3}))?)?)?"
                    + "(?:Z|([+-])([0-9]{2})([0-9]{2}))?");

    /** The longest text that {@link #FORM} takes. */
    static final int MAX_LENGTH = 24;

    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final int LEAP_SECOND = 60;
    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");
    private static final String RANGE = "a year must be one of 0 to 9999";

    private GeneralizedTime() {}

    /** Reads a time; throws {@link DateTimeException} for what is none. A leap second is the next second. */
    static Instant parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new DateTimeException("expected YYYYMMDDhhmmss[.fff]Z");
        }
        LocalDate date = LocalDate.of(number(form, 1), number(form, 2), number(form, 3));
        int second = number(form, 6);
        boolean leap = second == LEAP_SECOND;
        Instant time = date.atTime(number(form, 4), number(form, 5), leap ? LEAP_SECOND - 1 : second)
                .toInstant(ZoneOffset.UTC)
                .plusSeconds(leap ? 1 : 0)
                .plusNanos(fraction(form.group(7)))
                .minus(offset(form));
        if (!isExpressible(time)) {
            throw new DateTimeException(RANGE);
        }
        return time;
    }

    /** Writes a time, cut to milliseconds; {@link IllegalArgumentException} when its year has not four digits. */
    static String format(Instant time) {
        if (!isExpressible(time)) {
            throw new IllegalArgumentException(time + ": " + RANGE);
        }
        OffsetDateTime utc = time.atOffset(ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(MAX_LENGTH);
        append(text, utc.getYear(), 4);
        append(text, utc.getMonthValue(), 2);
        append(text, utc.getDayOfMonth(), 2);
        append(text, utc.getHour(), 2);
        append(text, utc.getMinute(), 2);
        append(text, utc.getSecond(), 2);
        if (utc.getNano() != 0) {
            append(text.append('.'), utc.getNano() / NANOS_PER_MILLI, 3);
        }
        return text.append('Z').toString();
    }

    private static boolean isExpressible(Instant time) {
        return !time.isBefore(EARLIEST) && time.isBefore(END);
    }

    private static int number(Matcher form, int group) {
        return form.group(group) == null ? 0 : Integer.parseInt(form.group(group));
    }

    private static long fraction(@Nullable String digits) {
        if (digits == null) {
            return 0;
        }
        long nanos = Long.parseLong((digits + "00").substring(0, 3)) * NANOS_PER_MILLI;
        return nanos == 0 ? 1 : nanos;
    }

    private static Duration offset(Matcher form) {
        String sign = form.group(8);
        if (sign == null) {
            return Duration.ZERO;
        }
        ZoneOffset offset = ZoneOffset.ofHoursMinutes(number(form, 9), number(form, 10));
        return Duration.ofSeconds(sign.equals("-") ? -offset.getTotalSeconds() : offset.getTotalSeconds());
    }

    private static void append(StringBuilder text, int number, int digits) {
        String decimal = Integer.toString(number);
        text.append("0".repeat(digits - decimal.length())).append(decimal);
    }
}
