package org.albatross.edge.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import org.albatross.admission.Admission;
import org.albatross.admission.Conversations;
import org.albatross.admission.Refusals;
import org.albatross.api.CommandService;
import org.albatross.api.Exposition;
import org.albatross.model.Caller;
import org.albatross.model.Name;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.pki.IssuedCertificate;
import org.albatross.pki.TrustedChain;
import org.albatross.pki.UntrustedException;
import org.albatross.session.BlobReceiver;
import org.albatross.session.CommandFilter;
import org.albatross.session.SessionLimits;
import org.albatross.session.Sessions;
import org.albatross.session.Transport;
import org.albatross.threads.FairExecutor;
import org.albatross.threads.PlatformThreads;
import org.albatross.wire.Frame;
import org.albatross.wire.Header;
import org.albatross.wire.Message;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.WireEncoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Conversations of remote clients that the edge passes on. Each connection begins with whom the edge speaks for; the chain is
 * verified, what it asks is carried out, and the answer goes to the edge.
 */
final class EdgeServer {
    /** Decides which chains are trusted, now. */
    @FunctionalInterface
    interface Verifier {
        /** Returns the chain that was verified. */
        TrustedChain verify(Introduction.Client introduction) throws UntrustedException;
    }

    /** Tells who has connected, and who may not. */
    interface Doorkeeper {
        /** Returns who is at the other end. */
        Caller.Local peer(SocketChannel channel) throws IOException;

        /** Returns why somebody may not connect, if so, and tells whom it concerns. */
        Optional<String> refusal(Caller.Local peer);
    }

    private static final Logger LOG = LoggerFactory.getLogger(EdgeServer.class);
    private static final String EDGE = "the edge";

    /** How many large introductions may wait for their turn. */
    private static final int MOST_WAITING = 16;

    private final SessionLimits limits;
    private final ReceptionLimits receptionLimits;
    private final Verifier verifier;
    private final Doorkeeper doorkeeper;
    private final Management management;
    private final Set<ClosingAnswer> closing = ConcurrentHashMap.newKeySet();
    private final Sessions sessions;
    private final Receptions receptions;
    private final Refusals refusals = new Refusals();
    private final Conversations conversations = new Conversations(refusals);
    private final ExecutorService verifying =
            PlatformThreads.pool("albatross-edge-verify", Runtime.getRuntime().availableProcessors());
    private final FairExecutor turns = new FairExecutor(Runnable::run, 1, 1, MOST_WAITING);

    /**
     * A server that is not started.
     *
     * @param blobs where large images go
     * @param provider that of the listening socket
     */
    EdgeServer(
            SessionLimits limits,
            ReceptionLimits receptionLimits,
            BlobReceiver blobs,
            Verifier verifier,
            Doorkeeper doorkeeper,
            Management management,
            SelectorProvider provider)
            throws IOException {
        this.limits = limits;
        this.receptionLimits = receptionLimits;
        this.verifier = verifier;
        this.doorkeeper = doorkeeper;
        this.management = management;
        sessions = new Sessions("edge", limits, blobs, provider);
        receptions = new Receptions(receptionLimits.pending());
    }

    /** Starts its threads, and serves what comes on this socket, which stays open when this stops. */
    void start(ServerSocketChannel listening) {
        sessions.listen(listening, new Newcomers());
        sessions.start();
    }

    /** Ends within some seconds. */
    void stop() throws InterruptedException, IOException {
        sessions.stop();
        receptions.all().forEach(reception -> {
            reception.close();
            reception
                    .transport()
                    .close(); // also of one whose introduction is being verified, for whom nobody runs any more
        });
        closing.forEach(ClosingAnswer::close);
        verifying.shutdown();
    }

    /** Says who carries commands out from now on. */
    void open(CommandService service) {
        sessions.open(service);
    }

    /** Says that this service goes away. */
    void close(CommandService service) {
        sessions.close(service);
    }

    /** Returns how many conversations are under way. */
    int conversations() {
        return conversations.count();
    }

    /** Returns how many connections have not said yet whom they are for. */
    int receptions() {
        return receptions.count();
    }

    /** Ends conversations for which there is a reason now, as when a certificate was revoked. */
    void endWhere(Function<List<IssuedCertificate>, Optional<String>> reason) {
        conversations.endWhere(reason);
    }

