package org.albatross.jmx.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.albatross.api.Cancellable;
import org.albatross.api.CommandService;
import org.albatross.api.Request;
import org.albatross.api.Sink;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.CommandKind;
import org.albatross.model.CpuId;
import org.albatross.model.Data;
import org.albatross.model.FailBehaviour;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Policy;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.Sha256;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;
import org.albatross.model.UnikernelType;

/** A command service that has what a test says, and keeps what it was asked for. */
public final class FakePlatform implements CommandService {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Caller> callers = new CopyOnWriteArrayList<>();
    private final SortedMap<Name, UnikernelStatus.State> unikernels = new ConcurrentSkipListMap<>();
    private final SortedMap<Name, Policy> policies = new ConcurrentSkipListMap<>();
    private final SortedMap<Name, Reply.BlockInfo> devices = new ConcurrentSkipListMap<>();
    private final List<Name> inactive = new CopyOnWriteArrayList<>();
    private final List<Data> pieces = new ArrayList<>();
    private final AtomicBoolean refusing = new AtomicBoolean();
    private volatile Optional<Refusal> ofBlobs = Optional.empty();
    private boolean streamEnds = true;
    private byte[] image = {1, 2, 3};
    private byte[] created = {};

    /** With two unikernels, a policy and a block device. */
    public FakePlatform() {
        unikernels.put(Name.parse("a:web"), UnikernelStatus.State.RUNNING);
        unikernels.put(Name.parse("a:db"), UnikernelStatus.State.WAITING);
        policies.put(
                Name.parse("a:"),
                new Policy(
                        CpuId.setOf(0, 2),
                        5,
                        new Megabytes(512),
                        Optional.empty(),
                        new TreeSet<>(List.of(Text.of("br0")))));
        devices.put(Name.parse("a:data"), new Reply.BlockInfo(new Megabytes(7), true));
    }

    public List<String> asked() {
        return asked;
    }

    SortedMap<Name, UnikernelStatus.State> unikernels() {
        return unikernels;
    }

    SortedMap<Name, Policy> policies() {
        return policies;
    }

    SortedMap<Name, Reply.BlockInfo> devices() {
        return devices;
    }

    /** Who has asked, once for each command. */
    public List<Caller> callers() {
        return callers;
    }

    /** The consoles of what does not run. */
    List<Name> inactive() {
        return inactive;
    }

    /** What a subscription sends, and whether it ends then. */
    void stream(List<Data> sent, boolean ends) {
        pieces.clear();
        pieces.addAll(sent);
        streamEnds = ends;
    }

