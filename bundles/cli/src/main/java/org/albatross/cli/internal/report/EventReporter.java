package org.albatross.cli.internal.report;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.albatross.cli.internal.run.Terminal;
import org.albatross.json.EventJson;
import org.albatross.model.Data;
import org.albatross.model.EventFields;
import org.albatross.model.EventLine;
import org.albatross.model.Text;

/**
 * Shows events: to a person a line with time, what happened, to whom and who asked for it, and what came of it behind or
 * below; to a program a line of text or of JSON. Whatever a platform sends, a terminal gets printable ASCII.
 */
public final class EventReporter {
    private static final int WHAT = 16;
    private static final int NAME = 18;
    private static final int WHO = 17;

    /** From so many columns on what came of an event has one of its own. */
    private static final int WIDE = 85;

    private static final String GAP = "  ";

    private static final Set<String> GOOD = Set.of("started", "adopted", "confirmed", "platform_started");
    private static final Set<String> ATTENTION = Set.of(
            "exited",
            "waiting",
            "kept",
            "unclear",
            "taken_back",
            "fell_back",
            "not_stored",
            "command_refused",
            "events_lost");

    private final PrintStream out;
    private final Terminal terminal;
    private final boolean json;
    private boolean begun;

    /** Prints to {@code out}, which is {@code terminal}. */
    public EventReporter(PrintStream out, Terminal terminal, boolean json) {
        this.out = out;
        this.terminal = terminal;
        this.json = json;
    }

    /** Shows an event. */
    public void event(Data.Event event) {
        if (json) {
            out.print(event.event().line() + "\n");
            return;
        }
        Optional<EventJson.Entry> entry = read(event.event());
        if (entry.isEmpty()) {
            // A form that is newer than this program.
            out.print(Times.rfc3339(event.time()) + " " + event.sequence() + " "
                    + event.event().line() + "\n");
        } else if (terminal.interactive()) {
            row(entry.get());
        } else {
            out.print(Times.rfc3339(event.time()) + " " + event.sequence() + " " + line(entry.get()) + "\n");
        }
    }

    private static Optional<EventJson.Entry> read(Text event) {
        try {
            return Optional.of(EventJson.read(event.decoded()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String line(EventJson.Entry entry) {
        String details = EventLine.details(entry.fields());
        return EventLine.what(entry.fields()) + " " + entry.header().name()
                + (details.isEmpty() ? "" : " (" + details + ")") + " by " + who(entry);
    }

    private static String who(EventJson.Entry entry) {
        return Text.of(entry.caller().toString()).line();
    }

    private void row(EventJson.Entry entry) {
        boolean wide = terminal.columns() >= WIDE;
        if (!begun) {
            begun = true;
            String headings = padded("TIME", 19)
                    + GAP
                    + padded("EVENT", WHAT)
                    + GAP
                    + padded("NAME", NAME)
                    + GAP
                    + (wide ? padded("WHO", WHO) + GAP + "OUTCOME" : "WHO");
            out.print(styled(headings, Style.BOLD) + "\n");
        }
        EventFields fields = entry.fields();
        String what = padded(EventLine.what(fields), WHAT);
        String before = time(entry.header().time()) + GAP;
        String behind = GAP + padded(entry.header().name().toString(), NAME) + GAP;
        String who = who(entry);
        out.print(before + styled(what, style(fields.kind())) + behind);
        String details = EventLine.details(fields);
        String beside = wide ? padded(who, WHO) : who;
        int width = before.length() + what.length() + behind.length() + beside.length();
        if (details.isEmpty()) {
            out.print(who + "\n");
        } else if (width + GAP.length() + details.length() <= terminal.columns()) {
            out.print(beside + GAP + styled(details, Style.FAINT) + "\n");
        } else {
            out.print(who + "\n" + Paragraph.fill(details, terminal.columns(), Paragraph.indent(terminal.columns())));
        }
    }

    private static Style style(String kind) {
        if (GOOD.contains(kind)) {
            return Style.GOOD;
        }
        return ATTENTION.contains(kind) ? Style.ATTENTION : Style.PLAIN;
    }

    private String styled(String text, Style style) {
        return terminal.colours() ? style.of(text) : text;
    }

    private static String time(Instant time) {
        return Times.rfc3339(time).substring(0, 19).replace('T', ' ');
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
