package org.albatross.web.internal;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.albatross.json.EventJson;
import org.albatross.json.Json;
import org.albatross.model.Command.Begin;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.Data;
import org.albatross.model.EventLine;
import org.albatross.model.LogCommand;
import org.albatross.model.Name;

/** Shows what happens: events, and what unikernels print, as history and live. */
final class StreamEndpoints {
    /** The most entries of history that are asked for at once. */
    static final int MOST = 1000;

    private static final int USUAL = 100;
    private static final long MOST_SEQUENCE = 1L << 53;
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final Commands commands;
    private final Streams streams;

    /** Asks by {@code commands}, and streams by {@code streams}. */
    StreamEndpoints(Commands commands, Streams streams) {
        this.commands = commands;
        this.streams = streams;
    }

    void addTo(Api api) {
        api.add("GET", "/events", this::events)
                .add("GET", "/events/stream", this::eventStream)
                .add("GET", "/unikernels/{name}/console", this::console);
    }

    /** Everything that a user may see, or one unikernel, policy or device. */
    private static Name about(Exchange exchange, Session session) throws ProblemException {
        Optional<String> name = exchange.query("name");
        try {
            return name.map(Name::parse).orElse(session.person().grant().path().asName());
        } catch (IllegalArgumentException e) {
            throw new ProblemException(new Problem(400, "malformed", String.valueOf(e.getMessage())));
        }
    }

    private void events(Exchange exchange, Session session) throws ProblemException {
        long count = exchange.number("count", 1, MOST, USUAL);
        boolean behind = exchange.query("after").isPresent();
        LogCommand command = behind
                ? new LogCommand.ShowAfter(exchange.number("after", 0, MOST_SEQUENCE, 0))
                : new LogCommand.Show(new Begin.Count(count));
        exchange.answerWith(commands.ask(session.person(), about(exchange, session), command, (int) count)
                .thenApply(answer -> Json.object()
                        .put("events", Json.array(answer.data(), data -> event((Data.Event) data)))
                        .build()));
    }

    private void eventStream(Exchange exchange, Session session) throws ProblemException {
        Optional<String> last = last(exchange);
        LogCommand command = last.isPresent()
                ? new LogCommand.SubscribeAfter(sequence(last.get()))
                : new LogCommand.Subscribe(new Begin.Count(exchange.number("count", 0, MOST, USUAL)));
        streams.open(exchange, session, about(exchange, session), command, data -> {
            Data.Event event = (Data.Event) data;
            return Optional.of(new EventStream.Piece(Long.toString(event.sequence()), "event", event(event)));
        });
    }

    /** Returns how far a peer has got that comes again: a browser says it by a header, a page by a parameter. */
    private static Optional<String> last(Exchange exchange) throws ProblemException {
        Optional<String> header = exchange.header(LAST_EVENT_ID);
        return header.isPresent() ? header : exchange.query("after");
    }

    private static long sequence(String id) throws ProblemException {
        if (!id.matches("[0-9]{1,15}")) {
            throw new ProblemException(new Problem(400, "malformed", "the id of the last event is not a number"));
        }
        return Long.parseLong(id);
    }

    private static Json event(Data.Event event) {
        Json.Members members = Json.object()
                .put("sequence", Json.of(event.sequence()))
                .put("time", Json.of(event.time().toString()));
        try {
            EventJson.Entry entry = EventJson.read(event.event().decoded());
            return members.put("kind", Json.of(entry.fields().kind()))
                    .put("name", Json.of(entry.header().name().brief()))
                    .put("by", Json.of(entry.caller().toString()))
                    .put("details", Json.of(EventLine.details(entry.fields())))
                    .build();
        } catch (IOException e) {
            // Of a platform that is newer than this bundle, or damaged: shown as it is.
            return members.put("kind", Json.of("unknown"))
                    .put("name", Json.of(""))
                    .put("by", Json.of(""))
                    .put("details", Json.of(event.event().line()))
                    .build();
        }
    }

    private void console(Exchange exchange, Session session) throws ProblemException {
        Optional<String> last = last(exchange);
        Optional<ConsolePosition> position =
                last.isPresent() ? Optional.of(ConsolePosition.parse(last.get())) : Optional.empty();
        Begin begin = position.isPresent()
                ? new Begin.Since(position.get().time())
                : new Begin.Count(exchange.number("lines", 0, MOST, USUAL));
        streams.open(
                exchange, session, exchange.name(), new ConsoleCommand.Subscribe(begin), new ConsoleForm(position));
    }

    /**
     * How far a reader of a console has got: lines have a time, and no number on the wire.
     *
     * @param time of the last line, in milliseconds
     * @param count how many lines of this time the reader has
     */
    record ConsolePosition(Instant time, long count) {
        private static final Pattern FORM = Pattern.compile("([0-9]{1,14})-([0-9]{1,9})");

        static ConsolePosition parse(String id) throws ProblemException {
            Matcher parts = FORM.matcher(id);
            if (!parts.matches()) {
                throw new ProblemException(
                        new Problem(400, "malformed", "the id of the last line is not MILLISECONDS-COUNT"));
            }
            return new ConsolePosition(
                    Instant.ofEpochMilli(Long.parseLong(parts.group(1))), Long.parseLong(parts.group(2)));
        }

        ConsolePosition next(Instant time) {
            return new ConsolePosition(time, time.equals(this.time) ? count + 1 : 1);
        }

        @Override
        public String toString() {
            return time.toEpochMilli() + "-" + count;
        }
    }

    /** Gives each line its position, and leaves out those that the reader has. For one thread after the other. */
    private static final class ConsoleForm implements Function<Data, Optional<EventStream.Piece>> {
        private final Optional<ConsolePosition> had;
        private ConsolePosition position = new ConsolePosition(Instant.MIN, 0);

        ConsoleForm(Optional<ConsolePosition> had) {
            this.had = had;
        }

        @Override
        public Optional<EventStream.Piece> apply(Data data) {
            Data.Console line = (Data.Console) data;
            position = position.next(line.time());
            if (had.isPresent()
                    && line.time().equals(had.get().time())
                    && position.count() <= had.get().count()) {
                return Optional.empty();
            }
            return Optional.of(new EventStream.Piece(
                    position.toString(),
                    "line",
                    Json.object()
                            .put("time", Json.of(line.time().toString()))
                            .put("line", Json.of(line.line().decoded()))
                            .build()));
        }
    }
}
