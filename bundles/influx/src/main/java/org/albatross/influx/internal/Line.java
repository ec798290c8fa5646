package org.albatross.influx.internal;

import java.time.Instant;
import java.util.Locale;
import org.albatross.model.Data;

/**
 * One point in InfluxDB's line protocol, as it is put together: a measurement, tags, at least one field, a time in nanoseconds.
 * Whatever names and texts hold stays one point: a text keeps every character; in names and tags, where the protocol has no form
 * for them, a line break is {@code \n}, another control character is {@code ?}, and a backslash at the end is a slash. A tag
 * without a value is left out, as the protocol demands. For one thread.
 */
final class Line {
    private final StringBuilder text = new StringBuilder(256);
    private boolean hasField;

    private Line(String measurement) {
        escape(measurement, ", ");
    }

    static Line of(String measurement) {
        return new Line(measurement);
    }

    /** Adds a tag; to be called before the first field. */
    Line tag(String key, String value) {
        if (hasField) {
            throw new IllegalStateException("tags come before fields");
        }
        if (!value.isEmpty()) {
            text.append(',');
            escape(key, ",= ");
            text.append('=');
            escape(value, ",= ");
        }
        return this;
    }

    /** Adds a whole number; one beyond 63 bits, which the protocol does not have, is the greatest that it has. */
    Line field(String key, long value) {
        key(key);
        text.append(value < 0 ? Long.MAX_VALUE : value).append('i');
        return this;
    }

    /** Adds a number; one that is not finite is left out, for the protocol does not have it. */
    Line field(String key, double value) {
        if (Double.isFinite(value)) {
            key(key);
            text.append(value);
        }
        return this;
    }

    /** Adds seconds with six decimals. */
    Line field(String key, Data.TimeValue value) {
        key(key);
        text.append(Long.toUnsignedString(value.seconds()))
                .append('.')
                .append(String.format(Locale.ROOT, "%06d", value.microseconds()));
        return this;
    }

    /** Adds a text. */
    Line field(String key, String value) {
        key(key);
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\');
            }
            text.append(c == 0 ? '?' : c);
        }
        text.append('"');
        return this;
    }

    private void key(String key) {
        text.append(hasField ? ',' : ' ');
        escape(key, ",= ");
        text.append('=');
        hasField = true;
    }

    private void escape(String name, String special) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '\n') {
                text.append("\\n");
            } else if (c < ' ' || c == 0x7f) {
                text.append('?');
            } else if (c == '\\' && i == name.length() - 1) {
                text.append('/');
            } else {
                if (special.indexOf(c) >= 0) {
                    text.append('\\');
                }
                text.append(c);
            }
        }
    }

    /** Tells whether there is a field: a point without one cannot be sent. */
    boolean isPoint() {
        return hasField;
    }

    /** Returns the line with its end. */
    String at(Instant time) {
        if (!hasField) {
            throw new IllegalStateException(text + " has no field");
        }
        return text + " " + time.getEpochSecond() + String.format(Locale.ROOT, "%09d", time.getNano()) + "\n";
    }
}
