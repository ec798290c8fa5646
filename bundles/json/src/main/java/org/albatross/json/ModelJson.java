package org.albatross.json;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.function.Function;
import org.albatross.model.Blob;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.Data;
import org.albatross.model.EventFields;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Payload;
import org.albatross.model.Policy;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;

/**
 * The values of the model as JSON: a command or answer without contents is a string, one with contents an
 * object with its name as the only key. Names are those of the original's own types, in snake case. Every
 * method is a pure function.
 */
public final class ModelJson {
    private static final DateTimeFormatter PICOSECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'000000000-00:00'")
            .withZone(ZoneOffset.UTC);

    private ModelJson() {}

    /**
     * A message.
     *
     * @param version of the protocol
     * @param sequence the sender's number
     * @param name what the message is about
     */
    public static Json message(long version, long sequence, Name name, Payload payload) {
        return Json.object()
                .put("version", Json.of(version))
                .put("sequence", int64(sequence))
                .put("name", Json.of(name.toString()))
                .put("payload", payload.accept(PAYLOAD))
                .build();
    }

    /** A command, which is also the form of a certificate's extension. */
    public static Json command(Command command) {
        return command.accept(CommandJson.FORM);
    }

    /** What a state file holds. */
    public static Json state(Collection<Named<UnikernelConfig>> unikernels, Collection<Named<Policy>> policies) {
        return Json.object()
                .put("unikernels", Json.array(unikernels, named -> named(named, UnikernelJson::config)))
                .put("policies", Json.array(policies, named -> named(named, UnikernelJson::policy)))
                .build();
    }

    /** The answer to a command, as {@code {"success": ..}} or {@code {"failure": ".."}}. */
    public static Json reply(Reply reply) {
        return reply.accept(ReplyJson.FORM);
    }

    /** A piece of a stream. */
    public static Json data(Data data) {
        return data.accept(DataJson.FORM);
    }

    /** A configuration. */
    public static Json config(UnikernelConfig config) {
        return UnikernelJson.config(config);
    }

    /** A report about a running unikernel. */
    public static Json info(UnikernelInfo info) {
        return UnikernelJson.info(info);
    }

    /** Where a unikernel stands. */
    public static Json status(UnikernelStatus status) {
        return UnikernelJson.status(status);
    }

    /** A policy. */
    public static Json policy(Policy policy) {
        return UnikernelJson.policy(policy);
    }

    /** What a refusal holds beside its words: an object with a member for each thing that it says. */
    public static Json refusal(Refusal refusal) {
        return RefusalJson.data(refusal);
    }

    /** The name of a refusal's kind, in small letters with dashes, {@code not-found}. */
    public static String kind(Refusal refusal) {
        return RefusalJson.kind(refusal);
    }

    /** A moment, cut to the milliseconds that the wire has, in UTC with twelve digits of a second. */
    public static Json time(Instant time) {
        return Json.of(PICOSECONDS.format(time.truncatedTo(ChronoUnit.MILLIS)));
    }

    /** Int64, as hexadecimal digits that no reader rounds. */
    static Json int64(long value) {
        return Json.of(String.format("0x%016x", value));
    }

    static <T> Json named(Named<T> named, Function<T, Json> form) {
        return Json.object()
                .put("name", Json.of(named.name().toString()))
                .put("value", form.apply(named.value()))
                .build();
    }

    /** Contents that are a zlib stream, or not. */
    static Json.Members image(Json.Members members, boolean compressed, String name, Blob blob) {
        return members.put("compressed", Json.of(compressed)).put(name, Json.hex(blob));
    }

    /** What has contents: an object with its name as the only key. */
    static Json tagged(String name, Json contents) {
        return Json.object().put(name, contents).build();
    }

    private static final Payload.Handler<Json> PAYLOAD = new Payload.Handler<>() {
        @Override
        public Json ask(Payload.Ask payload) {
            return tagged("command", command(payload.command()));
        }

        @Override
        public Json answer(Payload.Answer payload) {
            return reply(payload.reply());
        }

        @Override
        public Json stream(Payload.Stream payload) {
            return tagged("data", data(payload.data()));
        }

        @Override
        public Json origin(Payload.Origin payload) {
            return tagged(
                    "origin",
                    Json.object()
                            .put("chain", Json.array(payload.chain(), Json::hex))
                            .put("peer", Json.of(payload.peer()))
                            .put("time", time(payload.time()))
                            .build());
        }

        @Override
        public Json behalf(Payload.Behalf payload) {
            return tagged("behalf", person(payload.person()).build());
        }

        @Override
        public Json report(Payload.Report payload) {
            EventFields fields = EventFields.of(payload.event());
            Json.Members members = person(payload.person()).put("event", Json.of(fields.kind()));
            fields.values().forEach((key, value) -> members.put(key, Json.of(value.toString())));
            return tagged("report", members.build());
        }

        @Override
        public Json metrics(Payload.Metrics payload) {
            return tagged("metrics", Json.of(payload.accept()));
        }
    };

    private static Json.Members person(Caller.Person person) {
        return Json.object()
                .put("front_end", Json.of(person.frontEnd()))
                .put("user", Json.of(person.user()))
                .put("role", Json.of(person.grant().role().toString()))
                .put("path", Json.of(person.grant().path().toString()))
                .put("consoles", Json.of(person.grant().consoles()));
    }
}
