package org.albatross.cli.internal.report;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.albatross.json.Json;
import org.albatross.json.ModelJson;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelInfo;

/**
 * Shows answers for scripts: one JSON object a line, one line for each unikernel, policy, device, console
 * or piece of a stream, in the form in which messages are decoded, but for the name: it stands in the same
 * object, and is complete, not relative to what was asked for; and for times: they are whole seconds in UTC, {@code
 * 2026-11-22T09:33:54Z}, the form that jq's {@code fromdateiso8601} and Python's {@code fromisoformat} both read. What a
 * console's line has beyond the second stands beside it.
 */
public final class JsonReporter implements Reporter {
    private final PrintStream out;

    /** Prints to {@code out}. */
    public JsonReporter(PrintStream out) {
        this.out = out;
    }

    @Override
    public void success(Name host, Reply.Success reply) {
        reply.accept(new Objects(host)).forEach(this::print);
    }

    @Override
    public void data(Name name, Data data) {
        if (data instanceof Data.Console console) {
            print(Json.object()
                    .put("name", Json.of(name.toString()))
                    .put("timestamp", time(console.time()))
                    .put("millisecond", Json.of(console.time().get(ChronoField.MILLI_OF_SECOND)))
                    .put("line", Json.of(console.line()))
                    .build());
        } else if (data instanceof Data.Stats stats) {
            print(Objects.with(Json.object().put("name", Json.of(name.toString())), ModelJson.data(stats))
                    .build());
        }
    }

    private static Json time(Instant time) {
        return Json.of(time.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static Json time(Optional<Instant> time) {
        return Json.optional(time, JsonReporter::time);
    }

    private void print(Json object) {
        try {
            object.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.print("\n");
    }

    private record Objects(Name host) implements Reply.Handler<List<Json>> {
        private Json.Members about(Name relative) {
            return Json.object()
                    .put("name", Json.of(Names.complete(host, relative).toString()));
        }

        private <T> List<Json> all(List<Named<T>> values, Function<T, Json> form) {
            return values.stream().map(named -> members(named, form).build()).toList();
        }

        private <T> Json.Members members(Named<T> named, Function<T, Json> form) {
            return with(about(named.name()), form.apply(named.value()));
        }

        private static Json info(UnikernelInfo info) {
            return with(Json.object(), ModelJson.info(info))
                    .put("started", time(info.started()))
                    .build();
        }

        private static Json.Members with(Json.Members members, Json more) {
            if (more instanceof Json.Composed composed) {
                composed.members().forEach(members::put);
            }
            return members;
        }

        private List<Json> whole(Reply reply) {
            return List.of(with(Json.object().put("name", Json.of(host.toString())), ModelJson.reply(reply))
                    .build());
        }

        @Override
        public List<Json> failure(Reply.Failure reply) {
            return whole(reply);
        }

        @Override
        public List<Json> empty(Reply.Empty reply) {
            return whole(reply);
        }

        @Override
        public List<Json> done(Reply.Done reply) {
            return List.of(Json.object()
                    .put("name", Json.of(host.toString()))
                    .put("success", Json.of(reply.message()))
                    .build());
        }

        @Override
        public List<Json> policies(Reply.Policies reply) {
            return all(reply.policies(), ModelJson::policy);
        }

        @Override
        public List<Json> blockDevices(Reply.BlockDevices reply) {
            return all(reply.devices(), Objects::block);
        }

        private static Json block(Reply.BlockInfo device) {
            return Json.object()
                    .put("size", Json.of(device.size().count()))
                    .put("active", Json.of(device.active()))
                    .build();
        }

        @Override
        public List<Json> unikernelImage(Reply.UnikernelImage reply) {
            return List.of(Json.object()
                    .put("name", Json.of(host.toString()))
                    .put("compressed", Json.of(reply.compressed()))
                    .put("length", Json.of(reply.image().length()))
                    .build());
        }

        @Override
        public List<Json> blockImageOld(Reply.BlockImageOld reply) {
            return List.of(Json.object()
                    .put("name", Json.of(host.toString()))
                    .put("compressed", Json.of(reply.compressed()))
                    .put("length", Json.of(reply.image().length()))
                    .build());
        }

        @Override
        public List<Json> blockImage(Reply.BlockImage reply) {
            return whole(reply);
        }

        @Override
        public List<Json> infos(Reply.Infos reply) {
            return reply.unikernels().stream()
                    .map(named -> members(named, ModelJson::info)
                            .put("started", time(named.value().started()))
                            .build())
                    .toList();
        }

        @Override
        public List<Json> consoles(Reply.Consoles reply) {
            return reply.names().stream().map(name -> about(name).build()).toList();
        }

        @Override
        public List<Json> statuses(Reply.Statuses reply) {
            return reply.statuses().stream()
                    .map(named -> members(named, ModelJson::status)
                            .put("since", time(named.value().since()))
                            .put("next_try", time(named.value().nextTry()))
                            .put("info", Json.optional(named.value().info(), Objects::info))
                            .build())
                    .toList();
        }

        @Override
        public List<Json> hello(Reply.Hello reply) {
            return whole(reply);
        }
    }
}
