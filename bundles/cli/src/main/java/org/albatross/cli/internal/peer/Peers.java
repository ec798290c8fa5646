package org.albatross.cli.internal.peer;

import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.wire.BlobSink;
import org.albatross.wire.BlobSource;

/**
 * Connects to the services of a platform. A connection that is refused is tried again for
 * {@value #PATIENCE_SECONDS} s: a socket file without a listener is that of a platform being updated. One that finds
 * too many others waiting is tried until the time for a silent peer is over.
 */
public final class Peers {
    /** For how long a refused connection is tried again. */
    public static final int PATIENCE_SECONDS = 5;

    private static final Duration INTERVAL = Duration.ofMillis(100);
    /** EAGAIN, by which Linux says that a socket's backlog is full; a system that does not know it refuses. */
    private static final String BUSY = "temporarily unavailable";

    private static final Duration BUSY_INTERVAL = Duration.ofMillis(10);

    private final Environment environment;
    private final PrintStream results;
    private final Path runDirectory;
    private final Optional<String> socket;
    private final Duration silence;
    private final Optional<BiFunction<BlobSource, BlobSink, Peer>> instead;

    /**
     * Connects to sockets below a run directory.
     *
     * @param results where a message is printed that is not sent
     * @param socket one socket for every service, or {@code -} to print instead of sending
     * @param silence how long a peer may neither send nor take a byte; zero for ever
     * @param instead what takes commands instead of a platform, given where their large parts come from, and those of answers go
     */
    public Peers(
            Environment environment,
            PrintStream results,
            Path runDirectory,
            Optional<String> socket,
            Duration silence,
            Optional<BiFunction<BlobSource, BlobSink, Peer>> instead) {
        this.environment = environment;
        this.results = results;
        this.runDirectory = runDirectory;
        this.socket = socket;
        this.silence = silence;
        this.instead = instead;
    }

    /** Connects to a service; large parts of commands come from {@code blobs}, those of answers go to {@code sink}. */
    public Peer connect(Service service, BlobSource blobs, BlobSink sink) throws CommandFailure {
        if (instead.isPresent()) {
            return instead.get().apply(blobs, sink);
        }
        if (socket.filter("-"::equals).isPresent()) {
            return new PrintingPeer(results, blobs);
        }
        return new SocketPeer(connect(service), blobs, sink);
    }

    /** Connects to the shell, and asks to be let in. */
    public ShellPeer connectToShell() throws IOException, CommandFailure {
        if (instead.isPresent()) {
            throw CommandFailure.usage("the shell of a platform is there on its own host alone: neither --destination"
                    + " nor --csr goes with it");
        }
        if (socket.filter("-"::equals).isPresent()) {
            throw CommandFailure.usage("--socket -: what is said to a shell cannot be printed");
        }
        return ShellPeer.open(connect(Service.SHELL));
    }

    private Connection connect(Service service) throws CommandFailure {
        Path path = socket.map(Path::of).orElseGet(() -> runDirectory.resolve(service.socket()));
        Duration refused = Duration.ZERO;
        Duration busy = Duration.ZERO;
        for (; ; ) {
            try {
                Optional<Connection> connection = open(path);
                if (connection.isPresent()) {
                    return connection.get();
                }
                if (!silence.isZero() && busy.compareTo(silence) >= 0) {
                    throw cannotConnect(
                            path, "the platform has taken no connection for " + silence.toSeconds() + " s (--timeout)");
                }
                environment.pause().of(BUSY_INTERVAL);
                busy = busy.plus(BUSY_INTERVAL);
            } catch (ConnectException e) {
                if (refused.toSeconds() >= PATIENCE_SECONDS) {
                    throw cannotConnect(path, "nobody listens on it; is the platform (albatrossd) running?");
                }
                environment.pause().of(INTERVAL);
                refused = refused.plus(INTERVAL);
            } catch (IOException e) {
                throw cannotConnect(path, reason(path, e));
            }
        }
    }

    /** Connects; nothing when as many others wait to be accepted as may. */
    private Optional<Connection> open(Path path) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        boolean connected = false;
        try {
            channel.configureBlocking(false);
            connected = channel.connect(UnixDomainSocketAddress.of(path));
            return Optional.of(new Connection(channel, silence));
        } catch (SocketException e) {
            if (String.valueOf(e.getMessage()).contains(BUSY)) {
                return Optional.empty();
            }
            throw e;
        } finally {
            if (!connected) {
                channel.close();
            }
        }
    }

    private static CommandFailure cannotConnect(Path path, String reason) {
        return CommandFailure.of(
                ExitCode.CONNECT, "[ERROR] couldn't connect to unix domain socket " + path + ": " + reason);
    }

    private static String reason(Path path, IOException failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof AccessDeniedException || message.contains("Permission denied")) {
            return "permission denied; it is open to its owner and, where its mode says so, its group (ls -l tells)";
        }
        if (!Files.exists(path)) {
            return "no such file; is the platform (albatrossd) running, with this run directory?";
        }
        return message;
    }
}