    static Sha256 digest(byte[] bytes) {
        try {
            return new Sha256(Bytes.of(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Takes a blob as the supervisor does: its file is gone then. */
    private static byte[] read(Blob.Spooled blob) {
        try {
            Path file = Path.of(blob.handle());
            byte[] bytes = Files.readAllBytes(file);
            assertThat(digest(bytes)).isEqualTo(blob.sha256());
            Files.delete(file);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The image of every unikernel that runs. */
    void image(byte[] bytes) {
        image = bytes.clone();
    }

    /** What the last unikernel was created from. */
    byte[] created() {
        return created.clone();
    }

    /** Lets nobody hand anything over from now on. */
    void refuseBlobs(Refusal refusal) {
        ofBlobs = Optional.of(refusal);
    }

    @Override
    public Optional<Refusal> refusalOfBlob(Caller caller, Name name) {
        return ofBlobs;
    }

    /** Refuses one command. */
    void refuseNext() {
        refusing.set(true);
    }

    @Override
    public synchronized Cancellable execute(Request request, Sink sink) {
        assertThat(request.caller()).isInstanceOf(Caller.Person.class);
        callers.add(request.caller());
        asked.add(CommandKind.of(request.command()) + " " + request.name());
        if (refusing.getAndSet(false)) {
            request.unused().run();
            sink.fail(new Refusal.Unavailable("not now"));
            return Cancellable.NOTHING;
        }
        if (request.command() instanceof UnikernelCommand.Get) {
            Blob.Spooled blob = new Blob.Spooled(image.length, digest(image), "image");
            sink.answer(new Reply.UnikernelImage(false, blob), new ByteArrayInputStream(image));
            sink.end();
            return Cancellable.NOTHING;
        }
        if (request.command() instanceof UnikernelCommand.Create create) {
            created = read((Blob.Spooled) create.config().image());
        }
        Optional<Reply> reply = reply(request.name().path(), request.command());
        if (reply.isPresent()) {
            sink.answer(reply.get());
            send(request, sink);
        } else {
            sink.fail(new Refusal.NotFound(Refusal.Subject.UNIKERNEL, request.name(), Optional.of("restart")));
        }
        return Cancellable.NOTHING;
    }

    private void send(Request request, Sink sink) {
        CommandKind kind = CommandKind.of(request.command());
        if (kind != CommandKind.CONSOLE_SUBSCRIBE && kind != CommandKind.LOG_SHOW) {
            sink.end();
            return;
        }
        for (Data piece : pieces) {
            if (!sink.data(request.name(), piece)) {
                return;
            }
        }
        if (streamEnds) {
            sink.end();
        }
    }

    /** What lies at or below a path, relative to it. */
    private static <T> List<Named<T>> named(org.albatross.model.Path about, SortedMap<Name, T> table) {
        return table.entrySet().stream()
                .filter(entry -> about.contains(entry.getKey().path()))
                .map(entry -> new Named<>(entry.getKey().relativeTo(about), entry.getValue()))
                .toList();
    }

    private Optional<Reply> reply(org.albatross.model.Path about, Command command) {
        return switch (CommandKind.of(command)) {
            case HELLO ->
                Optional.of(
                        new Reply.Hello(Text.of("albatross"), Text.of("1.2.3"), List.of(Text.of("isolation=shared"))));
            case UNIKERNEL_INFO ->
                Optional.of(new Reply.Infos(
                        UnikernelCommand.InfoForm.CURRENT,
                        named(about, unikernels).stream()
                                .filter(each -> each.value() == UnikernelStatus.State.RUNNING)
                                .map(each -> new Named<>(each.name(), info()))
                                .toList()));
            case LIFECYCLE_STATUS ->
                Optional.of(new Reply.Statuses(named(about, unikernels).stream()
                        .map(each -> new Named<>(each.name(), status(each.value())))
                        .toList()));
            case UNIKERNEL_RESTART -> Optional.empty();
            case POLICY_INFO -> Optional.of(new Reply.Policies(named(about, policies)));
            case BLOCK_INFO -> Optional.of(new Reply.BlockDevices(named(about, devices)));
            case CONSOLE_LIST_INACTIVE -> Optional.of(new Reply.Consoles(inactive));
            case UNIKERNEL_CREATE, UNIKERNEL_FORCE_CREATE, LIFECYCLE_REPLACE, POLICY_ADD ->
                Optional.of(new Reply.Done(command.toString()));
            default -> Optional.of(new Reply.Done("done it"));
        };
    }

    private UnikernelInfo info() {
        return new UnikernelInfo(
                UnikernelType.SOLO5,
                new FailBehaviour.Quit(),
                Optional.empty(),
                CpuId.setOf(1, 3),
                new Megabytes(32),
                digest(image).bytes(),
                List.of(),
                List.of(),
                Optional.of(List.of(Text.of("--secret=x"))),
                Optional.empty(),
                1,
                Optional.empty());
    }

    private static UnikernelStatus status(UnikernelStatus.State state) {
        return new UnikernelStatus(
                state.text(),
                7,
                2,
                Optional.of(Text.of("a reason")),
                Optional.of(Text.of("exit 2")),
                Optional.of(Instant.EPOCH),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
