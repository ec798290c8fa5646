package org.albatross.eventlog.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.albatross.json.EventJson;
import org.albatross.model.EventFields;
import org.albatross.model.EventRecord;

/**
 * The line of an event: JSON, a newline behind it, at most {@link #MAX_BYTES}. What makes it longer is cut, which the
 * member {@code cut} says.
 */
final class LogLine {
    /** The most bytes of a line, the newline included. */
    static final int MAX_BYTES = 64 * 1024;

    private static final int KEPT_CHARACTERS = 1000;
    private static final int KEPT_ITEMS = 100;

    private LogLine() {}

    /** Returns the line of an event. */
    static byte[] of(long sequence, EventRecord told) {
        EventFields fields = EventFields.of(told.event());
        byte[] line = line(sequence, told, fields);
        return line.length <= MAX_BYTES ? line : line(sequence, told, cut(fields));
    }

    private static byte[] line(long sequence, EventRecord told, EventFields fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try {
            EventJson.of(sequence, told.time(), told.name(), told.caller(), fields)
                    .writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes whatever is written", e);
        }
        out.write('\n');
        return out.toByteArray();
    }

    private static EventFields cut(EventFields fields) {
        Map<String, EventFields.Value> kept = new LinkedHashMap<>();
        fields.values().forEach((key, value) -> kept.put(key, cut(value)));
        kept.put("cut", new EventFields.Words("yes"));
        return new EventFields(fields.kind(), kept);
    }

    private static EventFields.Value cut(EventFields.Value value) {
        if (value instanceof EventFields.Items items) {
            List<EventFields.Value> first = items.elements().stream()
                    .limit(KEPT_ITEMS)
                    .map(LogLine::cut)
                    .toList();
            return new EventFields.Items(first);
        }
        return value instanceof EventFields.Words words && words.text().length() > KEPT_CHARACTERS
                ? new EventFields.Words(words.text().substring(0, KEPT_CHARACTERS))
                : value;
    }
}