    private final class Newcomers implements Sessions.Newcomers {
        @Override
        public void accept(SocketChannel channel, Transport transport) {
            try {
                Caller.Local peer = doorkeeper.peer(channel);
                Optional<String> refusal = doorkeeper.refusal(peer);
                if (refusal.isPresent()) {
                    sessions.refuse(transport, peer, Name.ROOT, refusal.get());
                    return;
                }
                Reception reception = new Reception(transport, receptionLimits, new Begin(peer));
                receptions.add(reception);
                reception.open();
            } catch (IOException e) {
                LOG.debug("a connection was gone before it was served", e);
                transport.close();
            }
        }

        @Override
        public void makeRoom() {
            receptions.makeRoom();
        }
    }

    /** What a chain has led to. */
    private record Verified(String peer, TrustedChain chain, Admission admission) {}

    /** What becomes of a connection that has said whom it is for, or will not. */
    private final class Begin implements Reception.Surroundings {
        private final Caller.Local edge;

        Begin(Caller.Local edge) {
            this.edge = edge;
        }

        @Override
        public Optional<String> awaitTurn(Consumer<Runnable> begun) {
            return turns.submitHolding(EDGE, begun)
                    .map(full -> "at most " + MOST_WAITING + " large introductions may wait, and as many do; try again"
                            + " later");
        }

        @Override
        public void received(Reception reception, byte[] message, Runnable turn) {
            verifying.execute(() -> {
                Runnable begin = () -> refuse(reception, EDGE, "internal error");
                try {
                    begin = verify(reception, message);
                } finally {
                    turn.run();
                    Runnable next = begin;
                    reception.transport().execute(() -> {
                        receptions.remove(reception);
                        next.run();
                    });
                }
            });
        }

        /** Returns what is to be done on the transport's thread. */
        private Runnable verify(Reception reception, byte[] message) {
            try {
                Introduction introduction = Introduction.of(message);
                return introduction instanceof Introduction.Client client
                        ? verify(reception, client)
                        : manage(reception, introduction);
            } catch (ProtocolException e) {
                String reason = String.valueOf(e.getMessage());
                return () -> refuse(reception, EDGE, reason);
            } catch (Management.RefusedException e) {
                String reason = String.valueOf(e.getMessage());
                return () -> sessions.refuse(reception.transport(), edge, Name.ROOT, reason);
            }
        }

        private Runnable verify(Reception reception, Introduction.Client client) {
            try {
                TrustedChain chain = verifier.verify(client);
                Admission admission = Admission.of(chain, client.peer(), sessions);
                Verified verified = new Verified(client.peer(), chain, admission);
                return () -> conversations.begin(
                        sessions, reception.transport(), verified.peer(), verified.chain(), verified.admission());
            } catch (UntrustedException e) {
                return () -> refuse(reception, client.peer(), e.reason().message());
            }
        }

        private Runnable manage(Reception reception, Introduction introduction) throws Management.RefusedException {
            Transport transport = reception.transport();
            if (introduction instanceof Introduction.Person told) {
                Caller.Person person = management.narrowed(told.person());
                return () -> sessions.converse(transport, person, CommandFilter.ALL);
            }
            if (introduction instanceof Introduction.Report report) {
                management.report(report.person(), report.event());
                return answerAndClose(transport, answer(new Reply.Empty()));
            }
            Exposition.Page page = management.metrics(((Introduction.Metrics) introduction).accept());
            byte[] head = answer(new Reply.Done(Text.of(page.contentType())));
            byte[] content = page.text().getBytes(StandardCharsets.UTF_8);
            return answerAndClose(
                    transport,
                    ByteBuffer.allocate(head.length + Frame.HEADER_LENGTH + content.length)
                            .put(head)
                            .put(Frame.header(content.length))
                            .put(content)
                            .array());
        }

        private byte[] answer(Reply reply) {
            return WireEncoder.frame(Message.answer(Header.UNKNOWN, reply)).toBytes();
        }

        private Runnable answerAndClose(Transport transport, byte[] bytes) {
            return () -> {
                ClosingAnswer last = new ClosingAnswer(
                        transport, ByteBuffer.wrap(bytes), limits.deadlines().write(), closing::remove);
                closing.add(last);
                last.open();
            };
        }

        @Override
        public void refused(Reception reception, String why) {
            receptions.remove(reception);
            refuse(reception, EDGE, why);
        }

        private void refuse(Reception reception, String peer, String reason) {
            refusals.certificate(peer, reason);
            sessions.refuse(reception.transport(), edge, Name.ROOT, reason);
        }

        @Override
        public void gone(Reception reception) {
            receptions.remove(reception);
        }
    }
}
