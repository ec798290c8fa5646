package org.albatross.local.internal;

import static org.albatross.local.internal.Asking.ADD_POLICY;
import static org.albatross.local.internal.Asking.DONE;
import static org.albatross.local.internal.Asking.INFO;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.albatross.api.Cancellable;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.Groups;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.LogCommand;
import org.albatross.model.Payload;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.StatsCommand;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.wire.Header;
import org.albatross.wire.Message;
import org.albatross.wire.WireEncoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationTest {
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(30);

    private ServerFixture server;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = new ServerFixture(folder, ServerFixture.LIMITS);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void answersWithTheHeaderOfTheCommandAndCloses() throws Exception {
        server.open(FakeCommands.answering(DONE));
        try (Client client = new Client(server.vmmd()).ask(INFO)) {
            assertThat(client.next()).isEqualTo(Message.answer(Client.HEADER, DONE));
            client.assertClosed();
        }
    }

    @Test
    void countsTheConnectionsThatAreOpen() throws Exception {
        server.open(FakeCommands.answering(DONE));
        try (Client one = new Client(server.vmmd());
                Client other = new Client(server.vmmd())) {
            assertThat(one.ask(ADD_POLICY).answer()).isEqualTo(DONE);
            assertThat(other.ask(ADD_POLICY).answer()).isEqualTo(DONE);
            assertThat(server.connections()).isEqualTo(2);
            assertThat(one.ask(INFO).answer()).isEqualTo(DONE);
            one.assertClosed();
            for (long end = System.nanoTime() + LIMIT; server.connections() > 1 && System.nanoTime() < end; ) {
                Thread.onSpinWait();
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void saysWhoAsksWhatAboutWhat() throws Exception {
        FakeCommands commands = FakeCommands.answering(DONE);
        server.open(commands);
        try (Client client = new Client(server.vmmd()).ask(new UnikernelCommand.Get(6))) {
            assertThat(client.answer()).isEqualTo(DONE);
        }

        var request = commands.asked();
        assertThat(request.command()).isEqualTo(new UnikernelCommand.Get(6));
        assertThat(request.name()).isEqualTo(Client.HEADER.name());
        Caller.Local caller = (Caller.Local) request.caller();
        assertThat(caller.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(caller.groups()).isEqualTo(Groups.of(ServerFixture.GROUP));
        assertThat(request.data().read()).isEqualTo(-1);
    }

    @Test
    void takesAnotherCommandAfterAPolicyWasAdded() throws Exception {
        server.open(FakeCommands.answering(DONE));
        try (Client client = new Client(server.vmmd())) {
            assertThat(client.ask(ADD_POLICY).answer()).isEqualTo(DONE);
            assertThat(client.ask(new Command.SayHello()).answer()).isEqualTo(DONE);
            assertThat(client.ask(INFO).answer()).isEqualTo(DONE);
            client.assertClosed();
        }
    }

    @Test
    void takesCommandsThatWereSentTogetherOneAfterTheOther() throws Exception {
        server.open(FakeCommands.answering(DONE));
        try (Client client =
                new Client(server.vmmd()).ask(ADD_POLICY).ask(ADD_POLICY).ask(INFO)) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.answer()).isEqualTo(DONE);
            }
            client.assertClosed();
        }
    }

    @Test
    void closesAfterAPolicyThatWasNotAdded() throws Exception {
        server.open(FakeCommands.refusing(new Refusal.HostRefused("no")));
        try (Client client = new Client(server.vmmd()).ask(ADD_POLICY)) {
            assertThat(client.failure()).isEqualTo("no");
            client.assertClosed();
        }
    }

    @Test
    void answersAPeerThatHasEndedItsOutput() throws Exception {
        server.open(FakeCommands.answering(DONE));
        try (Client client = new Client(server.vmmd()).ask(INFO)) {
            client.endOutput();
            assertThat(client.answer()).isEqualTo(DONE);
        }
    }

    @Test
    void refusesWhatBelongsOnAnotherSocket() throws Exception {
        Command.Begin begin = new Command.Begin.Count(1);
        assertRefused(
                server.vmmd(),
                new ConsoleCommand.Subscribe(begin),
                "a console command belongs on console.sock, this is vmmd.sock");
        assertRefused(
                server.vmmd(), new StatsCommand.Subscribe(), "a stats command belongs on stat.sock, this is vmmd.sock");
        assertRefused(
                server.console(),
                new StatsCommand.Initial(),
                "a stats initial command belongs on vmmd.sock, this is console.sock");
        assertRefused(
                server.vmmd(), new LogCommand.Subscribe(begin), "a log command belongs on log.sock, this is vmmd.sock");
        for (Command command : List.of(INFO, ADD_POLICY, new LifecycleCommand.Status(), new Command.SayHello())) {
            try (Client client = new Client(server.console()).ask(command)) {
                assertThat(client.failure()).endsWith("command belongs on vmmd.sock, this is console.sock");
                client.assertClosed();
            }
        }
        assertRefused(
                server.console(),
                new ConsoleCommand.Add(1),
                "a supervisor and a console go together from one implementation only:"
                        + " this console takes no console add");
    }

    @Test
    void refusesAnAnswerWhereACommandShouldBe() throws Exception {
        byte[] answer = WireEncoder.frame(Message.answer(Client.HEADER, DONE)).toBytes();
        try (Client client = new Client(server.vmmd()).send(answer)) {
            assertThat(client.next())
                    .isEqualTo(Message.answer(Client.HEADER, new Reply.Failure("a command was expected")));
            client.assertClosed();
        }
    }

    @Test
    void answersInThePlaceOfAServiceThatDoesNot() throws Exception {
        server.open(new FakeCommands((request, sink) -> {
            sink.end();
            return Cancellable.NOTHING;
        }));
        try (Client client = new Client(server.vmmd()).ask(INFO)) {
            assertThat(client.failure()).isEqualTo("the command ended without an answer");
        }
    }

    @Test
    void givesThePeerOneAnswerWhateverAServiceSays() throws Exception {
        server.open(new FakeCommands((request, sink) -> {
            sink.answer(DONE);
            sink.answer(new Reply.Done(Text.of("another")));
            sink.end();
            sink.fail(new Refusal.Internal("late"));
            return Cancellable.NOTHING;
        }));
        try (Client client = new Client(server.vmmd()).ask(INFO)) {
            assertThat(client.answer()).isEqualTo(DONE);
            client.assertClosed();
        }
    }

    @Test
    void servesManyUsersOfTheSocketsSideBySide() throws Exception {
        server.open(FakeCommands.answering(DONE));
        for (int round = 0; round < 20; round++) {
            Client[] clients = new Client[50];
            for (int i = 0; i < clients.length; i++) {
                clients[i] = new Client(server.vmmd()).ask(INFO);
            }
            for (Client client : clients) {
                assertThat(client.next().payload()).isEqualTo(new Payload.Answer(DONE));
                client.close();
            }
        }
    }

    private static void assertRefused(Path socket, Command command, String reason) throws Exception {
        try (Client client = new Client(socket).ask(command)) {
            Header header = Client.HEADER;
            assertThat(client.next()).isEqualTo(Message.answer(header, new Reply.Failure(reason)));
            client.assertClosed();
        }
    }
}
