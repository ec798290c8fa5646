package org.albatross.tls.internal;

import com.codahale.metrics.Counter;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.albatross.admission.Admission;
import org.albatross.admission.Conversations;
import org.albatross.admission.Refusals;
import org.albatross.api.CommandService;
import org.albatross.endpoint.EndpointTls;
import org.albatross.model.Caller;
import org.albatross.model.Name;
import org.albatross.pki.IssuedCertificate;
import org.albatross.pki.TrustedChain;
import org.albatross.session.BlobReceiver;
import org.albatross.session.SessionLimits;
import org.albatross.session.Sessions;
import org.albatross.session.Transport;
import org.albatross.session.Upstream;
import org.albatross.threads.FairExecutor;
import org.albatross.threads.PlatformThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Conversations over TLS. A connection begins with a handshake, in which the client shows its certificates; what they entitle it
 * to is carried out, and the answer is all that is said.
 */
final class TlsServer {
    /** Makes a server. */
    @FunctionalInterface
    interface Maker {
        /** Makes one that asks {@code contexts} how TLS is spoken with each connection. */
        TlsServer make(Supplier<EndpointTls> contexts) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(TlsServer.class);

    /** How many large handshakes of one network may wait for their turn. */
    private static final int MOST_WAITING = 4;

    private final HandshakeLimits handshakeLimits;
    private final Supplier<EndpointTls> contexts;
    private final Optional<Upstream> upstream;
    private final Places places;
    private final Sessions sessions;
    private final Handshakes handshakes;
    private final Refusals refusals = new Refusals();
    private final Conversations conversations = new Conversations(refusals);

    /** Those whose handshake is over, and which are not closed. */
    private final Map<Handshake, TlsTransport> open = new ConcurrentHashMap<>();

    private final Counter accepted = new Counter();

    /** What ends those of them that are passed on. */
    private final Map<Handshake, Runnable> passed = new ConcurrentHashMap<>();

    private final ExecutorService computeThreads;
    private final ExecutorService largeThread;
    private final FairExecutor computations;
    private final FairExecutor turns;

    /**
     * A server that is not started.
     *
     * @param contexts how TLS is spoken with the next connection
     * @param blobs where large images go
     * @param upstream who decides about connections, unless it is done here
     */
    TlsServer(
            SessionLimits limits,
            HandshakeLimits handshakeLimits,
            BlobReceiver blobs,
            Supplier<EndpointTls> contexts,
            Optional<Upstream> upstream)
            throws IOException {
        this.handshakeLimits = handshakeLimits;
        this.contexts = contexts;
        this.upstream = upstream;
        places = new Places(limits.connections());
        sessions = new Sessions("tls", limits, blobs, SelectorProvider.provider());
        handshakes = new Handshakes(handshakeLimits.pending());
        int processors = Runtime.getRuntime().availableProcessors();
        computeThreads = PlatformThreads.pool("albatross-tls-handshake", processors);
        largeThread = PlatformThreads.pool("albatross-tls-large", 1);
        computations = new FairExecutor(computeThreads, processors, Math.max(1, processors - 1), Integer.MAX_VALUE);
        turns = new FairExecutor(Runnable::run, 1, 1, MOST_WAITING);
    }

    /** Serves what comes on this socket, which stays open when this stops. */
    void listen(ServerSocketChannel listening) {
        sessions.listen(listening, new Newcomers());
    }

    /** Starts its threads. */
    void start() {
        sessions.start();
    }

    /** Ends within some seconds. */
    void stop() throws InterruptedException, IOException {
        passed.values().forEach(Runnable::run);
        sessions.stop();
        handshakes.all().forEach(Handshake::close);
        open.values().forEach(TlsTransport::abandon);
        computeThreads.shutdown();
        largeThread.shutdown();
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
        return open.size();
    }

    /** Returns how many conversations there were up to now, those that are passed on among them. */
    Counter accepted() {
        return accepted;
    }

    /** Returns how many connections are in their handshake. */
    int handshakes() {
        return handshakes.all().size();
    }

