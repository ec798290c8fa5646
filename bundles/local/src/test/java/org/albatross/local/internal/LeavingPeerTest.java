package org.albatross.local.internal;

import static org.albatross.local.internal.Asking.ADD_POLICY;
import static org.albatross.local.internal.Asking.DONE;
import static org.albatross.local.internal.Asking.INFO;
import static org.albatross.local.internal.Asking.holding;
import static org.albatross.local.internal.Asking.random;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.albatross.api.Sink;
import org.albatross.model.BlockCommand;
import org.albatross.model.Command;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Megabytes;
import org.albatross.model.PolicyCommand;
import org.albatross.model.UnikernelCommand;
import org.albatross.wire.Frame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Peers that leave without waiting for an answer: what changes something is carried out, what only asks ends. */
class LeavingPeerTest {
    private static final int ROUNDS = 8;
    private static final byte[] IMAGE = random(3 << 20);

    /** Each kind of change; the last ones fill a message above 64 KiB and a spooled blob. */
    private static final List<Command> CHANGES = List.of(
            new UnikernelCommand.Restart(Optional.empty()),
            new UnikernelCommand.Destroy(),
            new LifecycleCommand.Start(),
            new LifecycleCommand.Stop(),
            new LifecycleCommand.Shutdown(),
            ADD_POLICY,
            new PolicyCommand.Remove(),
            new BlockCommand.Add(new Megabytes(1)),
            new BlockCommand.Remove(),
            holding(random(100)),
            holding(random(200_000)),
            holding(IMAGE));

    private static final List<Command> QUESTIONS = List.of(
            INFO,
            new UnikernelCommand.Get(9),
            new LifecycleCommand.Status(),
            new PolicyCommand.Info(),
            new BlockCommand.Info(),
            new BlockCommand.Dump(9),
            new BlockCommand.DumpOld(0));

    /** How a peer leaves. */
    @FunctionalInterface
    private interface Way {
        void leave(Client client, byte[] last) throws IOException;
    }

    private static final Way CLOSING = (client, last) -> client.send(last);
    private static final Way ENDING_ITS_OUTPUT_FIRST =
            (client, last) -> client.send(last).endOutput();

    /** The kernel resets the connection of one that closes with something unread. */
    private static final Way RESETTING = (client, last) -> {
        client.ask(new Command.SayHello());
        assertThat(client.in().read()).isGreaterThanOrEqualTo(0);
        client.send(last);
    };

    private final Queue<Sink> unanswered = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Command> cancelled = new LinkedBlockingQueue<>();
    private final FakeCommands commands = new FakeCommands((request, sink) -> {
        if (request.command() instanceof Command.SayHello) {
            sink.answer(DONE);
            sink.end();
        } else {
            unanswered.add(sink);
        }
        return () -> cancelled.add(request.command());
    });
    private ServerFixture server;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = new ServerFixture(folder, ServerFixture.LIMITS).open(commands);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> carriesOutAChangeOfAPeerThatCloses() {
        return CHANGES.stream().map(change -> carriesOut(change, CLOSING));
    }

    @TestFactory
    Stream<DynamicTest> carriesOutAChangeOfAPeerThatEndsItsOutputAndCloses() {
        return CHANGES.stream().map(change -> carriesOut(change, ENDING_ITS_OUTPUT_FIRST));
    }

    @TestFactory
    Stream<DynamicTest> carriesOutAChangeOfAPeerThatResetsTheConnection() {
        return CHANGES.stream().map(change -> carriesOut(change, RESETTING));
    }

    private DynamicTest carriesOut(Command change, Way way) {
        String name = change.getClass().getSimpleName() + " of " + Client.framed(change).length + " bytes";
        return DynamicTest.dynamicTest(name, () -> {
            for (int round = 0; round < ROUNDS; round++) {
                try (Client client = new Client(server.vmmd())) {
                    way.leave(client, Client.framed(change));
                }
                assertThat((Object) change().getClass()).isEqualTo(change.getClass());
            }
            answerAll();
            // A question that comes later is answered: all that has come before it was seen.
            try (Client client = new Client(server.vmmd()).ask(new Command.SayHello())) {
                assertThat(client.answer()).isEqualTo(DONE);
            }
            assertThat(cancelled).isEmpty();
        });
    }

