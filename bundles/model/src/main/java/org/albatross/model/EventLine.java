package org.albatross.model;

import java.util.Map;
import java.util.stream.Collectors;

/** An event as one line for people, of printable ASCII whatever it holds. */
public final class EventLine {
    private EventLine() {}

    /** Returns what happened to whom and who asked for it, {@code created a:hello (image ab12..) by uid 0, pid 17}. */
    public static String of(EventRecord told) {
        return of(EventFields.of(told.event()), told.name(), told.caller());
    }

    /** Returns that line of an event whose kind and fields these are. */
    public static String of(EventFields fields, Name name, Caller caller) {
        String details = details(fields);
        return what(fields) + " " + name + (details.isEmpty() ? "" : " (" + details + ")") + " by "
                + Text.of(caller.toString()).line();
    }

    /** Returns what happened in words, {@code policy added}. */
    public static String what(EventFields fields) {
        return Text.of(fields.kind().replace('_', ' ')).line();
    }

    /** Returns the fields in words, {@code run 7, code 2}; those that hold nothing are left out. */
    public static String details(EventFields fields) {
        return fields.values().entrySet().stream()
                .filter(field -> !field.getValue().toString().isEmpty())
                .map(EventLine::detail)
                .collect(Collectors.joining(", "));
    }

    private static String detail(Map.Entry<String, EventFields.Value> field) {
        return Text.of(field.getKey().replace('_', ' ') + " " + field.getValue())
                .line();
    }
}
