package org.albatross.host.freebsd.internal;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.albatross.host.ProcessId;
import org.albatross.host.Processes.Entry;

/**
 * What ps(1) prints of processes in the C locale and UTC. Pure.
 *
 * <p>A process is known by its number and by when it began, in whole seconds after the boot ({@code kern.boottime}): what ps tells
 * in seconds of the wall clock moves with each step of that clock, and so does the boot time. A step by a part of a second may
 * move one of the two alone; who is then not found by its record is found by its command line.
 *
 * @param boot when the machine booted, in whole seconds
 */
record ProcessText(Instant boot) {
    /** The columns, in their order; the last one is as long as it has to be. */
    static final String KEYWORDS = "pid,ppid,ruid,stat,lstart,args";

    private static final Pattern LINE = Pattern.compile(
            "\\s*([0-9]{1,9})\\s+([0-9]{1,9})\\s+([0-9]{1,10})\\s+(\\S+)\\s+(\\S+ \\S+ +[0-9]{1,2} [0-9:]{8} [0-9]{4})(?:\\s+(.*))?");
    private static final DateTimeFormatter STARTED =
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ENGLISH);

    /**
     * A process and what it does.
     *
     * @param state the letter of its state: {@code Z} a zombie, {@code T} stopped
     */
    record Line(Entry entry, char state) {}

    /**
     * Returns the processes of a table with its heading.
     *
     * @throws IOException when a line is of another form
     */
    List<Line> table(String text) throws IOException {
        List<Line> found = new ArrayList<>();
        for (String line : text.lines().skip(1).toList()) {
            found.add(line(line));
        }
        return found;
    }

    /** Returns the only process of a table with its heading, if there is one. */
    Optional<Line> only(String text) throws IOException {
        return table(text).stream().findFirst();
    }

    private Line line(String text) throws IOException {
        Matcher found = LINE.matcher(text);
        if (!found.matches()) {
            throw new IOException("ps: '" + text + "' has no " + KEYWORDS);
        }
        char state = found.group(4).charAt(0);
        long start = started(found.group(5)).getEpochSecond() - boot.getEpochSecond();
        Entry entry = new Entry(
                new ProcessId(Long.parseLong(found.group(1)), start),
                Long.parseLong(found.group(2)),
                Long.parseLong(found.group(3)),
                state == 'Z',
                state == 'Z' ? List.of() : words(Optional.ofNullable(found.group(6))));
        return new Line(entry, state);
    }

    /** A thread of the kernel stands in brackets. Words with blanks in them come as several. */
    private static List<String> words(Optional<String> line) {
        String text = line.orElse("").strip();
        return text.isEmpty() || (text.startsWith("[") && text.endsWith("]"))
                ? List.of()
                : List.of(text.split(" +", -1));
    }

    /** Returns the moment that {@code lstart} names. */
    static Instant started(String text) throws IOException {
        try {
            return LocalDateTime.parse(text.strip().replaceAll(" +", " "), STARTED)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new IOException("ps: '" + text + "' is not a time", e);
        }
    }
}
