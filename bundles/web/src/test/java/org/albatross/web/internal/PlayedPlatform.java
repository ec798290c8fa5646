package org.albatross.web.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.albatross.api.Cancellable;
import org.albatross.api.CommandService;
import org.albatross.api.Request;
import org.albatross.api.Sink;
import org.albatross.json.EventJson;
import org.albatross.model.Bytes;
import org.albatross.model.Caller;
import org.albatross.model.CommandKind;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.CpuId;
import org.albatross.model.Data;
import org.albatross.model.EventFields;
import org.albatross.model.FailBehaviour;
import org.albatross.model.LogCommand;
import org.albatross.model.MacAddress;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Policy;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.Role;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;
import org.albatross.model.UnikernelType;

/** A command service that has one running and one waiting unikernel, and streams what a test says. */
final class PlayedPlatform implements CommandService {
    static final Instant TIME = Instant.parse("2026-11-01T10:00:00.123Z");
    static final Name RUNNING = Name.parse("a:web");
    static final Name WAITING = Name.parse("a:db");

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Data> history = new CopyOnWriteArrayList<>();
    private final List<Sink> streams = new CopyOnWriteArrayList<>();
    private final List<Request> cancelled = new CopyOnWriteArrayList<>();

    /** Each command, about what, and by whom. */
    List<String> asked() {
        return asked;
    }

    /** What a stream begins with. */
    List<Data> history() {
        return history;
    }

    /** The streams that were begun. */
    List<Sink> streams() {
        return streams;
    }

    /** What was given up, or had come to its end. */
    List<Request> cancelled() {
        return cancelled;
    }

    private static UnikernelInfo info() {
        return new UnikernelInfo(
                UnikernelType.SOLO5,
                new FailBehaviour.Restart(new TreeSet<>(List.of(2L))),
                Optional.empty(),
                CpuId.setOf(0, 2),
                new Megabytes(32),
                Bytes.of(new byte[32]),
                List.of(new UnikernelInfo.Block(Text.of("data"), Text.of("a:data"), 512, new Megabytes(7))),
                List.of(new UnikernelInfo.Net(
                        Text.of("service"),
                        Text.of(Bytes.of(new byte[] {(byte) 0xff})),
                        MacAddress.derived(RUNNING, Text.of("service")))),
                Optional.of(List.of(Text.of("--hello=<b>"))),
                Optional.of(TIME),
                1,
                Optional.empty());
    }

    private static UnikernelStatus status(UnikernelStatus.State state, Optional<UnikernelInfo> info) {
        boolean waits = state == UnikernelStatus.State.WAITING;
        return new UnikernelStatus(
                state.text(),
                7,
                1,
                waits ? Optional.of(Text.of("bridge br9 does not exist")) : Optional.empty(),
                Optional.of(Text.of("exit 2")),
                Optional.of(TIME),
                waits ? Optional.of(TIME.plusSeconds(60)) : Optional.empty(),
                Optional.of(false),
                info);
    }

    private static Data.Event event(long sequence) {
        String line = EventJson.of(
                        sequence, TIME, RUNNING, new Caller.Local(0, 0, 17), new EventFields("created", Map.of()))
                .toLine();
        return new Data.Event(sequence, TIME, Text.of(line));
    }

    /** Two events, and one that this platform does not understand. */
    static List<Data> events() {
        return List.of(event(1), event(2), new Data.Event(3, TIME, Text.of("<script>")));
    }

    @Override
    public Cancellable execute(Request request, Sink sink) {
        asked.add(CommandKind.of(request.command()) + " " + request.name() + " by " + request.caller());
        if (request.command() instanceof ConsoleCommand || request.command() instanceof LogCommand) {
            return stream(request, sink);
        }
        if (request.command().isChange()) {
            change(request, sink);
        } else {
            answer(request, sink);
        }
        return Cancellable.NOTHING;
    }

    private Cancellable stream(Request request, Sink sink) {
        if (request.name().equals(WAITING)) {
            sink.fail(new Refusal.NotFound(Refusal.Subject.UNIKERNEL, WAITING, Optional.empty()));
            return Cancellable.NOTHING;
        }
        sink.answer(new Reply.Done("subscribed"));
        history.forEach(piece -> sink.data(request.name(), piece));
        if (request.command() instanceof LogCommand.Show || request.command() instanceof LogCommand.ShowAfter) {
            sink.end();
        }
        streams.add(sink);
        return () -> cancelled.add(request);
    }

    private static void change(Request request, Sink sink) {
        Caller.Person person = (Caller.Person) request.caller();
        if (person.grant().role() == Role.VIEWER) {
            sink.fail(new Refusal.NotAllowed(
                    request.name(), Role.OPERATOR, request.name().path(), person, List.of(person.grant())));
        } else if (request.name().equals(RUNNING)) {
            sink.answer(new Reply.Done("done with it"));
            sink.end();
        } else {
            sink.fail(new Refusal.NotFound(Refusal.Subject.UNIKERNEL, request.name(), Optional.of("stop")));
        }
    }

    private static void answer(Request request, Sink sink) {
        SortedSet<Text> bridges = new TreeSet<>(List.of(Text.of("br0")));
        List<Named<UnikernelStatus>> statuses = new ArrayList<>();
        if (request.name().label().isEmpty() || request.name().equals(RUNNING)) {
            statuses.add(new Named<>(
                    RUNNING.relativeTo(request.name().path()),
                    status(UnikernelStatus.State.RUNNING, request.name().label().map(unused -> info()))));
        }
        if (request.name().label().isEmpty() || request.name().equals(WAITING)) {
            statuses.add(new Named<>(
                    WAITING.relativeTo(request.name().path()),
                    status(UnikernelStatus.State.WAITING, Optional.empty())));
        }
        switch (CommandKind.of(request.command()).toString()) {
            case "lifecycle_status" -> sink.answer(new Reply.Statuses(statuses));
            case "unikernel_info" ->
                sink.answer(new Reply.Infos(
                        UnikernelCommand.InfoForm.CURRENT,
                        List.of(new Named<>(RUNNING.relativeTo(request.name().path()), info()))));
            case "policy_info" ->
                sink.answer(new Reply.Policies(List.of(new Named<>(
                        Name.parse("a:"),
                        new Policy(CpuId.setOf(0), 5, new Megabytes(512), Optional.empty(), bridges)))));
            default ->
                sink.answer(new Reply.BlockDevices(
                        List.of(new Named<>(Name.parse("a:data"), new Reply.BlockInfo(new Megabytes(7), true)))));
        }
        sink.end();
    }
}
