package org.albatross.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.albatross.api.Cancellable;
import org.albatross.api.CommandService;
import org.albatross.api.Request;
import org.albatross.api.Sink;
import org.albatross.model.BlockCommand;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Payload;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.UnikernelCommand;
import org.albatross.wire.BlobSink;
import org.albatross.wire.Header;
import org.albatross.wire.Limits;
import org.albatross.wire.Message;
import org.albatross.wire.MessageReader;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.WireDecoder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A conversation about a command that its peer does not send. */
class PresetCommandTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Name NAME = Name.parse("a:hello");
    private static final Reply DONE = new Reply.Done("done");
    private static final Command INFO = new UnikernelCommand.Info(UnikernelCommand.InfoForm.CURRENT);
    private static final Command ADD_POLICY =
            new PolicyCommand.Add(new Policy(CpuId.setOf(0), 1, new Megabytes(32), Optional.empty(), new TreeSet<>()));
    private static final Caller ALICE =
            new Caller.Remote(List.of("a", "alice"), "01", "192.0.2.1", org.albatross.model.Path.parse("a"));

    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private final MemoryTransport transport = new MemoryTransport();
    private Sessions sessions;

    @BeforeEach
    void makeSessions(@TempDir Path folder) throws IOException {
        SessionLimits limits = new SessionLimits(
                8 << 20,
                new Share(9, 2),
                new Share(64 << 20, 48 << 20),
                new Share(8, 4),
                new Share(8, 4),
                new Deadlines(LONG, LONG, LONG, LONG, 1 << 16));
        sessions = new Sessions(
                "memory", limits, new Spool(folder.resolve("spool"), limits.spool()), SelectorProvider.provider());
    }

    /** A service that notes what it is asked and does what is said. */
    private CommandService service(CommandService behaviour) {
        return (request, sink) -> {
            requests.add(request);
            return behaviour.execute(request, sink);
        };
    }

    private static Cancellable succeed(Sink sink) {
        sink.answer(DONE);
        sink.end();
        return Cancellable.NOTHING;
    }

    private void await(BooleanSupplier condition) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            transport.run();
        }
    }

    /** Returns the answer, behind which the connection is closed. */
    private Message answer() throws IOException, ProtocolException {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        await(() -> {
            got.writeBytes(transport.take());
            return transport.isClosed();
        });
        MessageReader reader = new MessageReader(
                new ByteArrayInputStream(got.toByteArray()), new WireDecoder(Limits.ANSWERS, BlobSink.REFUSING));
        Message message = reader.next().orElseThrow();
        assertThat(reader.next()).isEmpty();
        return message;
    }

    private List<Command> asked() {
        return requests.stream().map(Request::command).toList();
    }

    @Test
    void answersWithSequenceZeroAndEnds() throws Exception {
        sessions.open(service((request, sink) -> succeed(sink)));
        sessions.perform(transport, ALICE, new Preset(new Command.SayHello()), () -> {});

        assertThat(answer()).isEqualTo(Message.answer(new Header(0, NAME), DONE));
        assertThat(requests.get(0).name()).isEqualTo(NAME);
        assertThat(requests.get(0).caller()).isEqualTo(ALICE);
    }

    @Test
    void carriesOutWhatComesBeforeInItsOrder() throws Exception {
        sessions.open(service((request, sink) -> succeed(sink)));
        Preset preset = new Preset(INFO);
        preset.before.add(new Request(ALICE, Name.parse("a:"), ADD_POLICY));
        preset.before.add(new Request(ALICE, Name.parse("a:b:"), ADD_POLICY));
        sessions.perform(transport, ALICE, preset, () -> {});

        assertThat(((Payload.Answer) answer().payload()).reply()).isEqualTo(DONE);
        assertThat(asked()).containsExactly(ADD_POLICY, ADD_POLICY, INFO);
        assertThat(requests.get(1).name()).isEqualTo(Name.parse("a:b:"));
    }

    @Test
    void refusesTheCommandWhenWhatComesBeforeIsRefused() throws Exception {
        sessions.open(service((request, sink) -> {
            sink.fail(new Refusal.LimitReached("too much"));
            return Cancellable.NOTHING;
        }));
        Preset preset = new Preset(new UnikernelCommand.Destroy());
        preset.before.add(new Request(ALICE, Name.parse("a:"), ADD_POLICY));
        sessions.perform(transport, ALICE, preset, () -> {});

        assertThat(answer()).isEqualTo(Message.answer(new Header(0, NAME), new Reply.Failure("too much")));
        assertThat(asked()).containsExactly(ADD_POLICY);
        assertThat(preset.forgotten).isTrue();
    }

    @Test
    void carriesAChangeOutWhosePeerLeftDuringWhatComesBefore() {
        List<Sink> waiting = Collections.synchronizedList(new ArrayList<>());
        sessions.open(service((request, sink) -> {
            waiting.add(sink);
            return () -> {};
        }));
        Preset preset = new Preset(new UnikernelCommand.Destroy());
        preset.before.add(new Request(ALICE, Name.parse("a:"), ADD_POLICY));
        sessions.perform(transport, ALICE, preset, () -> {});
        await(() -> waiting.size() == 1);
        transport.leave();

        waiting.get(0).answer(DONE);
        waiting.get(0).end();
        await(() -> asked().size() == 2);
        assertThat(asked()).containsExactly(ADD_POLICY, new UnikernelCommand.Destroy());
    }

    @Test
    void takesDataBeforeTheCommandIsCarriedOut() throws Exception {
        sessions.open(service((request, sink) -> succeed(sink)));
        Preset preset = new Preset(new BlockCommand.Set(false));
        preset.data = PresetCommand.Data.RECEIVED_FIRST;
        sessions.perform(transport, ALICE, preset, () -> {});
        await(transport::isReading);
        transport.arrive(new byte[] {0, 0, 0, 2, 'a', 'b', 0, 0, 0, 1});
        assertThat(requests).isEmpty();
        transport.arrive(new byte[] {'c', 0, 0, 0, 0});

        assertThat(((Payload.Answer) answer().payload()).reply()).isEqualTo(DONE);
        assertThat(preset.received).isEqualTo("abc".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(asked()).containsExactly(new BlockCommand.Set(false));
    }

    @Test
    void carriesNothingOutWhoseDataCannotBeTaken() throws Exception {
        sessions.open(service((request, sink) -> succeed(sink)));
        Preset preset = new Preset(new UnikernelCommand.Destroy());
        preset.data = PresetCommand.Data.RECEIVED_FIRST;
        preset.refusal = Optional.of("too large");
        sessions.perform(transport, ALICE, preset, () -> {});
        await(transport::isReading);
        transport.arrive(new byte[] {0, 0, 0, 2, 'a', 'b', 0, 0, 0, 0});

        assertThat(answer()).isEqualTo(Message.answer(new Header(0, NAME), new Reply.Failure("too large")));
        assertThat(requests).isEmpty();
    }

    @Test
    void endsASubscriptionWhosePeerEndsTheStream() {
        List<Command> cancelled = Collections.synchronizedList(new ArrayList<>());
        sessions.open((request, sink) -> {
            sink.answer(new Reply.Done("subscribed"));
            return () -> cancelled.add(request.command());
        });
        Command subscribe = new ConsoleCommand.Subscribe(new Command.Begin.Count(1));
        sessions.perform(transport, ALICE, new Preset(subscribe), () -> {});
        await(() -> transport.take().length > 0);
        transport.leave();

        await(() -> {
            transport.tick();
            return transport.isClosed();
        });
        await(() -> cancelled.contains(subscribe));
    }

    @Test
    void refusesOneConnectionTooMany() throws Exception {
        sessions.open((request, sink) -> Cancellable.NOTHING);
        for (int i = 0; i < 2; i++) {
            sessions.perform(new MemoryTransport(), ALICE, new Preset(INFO), () -> {});
        }
        sessions.perform(transport, ALICE, new Preset(INFO), () -> {});
        assertThat(answer())
                .isEqualTo(Message.answer(
                        new Header(0, NAME),
                        new Reply.Failure("at most 2 connections of certificates of a may be open, and as many are;"
                                + " try again later")));
    }

    @Test
    void refusesACommandThatFindsNoMemoryBesideOthersThatAreNotCarriedOutYet() throws Exception {
        List<Sink> waiting = Collections.synchronizedList(new ArrayList<>());
        sessions.open((request, sink) -> {
            waiting.add(sink);
            return Cancellable.NOTHING;
        });
        Preset first = new Preset(INFO);
        first.memory.take(15 << 20);
        MemoryTransport other = new MemoryTransport();
        sessions.perform(other, ALICE, first, () -> {});
        await(() -> waiting.size() == 1);
        Preset second = new Preset(INFO);
        assertThatThrownBy(() -> second.memory.take(2 << 20))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("no memory is left for 2097152 more bytes of a command: commands of"
                        + " certificates of a that are not carried out yet take 15728640, and at most 16777216 are allowed;"
                        + " try again later");

        succeed(waiting.get(0));
        second.memory.take(2 << 20);
    }

    @Test
    void saysWhyNothingIsCarriedOut() throws Exception {
        sessions.refuse(transport, ALICE, NAME, "no");
        assertThat(answer()).isEqualTo(Message.answer(new Header(0, NAME), new Reply.Failure("no")));
    }

    private final class Preset implements PresetCommand {
        private final Command command;
        private final List<Request> before = new ArrayList<>();
        private Data data = Data.NONE;
        private final HeldMemory memory = sessions.memory(ALICE);
        private Optional<String> refusal = Optional.empty();
        private volatile byte[] received = new byte[0];
        private volatile boolean forgotten;

        Preset(Command command) {
            this.command = command;
        }

        @Override
        public Name name() {
            return NAME;
        }

        @Override
        public Command command() {
            return command;
        }

        @Override
        public HeldMemory memory() {
            return memory;
        }

        @Override
        public Data data() {
            return data;
        }

        @Override
        public void receive(InputStream in, BlobReceiver.Blobs blobs) throws IOException, ProtocolException {
            if (refusal.isPresent()) {
                throw new ProtocolException(refusal.get());
            }
            received = in.readAllBytes();
        }

        @Override
        public List<Request> before() {
            return before;
        }

        @Override
        public void forget() {
            forgotten = true;
        }
    }
}
