package org.albatross.remote.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.albatross.api.BlockingRead;
import org.albatross.api.Cancellable;
import org.albatross.api.Request;
import org.albatross.api.Sink;
import org.albatross.model.AccessEvent;
import org.albatross.model.Blob;
import org.albatross.model.BlockCommand;
import org.albatross.model.Bytes;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.Data;
import org.albatross.model.EventRecord;
import org.albatross.model.Grant;
import org.albatross.model.Name;
import org.albatross.model.Payload;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.Role;
import org.albatross.model.StatsCommand;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.session.Share;
import org.albatross.session.Spool;
import org.albatross.wire.Header;
import org.albatross.wire.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Front ends of the edge, whose commands go to a host that a test plays. */
@Timeout(60)
class HostCommandsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Name HELLO = Name.parse("a:hello");
    private static final Caller.Person ALICE =
            new Caller.Person("JMX", "alice", new Grant(org.albatross.model.Path.parse("a"), Role.OPERATOR, true));
    private static final Command DESTROY = new UnikernelCommand.Destroy();
    private static final Command CONSOLE = new ConsoleCommand.Subscribe(new Command.Begin.Count(5));

    private PlayedHost host;
    private HostSocket socket;
    private Path spool;
    private HostCommands commands;
    private final CountDownLatch unused = new CountDownLatch(1);

    @BeforeEach
    void listen(@TempDir Path folder) throws IOException {
        host = new PlayedHost(folder.resolve("edge.sock"));
        socket = host.socket();
        spool = folder.resolve("spool");
        commands = new HostCommands(socket, LIMIT, new Spool(spool, new Share(64 << 20, 64 << 20)));
    }

    @AfterEach
    void stop() throws IOException {
        commands.stop();
        host.close();
    }

    /** Takes what comes as lines. */
    private static final class Lines implements Sink {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private volatile Optional<Runnable> resume = Optional.empty();
        private volatile boolean more = true;

        @Override
        public void answer(Reply reply) {
            lines.add("answer " + reply);
        }

        @Override
        public void answer(Reply reply, InputStream content) {
            throw new AssertionError("there is no content");
        }

        @Override
        public boolean data(Name name, Data data) {
            lines.add("data " + name + " " + ((Data.Console) data).line());
            return more;
        }

        @Override
        public void whenReady(Runnable then) {
            resume = Optional.of(then);
            lines.add("waits");
        }

        @Override
        public void end() {
            lines.add("end");
        }

        @Override
        public void fail(Refusal refusal) {
            lines.add("fail " + refusal.message());
        }

        String next() throws InterruptedException {
            return String.valueOf(lines.poll(LIMIT.toSeconds(), TimeUnit.SECONDS));
        }
    }

    private Cancellable execute(Caller caller, Command command, Sink sink) {
        InputStream nothing = InputStream.nullInputStream();
        return commands.execute(
                new Request(caller, HELLO, command, Optional.empty(), nothing, unused::countDown), sink);
    }

    @Test
    void asksInTheNameOfAPersonAndTellsTheAnswer() throws Exception {
        host.bind();
        Lines lines = new Lines();
        Cancellable running = execute(ALICE, DESTROY, lines);
        try (PlayedHost.Connection site = host.accept()) {
            site.assertAsked(ALICE, HELLO, DESTROY);
            assertThat(unused.await(60, TimeUnit.SECONDS)).isTrue();
            site.answer(HELLO, new Reply.Done("gone"));
            assertThat(lines.next()).startsWith("answer Done").contains("gone");
            assertThat(lines.next()).isEqualTo("end");
            site.awaitEnd();
        }
        running.cancel();
        assertThat(lines.lines).isEmpty();
    }

    @Test
    void saysThatItIsStoppingToWhoWaits() throws Exception {
        host.bind();
        Lines lines = new Lines();
        Cancellable running = execute(ALICE, DESTROY, lines);
        try (PlayedHost.Connection site = host.accept()) {
            site.assertAsked(ALICE, HELLO, DESTROY);
            commands.stop();
            assertThat(lines.next()).isEqualTo("fail the edge is stopping; ask again");
        }
        running.cancel();
    }

    @Test
    void tellsWhyTheHostRefuses() throws Exception {
        host.bind();
        Lines lines = new Lines();
        Cancellable unusedToo = execute(ALICE, DESTROY, lines);
        try (PlayedHost.Connection site = host.accept()) {
            site.say(Message.answer(Header.UNKNOWN, new Reply.Failure("the host lets its edge manage nothing")));
        }
        assertThat(lines.next()).isEqualTo("fail the host lets its edge manage nothing");

        unusedToo = execute(ALICE, DESTROY, lines);
        host.accept().close();
        assertThat(lines.next()).startsWith("fail ");
        unusedToo = execute(ALICE, DESTROY, lines);
        try (PlayedHost.Connection site = host.accept()) {
            site.say(Message.ask(new Header(1, HELLO), DESTROY));
            assertThat(lines.next()).isEqualTo("fail the host's process has sent what was not asked for");
        }
        assertThat(lines.lines).isEmpty();
    }

    @Test
    void passesAStreamOnAsFastAsItIsTakenAndToItsEnd() throws Exception {
        host.bind();
        Lines lines = new Lines();
        lines.more = false;
        Cancellable running = execute(ALICE, CONSOLE, lines);
        try (PlayedHost.Connection site = host.accept()) {
            site.assertAsked(ALICE, HELLO, CONSOLE);
            site.answer(HELLO, new Reply.Done("subscribed"));
            for (int i = 1; i <= 3; i++) {
                site.say(Message.stream(new Header(1, HELLO), new Data.Console(Instant.EPOCH, Text.of("line " + i))));
            }
            assertThat(lines.next()).startsWith("answer");
            assertThat(lines.next()).isEqualTo("data a:hello line 1");
            assertThat(lines.next()).isEqualTo("waits");
            assertThat(lines.lines).isEmpty();
            lines.more = true;
            lines.resume.orElseThrow().run();
            assertThat(lines.next()).isEqualTo("data a:hello line 2");
            assertThat(lines.next()).isEqualTo("data a:hello line 3");
        }
        assertThat(lines.next()).isEqualTo("end");
        running.cancel();
    }

    @Test
    void endsTheConnectionOfWhoWaitsNoLonger() throws Exception {
        host.bind();
        Lines lines = new Lines();
        Cancellable running = execute(ALICE, CONSOLE, lines);
        try (PlayedHost.Connection site = host.accept()) {
            site.assertAsked(ALICE, HELLO, CONSOLE);
            running.cancel();
            site.awaitEnd();
        }
        assertThat(lines.lines).isEmpty();
    }

    @Test
    void waitsForAHostThatIsAwayAndNotForEver() throws Exception {
        Lines lines = new Lines();
        HostCommands impatient = new HostCommands(
                socket, Duration.ofMillis(1), new Spool(spool.resolveSibling("other"), new Share(1, 1)));
        Cancellable unusedFirst = impatient.execute(new Request(ALICE, HELLO, DESTROY), lines);
        assertThat(lines.next()).startsWith("fail the host's process cannot be reached on " + socket.file());
        impatient.stop();

        Cancellable running = execute(ALICE, DESTROY, lines);
        host.bind();
        try (PlayedHost.Connection site = host.accept()) {
            site.assertAsked(ALICE, HELLO, DESTROY);
        }
        assertThat(lines.next()).startsWith("fail ");
        running.cancel();
    }

    @Test
    void refusesWhatNobodyAsksHere() throws Exception {
        Lines lines = new Lines();
        Cancellable none = execute(new Caller.Platform(), DESTROY, lines);
        assertThat(lines.next()).isEqualTo("fail only people ask the host by way of its edge");
        assertThat(unused.await(60, TimeUnit.SECONDS)).isTrue();
        for (Command command : List.of(new BlockCommand.Set(false), new StatsCommand.Subscribe())) {
            none = execute(ALICE, command, lines);
            assertThat(lines.next()).isEqualTo("fail contents of block devices and statistics go by a socket");
        }
        assertThat(none).isSameAs(Cancellable.NOTHING);
        Caller viewer =
                new Caller.Person("JMX", "bob", new Grant(org.albatross.model.Path.parse("a"), Role.VIEWER, true));
        assertThat(commands.refusalOfBlob(viewer, HELLO).orElseThrow().message())
                .isEqualTo("not allowed for a:hello: it needs operator of a: or above, and JMX bob is viewer of a:");
        assertThat(commands.refusalOfBlob(ALICE, HELLO)).isEmpty();
    }

    @Test
    void keepsAnImageThatIsAnsweredUntilItIsRead() throws Exception {
        host.bind();
        byte[] image = new byte[3 << 20];
        new Random(3).nextBytes(image);
        BlockingQueue<Long> answered = new LinkedBlockingQueue<>();
        Thread site = new Thread(() -> {
            try (PlayedHost.Connection told = host.accept()) {
                told.assertAsked(ALICE, HELLO, new UnikernelCommand.Get(0));
                told.answer(HELLO, new Reply.UnikernelImage(false, Blob.of(Bytes.of(image))));
                answered.add(1L);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        site.start();
        ByteArrayOutputStream read = new ByteArrayOutputStream();

        Optional<Refusal> refusal =
                BlockingRead.perform(commands, ALICE, HELLO, new UnikernelCommand.Get(0), LIMIT, (reply, content) -> {
                    assertThat(reply.image().length()).isEqualTo(image.length);
                    content.transferTo(read);
                });

        site.join();
        assertThat(refusal).isEmpty();
        assertThat(answered).hasSize(1);
        assertThat(read.toByteArray()).isEqualTo(image);
        assertThat(files(spool)).isEmpty();
    }

    private static List<Path> files(Path folder) {
        try (var all = Files.list(folder)) {
            return all.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void reportsPeopleToTheHost() throws Exception {
        host.bind();
        AccessReports reports = new AccessReports(socket, LIMIT);
        AccessEvent refused = new AccessEvent.LoginRefused("no such user");
        Thread telling = new Thread(() -> {
            try {
                reports.tell(new EventRecord(Instant.EPOCH, new Caller.Platform(), Name.ROOT, refused));
                reports.tell(new EventRecord(Instant.EPOCH, ALICE, Name.ROOT, new AccessEvent.ShellOpened()));
                reports.tell(new EventRecord(Instant.EPOCH, ALICE, Name.ROOT, refused));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        telling.start();
        try (PlayedHost.Connection site = host.accept()) {
            assertThat(site.next()).isEqualTo(new Payload.Report(ALICE, refused));
            site.answer(HELLO, new Reply.Empty());
        }
        telling.join();
    }
}
