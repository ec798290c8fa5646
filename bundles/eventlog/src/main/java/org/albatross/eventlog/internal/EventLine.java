package org.albatross.eventlog.internal;

import java.util.Map;
import java.util.stream.Collectors;
import org.albatross.api.Event;
import org.albatross.model.Text;

/** An event as one line for people, whatever its details hold. */
final class EventLine {
    private EventLine() {}

    /** Returns action, name, details and caller, as in {@code created a:hello (memory 32) by uid 0, pid 17}. */
    static String of(Event event) {
        String details =
                event.details().entrySet().stream().map(EventLine::detail).collect(Collectors.joining(", ", " (", ")"));
        return printable(event.action()) + " " + event.name() + (event.details().isEmpty() ? "" : details) + " by "
                + printable(event.caller().toString());
    }

    private static String detail(Map.Entry<String, String> detail) {
        return printable(detail.getKey()) + " " + printable(detail.getValue());
    }

    private static String printable(String text) {
        return Text.of(text).toString();
    }
}
