package org.albatross.cli.internal.command;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.albatross.json.EventJson;
import org.albatross.model.Bytes;
import org.albatross.model.Command.Begin;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Text;

/** A file of the event log, read beside the platform or without one. Lines that are not events are read over. */
final class LogFile {
    /** The most bytes that a line of the log has; what is longer was written by somebody else. */
    private static final int MAX_LINE = 64 * 1024;

    /** A file with a longer one is something else, and may have no end. */
    private static final long MAX_FOREIGN_LINE = 16 << 20;

    private final Path file;

    LogFile(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /** Hands over the events at or below {@code name}, from {@code begin} on, the oldest first. */
    void read(Name name, Begin begin, Consumer<Data.Event> events) throws IOException {
        if (begin instanceof Begin.Count count && count.count() >= 0) {
            Deque<Data.Event> latest = new ArrayDeque<>();
            scan(name, event -> {
                latest.add(event);
                if (latest.size() > count.count()) {
                    latest.remove();
                }
            });
            latest.forEach(events);
        } else if (begin instanceof Begin.Since since) {
            scan(name, event -> {
                if (!event.time().isBefore(since.time())) {
                    events.accept(event);
                }
            });
        } else {
            scan(name, events);
        }
    }

    /** Hands over the events at or below {@code name} that come behind the one of a number. */
    void readAfter(Name name, long sequence, Consumer<Data.Event> events) throws IOException {
        scan(name, event -> {
            if (event.sequence() > sequence) {
                events.accept(event);
            }
        });
    }

    private void scan(Name name, Consumer<Data.Event> events) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            long length = 0;
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == '\n') {
                    if (length <= MAX_LINE) {
                        event(line.toByteArray(), name).ifPresent(events);
                    }
                    line.reset();
                    length = 0;
                    continue;
                }
                length++;
                if (length <= MAX_LINE) {
                    line.write(b);
                } else if (length > MAX_FOREIGN_LINE) {
                    throw new IOException("it is not an event log: a line has more than 16 MB");
                }
            }
        }
    }

    private static Optional<Data.Event> event(byte[] line, Name name) {
        try {
            EventJson.Header header = EventJson.header(line, 0, line.length);
            return name.covers(header.name())
                    ? Optional.of(new Data.Event(header.sequence(), header.time(), Text.of(Bytes.of(line))))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
