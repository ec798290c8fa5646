package org.albatross.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.albatross.model.Caller;
import org.albatross.model.EventFields;
import org.albatross.model.EventRecord;
import org.albatross.model.Grant;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.Role;

/**
 * An entry of the event log as one JSON object, and back; docs/protocol.md section 8 lists its members. What is read may be
 * anything: whatever is not such an object is an {@link IOException}. Every method is a pure function.
 */
public final class EventJson {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(3)
                    .maxNumberLength(20)
                    .build())
            .build();

    /** The largest sequence number; every reader of JSON takes it exactly. */
    private static final long MAX_SEQUENCE = 1L << 53;

    private EventJson() {}

    /** What every entry begins with. */
    public record Header(long sequence, Instant time, Name name) {}

    /**
     * An entry that was read.
     *
     * @param fields the kind of the event and what is told of it; of one that a newer platform has written, as much as
     *     has the form of a field
     */
    public record Entry(Header header, Caller caller, EventFields fields) {}

    /** The entry of an event. */
    public static Json of(long sequence, EventRecord told) {
        return of(sequence, told.time(), told.name(), told.caller(), EventFields.of(told.event()));
    }

    /** The entry of an event whose fields are these. */
    public static Json of(long sequence, Instant time, Name name, Caller caller, EventFields fields) {
        Json.Members members = Json.object()
                .put("sequence", Json.of(sequence))
                .put("time", Json.of(time.toString()))
                .put("name", Json.of(name.toString()))
                .put("event", Json.of(fields.kind()))
                .put("by", caller(caller));
        fields.values().forEach((key, value) -> members.put(key, value(value)));
        return members.build();
    }

    private static Json caller(Caller caller) {
        Json.Members members = Json.object();
        if (caller instanceof Caller.Local local) {
            return members.put("uid", Json.of(local.uid()))
                    .put("gid", Json.of(local.gid()))
                    .put("pid", Json.of(local.pid()))
                    .build();
        }
        if (caller instanceof Caller.Remote remote) {
            return members.put("subjects", Json.array(remote.subjects(), Json::of))
                    .put("serial", Json.of(remote.serial()))
                    .put("address", Json.of(remote.address()))
                    .put("path", Json.of(remote.path().toString()))
                    .build();
        }
        if (caller instanceof Caller.Person person) {
            return members.put("front_end", Json.of(person.frontEnd()))
                    .put("user", Json.of(person.user()))
                    .put("role", Json.of(person.grant().role().toString()))
                    .put("path", Json.of(person.grant().path().toString()))
                    .put("consoles", Json.of(person.grant().consoles()))
                    .build();
        }
        return Json.absent();
    }

    private static Json value(EventFields.Value value) {
        if (value instanceof EventFields.Whole whole) {
            return Json.of(whole.number());
        }
        if (value instanceof EventFields.Items items) {
            return Json.array(items.elements(), EventJson::value);
        }
        return Json.of(value.toString());
    }

    /** Reads the beginning of an entry, which is enough to find it. */
    public static Header header(byte[] line, int offset, int length) throws IOException {
        try (JsonParser in = FACTORY.createParser(line, offset, length)) {
            return header(in);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("not an entry of the event log: " + e.getMessage(), e);
        }
    }

    private static Header header(JsonParser in) throws IOException {
        require(in.nextToken() == JsonToken.START_OBJECT, "an object");
        member(in, "sequence");
        require(in.nextToken() == JsonToken.VALUE_NUMBER_INT, "a number");
        long sequence = in.getLongValue();
        require(sequence > 0 && sequence <= MAX_SEQUENCE, "a sequence number from 1 to 2^53");
        member(in, "time");
        require(in.nextToken() == JsonToken.VALUE_STRING, "a time");
        Instant time = Instant.parse(in.getText());
        member(in, "name");
        require(in.nextToken() == JsonToken.VALUE_STRING, "a name");
        return new Header(sequence, time, Name.parse(in.getText()));
    }

    private static void member(JsonParser in, String name) throws IOException {
        require(in.nextToken() == JsonToken.FIELD_NAME && in.currentName().equals(name), "the member " + name);
    }

    private static void require(boolean condition, String expected) throws IOException {
        if (!condition) {
            throw new IOException("not an entry of the event log: " + expected + " is missing");
        }
    }

    /** Reads an entry. */
    public static Entry read(String line) throws IOException {
        try (JsonParser in = FACTORY.createParser(line)) {
            Header header = header(in);
            member(in, "event");
            require(in.nextToken() == JsonToken.VALUE_STRING, "what happened");
            String kind = in.getText();
            member(in, "by");
            Caller caller = readCaller(in);
            Map<String, EventFields.Value> fields = new LinkedHashMap<>();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String key = in.currentName();
                JsonToken token = in.nextToken();
                if (token == JsonToken.START_ARRAY) {
                    fields.put(key, new EventFields.Items(items(in)));
                } else if (token == JsonToken.START_OBJECT) {
                    in.skipChildren();
                } else {
                    fields.put(key, scalar(in, token));
                }
            }
            require(in.currentToken() == JsonToken.END_OBJECT && in.nextToken() == null, "its end");
            return new Entry(header, caller, new EventFields(kind, fields));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("not an entry of the event log: " + e.getMessage(), e);
        }
    }

    private static List<EventFields.Value> items(JsonParser in) throws IOException {
        List<EventFields.Value> items = new ArrayList<>();
        for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
            items.add(scalar(in, token));
        }
        return items;
    }

    private static EventFields.Value scalar(JsonParser in, JsonToken token) throws IOException {
        require(token != null && token.isScalarValue(), "a value");
        return token == JsonToken.VALUE_NUMBER_INT
                ? new EventFields.Whole(in.getLongValue())
                : new EventFields.Words(in.getText());
    }

    private static Caller readCaller(JsonParser in) throws IOException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            return new Caller.Platform();
        }
        Map<String, Long> numbers = new LinkedHashMap<>();
        Map<String, String> texts = new LinkedHashMap<>();
        List<String> subjects = new ArrayList<>();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String key = in.currentName();
            JsonToken token = in.nextToken();
            if (token == JsonToken.VALUE_NUMBER_INT) {
                numbers.put(key, in.getLongValue());
            } else if (token == JsonToken.START_ARRAY && key.equals("subjects")) {
                items(in).forEach(subject -> subjects.add(subject.toString()));
            } else if (token != null && token.isScalarValue()) {
                texts.put(key, in.getText());
            } else {
                in.skipChildren();
            }
        }
        if (texts.containsKey("front_end")) {
            return new Caller.Person(
                    texts.getOrDefault("front_end", ""),
                    texts.getOrDefault("user", ""),
                    new Grant(
                            Path.parse(texts.getOrDefault("path", ":")),
                            Role.parse(texts.getOrDefault("role", "")),
                            texts.getOrDefault("consoles", "").equals("true")));
        }
        if (texts.containsKey("serial")) {
            return new Caller.Remote(
                    subjects,
                    texts.getOrDefault("serial", ""),
                    texts.getOrDefault("address", ""),
                    Path.parse(texts.getOrDefault("path", ":")));
        }
        return new Caller.Local(
                numbers.getOrDefault("uid", -1L), numbers.getOrDefault("gid", -1L), numbers.getOrDefault("pid", -1L));
    }
}
