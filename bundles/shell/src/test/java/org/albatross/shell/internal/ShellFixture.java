package org.albatross.shell.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.albatross.api.Cancellable;
import org.albatross.api.CommandService;
import org.albatross.api.EventSink;
import org.albatross.api.Health;
import org.albatross.api.Request;
import org.albatross.api.Sink;
import org.albatross.model.Caller;
import org.albatross.model.Event;
import org.albatross.model.EventRecord;
import org.albatross.model.Refusal;
import org.albatross.session.Share;
import org.albatross.session.Spool;
import org.albatross.threads.PlatformThreads;
import org.albatross.threads.Relays;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.ShellMessage;
import org.albatross.wire.ShellMessage.Kind;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.Descriptor;

/** A shell on a socket, with Gogo, before a command service that does what a test says. */
final class ShellFixture implements AutoCloseable {
    static final Caller.Local CALLER = new Caller.Local(7, 7, 70);

    /** Carries commands out. */
    interface Behaviour {
        Cancellable execute(Request request, Sink sink);
    }

    /** Ends what serves the shell. */
    private interface Leaving {
        void run() throws IOException;
    }

    /** Commands as the framework has them. */
    public static final class Others {
        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
        private Leaving leave = () -> {};

        /** Says what it is given. */
        @Descriptor("say it")
        public String echo(String text) {
            return text;
        }

        /** Tells of a command. */
        @Descriptor("tell of a command")
        public String help(String name) {
            return "told of " + name;
        }

        /** Prints without end. */
        @Descriptor("print without end")
        public String flood() {
            return "x".repeat(100_000_000);
        }

        /** Waits until it is interrupted. */
        @Descriptor("wait")
        public void forever() throws InterruptedException {
            told.add("begun");
            try {
                Thread.sleep(Long.MAX_VALUE);
            } finally {
                told.add("ended");
            }
        }

        /** Stops what serves the shell, and fails. */
        @Descriptor("stop")
        public void stop() throws IOException {
            leave.run();
            told.add("stopped");
            throw new IllegalArgumentException("and nothing is started");
        }

        BlockingQueue<String> told() {
            return told;
        }
    }

    final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private volatile Optional<Health> health = Optional.empty();
    private volatile Optional<Refusal> refusal = Optional.empty();
    private volatile Behaviour behaviour = (request, sink) -> {
        sink.fail(new Refusal.Unsupported("no test says what to do"));
        return Cancellable.NOTHING;
    };
    final Others others = new Others();

    private final Path file;
    private final ServerSocketChannel listening;
    private final CommandProcessorImpl processor = new CommandProcessorImpl();
    private final ExecutorService pool = PlatformThreads.unboundedPool("albatross-shell");
    private final Relays<EventSink> sinks =
            new Relays<>("albatross-shell-events", "events", 100, EventSink::keepsEvents, EventSink::lost);
    private final ShellServer server;
    private volatile boolean stopped;

    ShellFixture(Path directory, int most, int mostOfUser) throws IOException {
        file = directory.resolve("shell.sock");
        listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(file));
        Access access = new Access(sinks, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        sinks.add(this::note);
        access.gate().open(new Service());
        List<Object> groups = List.of(
                new PlatformCommands(access),
                new UnikernelCommands(access),
                new ImageCommands(access, new Spool(directory.resolve("spool"), new Share(4096, 4096))),
                new ResourceCommands(access),
                new ContentCommands(access),
                new StreamCommands(access),
                new HealthCommands(() -> health),
                new UpgradeCommands(Optional::empty, access),
                new ToolCommands());
        ShellCommands commands = new ShellCommands(groups);
        groups.forEach(group ->
                ShellCommands.functions(group).forEach(name -> processor.addCommand(ShellCommands.SCOPE, group, name)));
        processor.addCommand("felix", others, "help");
        List.of("echo", "flood", "forever", "stop").forEach(name -> processor.addCommand("test", others, name));
        server = new ShellServer(
                listening,
                SelectorProvider.provider(),
                channel -> CALLER,
                (caller, connection) -> new ShellSession(
                        caller,
                        connection,
                        pool,
                        access,
                        client -> new Interpreter(processor, new MessageOutput(client), commands, access),
                        "1.2.3"),
                most,
                mostOfUser);
        server.start();
        others.leave = this::stopServer;
    }

    /** Says who is refused from now on. */
    void refuse(Refusal reason) {
        refusal = Optional.of(reason);
    }

    /** Says what the platform's checks tell from now on. */
    void tell(Health.Check... checks) {
        health = Optional.of(() -> List.of(checks));
    }

    /** Says how commands are carried out from now on. */
    void behave(Behaviour other) {
        behaviour = other;
    }

    private void note(EventRecord told) {
        events.add(told.event());
    }

    private final class Service implements CommandService {
        @Override
        public Cancellable execute(Request request, Sink sink) {
            return behaviour.execute(request, sink);
        }

        @Override
        public Optional<Refusal> refusalOfAdministration(Caller caller) {
            return refusal;
        }
    }

    /** Returns how many shells are open. */
    int connections() {
        return server.connections();
    }

    /** Connects without a word. */
    Client connect() throws IOException {
        return new Client(SocketChannel.open(UnixDomainSocketAddress.of(file)));
    }

    /** Connects and is let in. */
    Client open() throws Exception {
        Client client = connect();
        client.send(Kind.OPEN, "");
        ShellMessage greeting = client.next();
        if (greeting.kind() != Kind.GREETING) {
            throw new AssertionError(greeting.kind() + ": " + greeting.text());
        }
        return client;
    }

    /** Waits until every line is carried out, and takes no more. */
    void awaitLines() throws InterruptedException {
        pool.shutdown();
        if (!pool.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new AssertionError("a line is still being carried out");
        }
    }

    private void stopServer() throws IOException {
        stopped = true;
        try {
            server.stop();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (!stopped) {
            stopServer();
        }
        pool.shutdownNow();
        sinks.stop();
        processor.stop();
        listening.close();
    }

    /** What came of a line. */
    record Outcome(Kind kind, String failure, String output) {}

    /** The other end. */
    static final class Client implements AutoCloseable {
        private final SocketChannel channel;
        private final InputStream in;

        Client(SocketChannel channel) {
            this.channel = channel;
            this.in = Channels.newInputStream(channel);
        }

        void send(Kind kind, String text) throws IOException {
            write(ShellMessage.of(kind, text).encoded().array());
        }

        void write(byte[] bytes) throws IOException {
            Channels.newOutputStream(channel).write(bytes);
        }

        ShellMessage next() throws IOException, ProtocolException {
            return ShellMessage.read(in).orElseThrow(() -> new IOException("the connection has ended"));
        }

        /** Leaves, and still hears what is said. */
        void sendNoMore() throws IOException {
            channel.shutdownOutput();
        }

        boolean hasEnded() throws IOException {
            return in.read() < 0;
        }

        Outcome run(String line) throws Exception {
            send(Kind.EXECUTE, "80\n" + line);
            return outcome();
        }

        Outcome outcome() throws Exception {
            StringBuilder output = new StringBuilder();
            for (ShellMessage message = next(); ; message = next()) {
                if (message.kind() != Kind.OUTPUT) {
                    return new Outcome(message.kind(), message.text(), output.toString());
                }
                output.append(message.text());
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
