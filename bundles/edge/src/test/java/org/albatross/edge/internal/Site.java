package org.albatross.edge.internal;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.albatross.admission.CertificateLimits;
import org.albatross.api.Cancellable;
import org.albatross.api.CommandService;
import org.albatross.api.Request;
import org.albatross.api.Sink;
import org.albatross.endpoint.CaFiles;
import org.albatross.model.BlockCommand;
import org.albatross.model.Caller;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;
import org.albatross.pki.Authority;
import org.albatross.pki.Certificates;
import org.albatross.pki.Crls;
import org.albatross.session.Deadlines;
import org.albatross.session.SessionLimits;
import org.albatross.session.Share;
import org.albatross.session.Spool;

/** The host's end on a port of its own, where anybody is the edge, and commands are answered with "done". */
final class Site implements Closeable {
    static final Reply DONE = new Reply.Done("done");
    private static final Duration LONG = Duration.ofSeconds(60);
    static final ReceptionLimits RECEPTIONS = new ReceptionLimits(64, LONG, new CertificateLimits(17 << 20));
    private static final SessionLimits LIMITS = new SessionLimits(
            8 << 20,
            new Share(1024, 512),
            new Share(64 << 20, 48 << 20),
            new Share(32, 8),
            new Share(32, 16),
            new Deadlines(LONG, LONG, LONG, LONG, 1 << 16));

    private final ServerSocketChannel listening;
    private final EdgeEndpoint endpoint;
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<Sink> sinks = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> reports = new LinkedBlockingQueue<>();
    private final Management management;

    Site(Path folder, Authority root, ReceptionLimits receptions, Optional<String> refusal) throws Exception {
        this(folder, root, receptions, refusal, Management.NONE);
    }

    /**
     * One with limits.
     *
     * @param role the greatest role that the edge may claim
     */
    Site(Path folder, Authority root, ReceptionLimits receptions, Optional<String> refusal, String role)
            throws Exception {
        management = new Management(role, (caller, event) -> reports.add(event + " " + caller));
        Path ca = Files.writeString(folder.resolve("cacert.pem"), Certificates.text(List.of(root.certificate())));
        listening = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        endpoint = new EdgeEndpoint(
                new CaFiles(List.of(ca)),
                new Crls(folder.resolve("crls"), Crls.Expired.PASSES, report -> {}),
                InstantSource.fixed(Chains.NOW),
                verifier -> new EdgeServer(
                        LIMITS,
                        receptions,
                        new Spool(folder.resolve("spool"), LIMITS.spool()),
                        verifier,
                        new EdgeServer.Doorkeeper() {
                            @Override
                            public Caller.Local peer(SocketChannel channel) {
                                return new Caller.Local(7, 7, 7);
                            }

                            @Override
                            public Optional<String> refusal(Caller.Local peer) {
                                return refusal;
                            }
                        },
                        management,
                        SelectorProvider.provider()));
        endpoint.server().open((CommandService) this::execute);
        endpoint.start(listening);
    }

    Site(Path folder, Authority root) throws Exception {
        this(folder, root, RECEPTIONS, Optional.empty());
    }

    private Cancellable execute(Request request, Sink sink) {
        sinks.add(sink);
        requests.add(request);
        if (!(request.command() instanceof BlockCommand.Set)) {
            sink.answer(DONE);
        }
        if (!(request.command() instanceof BlockCommand.Set) && !(request.command() instanceof ConsoleCommand)) {
            sink.end();
        }
        return Cancellable.NOTHING;
    }

    EdgeEndpoint endpoint() {
        return endpoint;
    }

    /** Returns the next command that came but for policies, and waits for it. */
    Request asked() throws InterruptedException {
        Request request;
        do {
            request = requests.poll(60, TimeUnit.SECONDS);
            if (request == null) {
                throw new AssertionError("no command came");
            }
        } while (request.command() instanceof PolicyCommand.AddChain);
        return request;
    }

    /** Answers the only command that came, which was not answered by itself. */
    void carriedOut() {
        Sink sink = sinks.remove();
        sink.answer(DONE);
        sink.end();
    }

    /** Tells whether nothing was asked. */
    boolean isQuiet() {
        return requests.isEmpty();
    }

    Management management() {
        return management;
    }

    /** Returns the next report of the edge, and waits for it. */
    String reported() throws InterruptedException {
        return String.valueOf(reports.poll(60, TimeUnit.SECONDS));
    }

    /** Tells whether nothing was reported. */
    boolean hasNoReport() {
        return reports.isEmpty();
    }

    Edge connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(listening.getLocalAddress());
        socket.setSoTimeout(60_000);
        return new Edge(socket);
    }

    @Override
    public void close() throws IOException {
        try {
            endpoint.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        listening.close();
    }
}