    /** Ends conversations for which there is a reason now, as when a certificate was revoked. */
    void endWhere(Function<List<IssuedCertificate>, Optional<String>> reason) {
        conversations.endWhere(reason);
    }

    private final class Newcomers implements Sessions.Newcomers {
        @Override
        public void accept(SocketChannel channel, Transport transport) {
            try {
                if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
                    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
                }
                PeerAddress peer = PeerAddress.of(channel.getRemoteAddress());
                EndpointTls context = contexts.get();
                Handshake handshake = new Handshake(
                        transport, channel, context.newEngine(), peer, handshakeLimits, new Greeting(context));
                handshakes.add(handshake);
                handshake.open();
            } catch (IOException e) {
                LOG.debug("a connection was gone before it was served", e);
                transport.close();
            }
        }

        @Override
        public void makeRoom() {
            handshakes.makeRoom();
        }
    }

    /** What handshakes by one context need, and lead to. */
    private final class Greeting implements Handshake.Surroundings {
        private final EndpointTls context;

        Greeting(EndpointTls context) {
            this.context = context;
        }

        @Override
        public void compute(String network, Runnable task) {
            computations.execute(network, task);
        }

        @Override
        public Optional<String> awaitTurn(String network, Consumer<Runnable> begun) {
            return turns.submitHolding(network, begun);
        }

        @Override
        public Executor large() {
            return largeThread;
        }

        @Override
        public void finished(Handshake handshake, SSLEngine engine) {
            PeerAddress peer = handshake.peer();
            Optional<TrustedChain> chain = context.takeChain(engine);
            if (chain.isEmpty()) {
                LOG.error("a handshake with {} has ended without a chain that was verified", peer);
                handshake.handOver(() -> handshakes.remove(handshake)).abandon();
                return;
            }
            if (upstream.isPresent()) {
                compute(peer.network(), () -> introduce(upstream.get(), handshake, chain.get()));
                return;
            }
            compute(peer.network(), () -> {
                Admission admission = Admission.of(chain.get(), peer.text(), sessions);
                handshake.execute(() -> converse(handshake, chain.get(), admission));
            });
        }

        private void converse(Handshake handshake, TrustedChain chain, Admission admission) {
            handshakes.remove(handshake);
            TlsTransport transport = handOver(handshake);
            conversations.begin(sessions, transport, handshake.peer().text(), chain, admission);
        }

        private void introduce(Upstream other, Handshake handshake, TrustedChain chain) {
            ByteBuffer introduction =
                    other.introduction(chain.certificates(), handshake.peer().text(), Instant.now());
            handshake.execute(() -> pass(other, handshake, chain, introduction));
        }

        private void pass(Upstream other, Handshake handshake, TrustedChain chain, ByteBuffer introduction) {
            handshakes.remove(handshake);
            Caller.Remote holder = Admission.holder(chain, handshake.peer().text());
            Optional<String> refusal = places.take(holder.account());
            if (refusal.isPresent()) {
                sessions.refuse(handOver(handshake), holder, Name.ROOT, refusal.get());
                return;
            }
            Runnable turn = handshake.keepTurn();
            TlsTransport transport = handshake.handOver(() -> {
                open.remove(handshake);
                forget(handshake);
                places.giveBack(holder.account());
            });
            accepted.inc();
            open.put(handshake, transport);
            Runnable end = other.pass(transport, introduction, sessions::transport, turn);
            passed.put(handshake, end);
            conversations.add(handshake, chain, reason -> end.run());
            if (!open.containsKey(handshake)) {
                forget(handshake);
            }
        }

        private void forget(Handshake handshake) {
            passed.remove(handshake);
            conversations.remove(handshake);
        }

        private TlsTransport handOver(Handshake handshake) {
            TlsTransport transport = handshake.handOver(() -> open.remove(handshake));
            accepted.inc();
            open.put(handshake, transport);
            return transport;
        }

        @Override
        public void failed(Handshake handshake, Exception why) {
            refusals.handshake(handshake.peer().text(), why);
        }

        @Override
        public void closed(Handshake handshake) {
            handshakes.remove(handshake);
        }
    }
}
