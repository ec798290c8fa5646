package org.albatross.jmx.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.albatross.jmx.internal.SupervisorMXBean.EventRow;
import org.albatross.json.EventJson;
import org.albatross.model.Command.Begin;
import org.albatross.model.Data;
import org.albatross.model.EventLine;
import org.albatross.model.LogCommand;
import org.albatross.model.Name;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events as the log on disk has them. For any thread. */
final class LoggedEvents implements EventLogMXBean {
    private static final Logger LOG = LoggerFactory.getLogger(LoggedEvents.class);
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration PIECE = Duration.ofSeconds(10);

    private final Commands commands;
    private final Cached<Long> last;

    /** Asks by {@code commands}; {@code nanos} is a monotonic clock. */
    LoggedEvents(Commands commands, LongSupplier nanos) {
        this.commands = commands;
        this.last = new Cached<>(this::readLast, FRESH, nanos);
    }

    private long readLast() {
        return listLatest(1).stream().mapToLong(EventRow::number).max().orElse(0);
    }

    @Override
    public long getLastEvent() {
        return commands.grant().path().isRoot() ? last.get() : readLast();
    }

    @Override
    public List<EventRow> listEventsAfter(long number) {
        return read(commands.everything(), new LogCommand.ShowAfter(number), ConsoleLines.MOST);
    }

    @Override
    public List<EventRow> listLatest(int count) {
        return latest(commands.everything(), count);
    }

    @Override
    public List<EventRow> listLatestAt(String name, int count) {
        return latest(Name.parse(name), count);
    }

    private List<EventRow> latest(Name name, int count) {
        return read(name, new LogCommand.Show(new Begin.Count(ConsoleLines.checked(count))), count);
    }

    private List<EventRow> read(Name name, LogCommand command, int most) {
        return commands.read(name, command, most, PIECE).stream()
                .map(Data.Event.class::cast)
                .map(LoggedEvents::row)
                .toList();
    }

    /** Returns an event as clients see it. */
    static EventRow row(Data.Event event) {
        try {
            EventJson.Entry entry = EventJson.read(event.event().decoded());
            return new EventRow(
                    event.sequence(),
                    event.time().toString(),
                    entry.fields().kind(),
                    entry.header().name().toString(),
                    entry.caller().toString(),
                    EventLine.of(entry.fields(), entry.header().name(), entry.caller()));
        } catch (IOException e) {
            LOG.debug("an event is shown as it came", e);
            return new EventRow(
                    event.sequence(),
                    event.time().toString(),
                    "unknown",
                    "",
                    "",
                    event.event().line());
        }
    }
}
