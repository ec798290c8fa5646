package org.albatross.tls.internal;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.albatross.api.CommandService;
import org.albatross.pki.TrustedChain;
import org.albatross.session.BlobReceiver;
import org.albatross.session.SessionLimits;
import org.albatross.session.Sessions;
import org.albatross.session.Transport;
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
        TlsServer make(Supplier<TlsContext> contexts) throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(TlsServer.class);

    /** How many large handshakes of one network may wait for their turn. */
    private static final int MOST_WAITING = 4;

    private final SessionLimits limits;
    private final HandshakeLimits handshakeLimits;
    private final BlobReceiver blobs;
    private final Supplier<TlsContext> contexts;
    private final Sessions sessions;
    private final Handshakes handshakes;
    private final Conversations conversations = new Conversations();
    private final Refusals refusals = new Refusals();
    private final ExecutorService computeThreads;
    private final ExecutorService largeThread;
    private final FairExecutor computations;
    private final FairExecutor turns;

    /**
     * A server that is not started.
     *
     * @param contexts how TLS is spoken with the next connection
     * @param blobs where large images go
     */
    TlsServer(SessionLimits limits, HandshakeLimits handshakeLimits, BlobReceiver blobs, Supplier<TlsContext> contexts)
            throws IOException {
        this.limits = limits;
        this.handshakeLimits = handshakeLimits;
        this.blobs = blobs;
        this.contexts = contexts;
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
        sessions.stop();
        handshakes.all().forEach(Handshake::close);
        conversations.abandon();
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
        return conversations.count();
    }

    /** Returns how many connections are in their handshake. */
    int handshakes() {
        return handshakes.all().size();
    }

    /** Ends conversations for which there is a reason now, as when a certificate was revoked. */
    void endWhere(Function<TrustedChain, Optional<String>> reason) {
        conversations.endWhere(reason);
    }

    private final class Newcomers implements Sessions.Newcomers {
        @Override
        public void accept(SocketChannel channel, Transport transport) {
            try {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
                PeerAddress peer = PeerAddress.of(channel.getRemoteAddress());
                TlsContext context = contexts.get();
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
        private final TlsContext context;

        Greeting(TlsContext context) {
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
            compute(peer.network(), () -> {
                Admission admission = Admission.of(chain.get(), peer, blobs, limits.frame());
                handshake.execute(() -> converse(handshake, chain.get(), admission));
            });
        }

        private void converse(Handshake handshake, TrustedChain chain, Admission admission) {
            handshakes.remove(handshake);
            TlsTransport transport = handshake.handOver(() -> conversations.remove(handshake));
            conversations.begin(handshake, transport, chain);
            if (admission.command().isPresent()) {
                conversations.endedBy(
                        handshake,
                        sessions.perform(
                                transport,
                                admission.caller(),
                                admission.command().get()));
            } else {
                refusals.certificate(handshake.peer(), admission.refusal());
                sessions.refuse(transport, admission.caller(), admission.about(), admission.refusal());
            }
        }

        @Override
        public void failed(Handshake handshake, Exception why) {
            refusals.handshake(handshake.peer(), why);
        }

        @Override
        public void closed(Handshake handshake) {
            handshakes.remove(handshake);
        }
    }
}