    /** The next command that is not a greeting. */
    private Command change() throws InterruptedException {
        Command next = commands.asked().command();
        while (next instanceof Command.SayHello) {
            next = commands.asked().command();
        }
        return next;
    }

    private void answerAll() {
        for (Sink sink = unanswered.poll(); sink != null; sink = unanswered.poll()) {
            sink.answer(DONE);
            sink.end();
        }
    }

    @Test
    void carriesOutABlockSetWhoseDataWereComplete() throws Exception {
        BlockingQueue<byte[]> read = new LinkedBlockingQueue<>();
        server.open(new FakeCommands((request, sink) -> {
            if (request.command() instanceof Command.SayHello) {
                sink.answer(DONE);
                sink.end();
                return () -> {};
            }
            new Thread(() -> {
                        try {
                            read.add(request.data().readAllBytes());
                        } catch (IOException e) {
                            read.add(new byte[0]);
                        }
                        sink.answer(DONE);
                        sink.end();
                    })
                    .start();
            return () -> cancelled.add(request.command());
        }));
        for (Way way : List.of(CLOSING, ENDING_ITS_OUTPUT_FIRST, RESETTING)) {
            for (int round = 0; round < ROUNDS; round++) {
                try (Client client = new Client(server.vmmd())) {
                    way.leave(client, setting(IMAGE));
                }
                assertThat(read.poll(60, TimeUnit.SECONDS)).isEqualTo(IMAGE);
            }
        }
        assertThat(cancelled).isEmpty();
    }

    /** A block set, its data in two frames, and the frame that ends them. */
    private static byte[] setting(byte[] data) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(Client.framed(new BlockCommand.Set(false)));
        all.writeBytes(Frame.header(1000));
        all.write(data, 0, 1000);
        all.writeBytes(Frame.header(data.length - 1000));
        all.write(data, 1000, data.length - 1000);
        all.writeBytes(Frame.header(0));
        return all.toByteArray();
    }

    @Test
    void carriesOutWhatWasSentTogether() throws Exception {
        FakeCommands all = FakeCommands.answering(DONE);
        server.open(all);
        for (int round = 0; round < ROUNDS; round++) {
            try (Client client = new Client(server.vmmd())) {
                client.ask(new Command.SayHello()).ask(ADD_POLICY).ask(holding(IMAGE));
            }
            assertThat(all.asked().command()).isEqualTo(new Command.SayHello());
            assertThat(all.asked().command()).isEqualTo(ADD_POLICY);
            assertThat(all.asked().command()).isInstanceOf(BlockCommand.SetOld.class);
        }
    }

    @Test
    void carriesOutAChangeWhoseServiceComesOnlyWhenItsPeerHasLeft() throws Exception {
        server.close(commands);
        try (Client client = new Client(server.vmmd())) {
            client.ask(new UnikernelCommand.Destroy());
        }
        try (Client later = new Client(server.console()).ask(new ConsoleCommand.Add(1))) {
            assertThat(later.failure()).contains("console add");
        }

        server.open(commands);

        assertThat(commands.asked().command()).isEqualTo(new UnikernelCommand.Destroy());
        answerAll();
    }

    @TestFactory
    Stream<DynamicTest> endsAQuestionWithItsPeer() {
        return QUESTIONS.stream()
                .map(question -> DynamicTest.dynamicTest(question.toString(), () -> {
                    for (Way way : List.of(CLOSING, RESETTING)) {
                        try (Client client = new Client(server.vmmd())) {
                            way.leave(client, Client.framed(question));
                            assertThat(change()).isEqualTo(question);
                        }
                        assertThat(cancelled.poll(60, TimeUnit.SECONDS)).isEqualTo(question);
                    }
                }));
    }

    @Test
    void dropsAMessageThatWasNotSentToItsEnd() throws Exception {
        byte[] message = Client.framed(new UnikernelCommand.Destroy());
        try (Client client = new Client(server.vmmd())) {
            client.send(Arrays.copyOf(message, message.length - 1));
        }
        try (Client client = new Client(server.vmmd()).ask(new Command.SayHello())) {
            assertThat(client.answer()).isEqualTo(DONE);
        }
        assertThat(commands.asked().command()).isEqualTo(new Command.SayHello());
        assertThat(unanswered).isEmpty();
    }
}
