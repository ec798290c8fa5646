package org.albatross.tls.internal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.albatross.admission.CertificateLimits;
import org.albatross.endpoint.PeerCertificates;
import org.albatross.session.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A handshake as the server of it, from the first byte of a connection. The transport's thread reads and writes; what computes
 * (keys, signatures, the verification of a chain) runs as a task elsewhere, and so does all decryption once the
 * handshake is large. Of the transport's thread.
 */
final class Handshake implements Transport.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);
    private static final int READS_PER_TURN = 16;

    /** What a handshake needs of others. */
    interface Surroundings {
        /** Runs something that computes, for a peer of this network. For any thread. */
        void compute(String network, Runnable task);

        /**
         * Lets a large handshake wait for its turn.
         *
         * @param begun is given what ends the turn; runs on any thread
         * @return why it may not even wait, if so
         */
        Optional<String> awaitTurn(String network, Consumer<Runnable> begun);

        /** Runs something of the large handshake whose turn it is. */
        Executor large();

        /** The peer has shown its certificates, which were verified: the connection is to be {@linkplain Handshake#handOver taken over}. */
        void finished(Handshake handshake, SSLEngine engine);

        /** It is over without that. */
        void failed(Handshake handshake, Exception why);

        /** Its connection is closed. */
        void closed(Handshake handshake);
    }

    private enum Phase {
        /** Bytes go to and fro. */
        TALKING,
        /** A task computes. */
        COMPUTING,
        /** A large one waits for its turn. */
        QUEUED,
        /** It has succeeded, and its connection waits to be handed over. */
        FINISHED,
        /** It has failed: the peer may read why. */
        LINGERING,
        /** Others have the connection, or it is closed. */
        OVER
    }

    private final Transport raw;
    private final SocketChannel channel;
    private final SSLEngine engine;
    private final TlsRecords records;
    private final PeerAddress peer;
    private final HandshakeLimits limits;
    private final Surroundings surroundings;
    private final LingeringClose lingering;
    private Optional<Transport.Handler> successor = Optional.empty();
    private Phase phase = Phase.TALKING;
    private long phaseLimit;
    private boolean large;
    private int decryptedRecords;
    private Optional<Runnable> turn = Optional.empty();

    /** A handshake of which no byte has come. */
    Handshake(
            Transport raw,
            SocketChannel channel,
            SSLEngine engine,
            PeerAddress peer,
            HandshakeLimits limits,
            Surroundings surroundings) {
        this.raw = raw;
        this.channel = channel;
        this.engine = engine;
        this.records = new TlsRecords(raw, engine);
        this.peer = peer;
        this.limits = limits;
        this.surroundings = surroundings;
        this.lingering = new LingeringClose(raw, channel, () -> {
            phase = Phase.OVER;
            surroundings.closed(this);
        });
        allow(limits.within());
    }

    /** Runs something on the transport's thread. */
    void execute(Runnable task) {
        raw.execute(task);
    }

    /** Returns who is at the other end. */
    PeerAddress peer() {
        return peer;
    }

    /** Begins. */
    void open() {
        try {
            raw.open(this);
            engine.beginHandshake();
            step();
        } catch (IOException e) {
            fail(e);
        }
    }

    private void allow(Duration time) {
        phaseLimit = System.nanoTime() + time.toNanos();
    }

    @Override
    public void ready(boolean peerHasClosed) {
        if (phase == Phase.TALKING) {
            step();
        } else if (phase == Phase.LINGERING) {
            lingering.ready();
        } else if (phase == Phase.OVER) {
            successor.ifPresent(next -> next.ready(peerHasClosed));
        }
    }

    @Override
    public void tick() {
        successor.ifPresent(Transport.Handler::tick);
        if (phase == Phase.LINGERING) {
            lingering.tick();
        } else if (phase != Phase.OVER && phase != Phase.FINISHED && System.nanoTime() - phaseLimit > 0) {
            String what = phase == Phase.QUEUED ? "the turn of a large handshake did not come" : "no handshake came";
            giveUp(new IOException(what + " within "
                    + (large || phase == Phase.QUEUED ? CertificateLimits.LARGE_WITHIN : limits.within()).toSeconds()
                    + " s: " + records.received() + " bytes did"));
        }
    }

    /** Ends it at once: there are too many. */
    void evict(String reason) {
        raw.execute(() -> {
            if (phase == Phase.TALKING || phase == Phase.COMPUTING || phase == Phase.QUEUED) {
                giveUp(new IOException(reason));
            }
        });
    }

    private void giveUp(IOException why) {
        surroundings.failed(this, why);
        close();
    }

    /** Goes on as far as it goes without waiting. */
    private void step() {
        try {
            for (int turns = 0; phase == Phase.TALKING; turns++) {
                HandshakeStatus status = engine.getHandshakeStatus();
                if (status == HandshakeStatus.NEED_TASK) {
                    computeIn(task -> surroundings.compute(peer.network(), task), this::computeAll);
                } else if (!records.speak()) {
                    raw.interest(false, true);
                    return;
                } else if (status == HandshakeStatus.NEED_UNWRAP) {
                    if (!listen(turns < READS_PER_TURN)) {
                        return;
                    }
                } else if (status != HandshakeStatus.NEED_WRAP) {
                    finish();
                }
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    /** Decrypts what has come, and reads more if that is not enough; returns whether anything came of it. */
    private boolean listen(boolean more) throws IOException {
        if (records.received() > CertificateLimits.LARGE && !large) {
            enqueue();
            return true;
        }
        if (large) {
            computeIn(surroundings.large(), this::decryptAll);
            return true;
        }
        return decrypt() || read(more);
    }

    private boolean read(boolean more) throws IOException {
        int count = more ? records.fill() : 0;
        if (count < 0) {
            throw new EOFException("the connection was closed after " + records.received() + " bytes of a handshake");
        }
        if (records.received() > limits.certificates().largest()) {
            throw new IOException(
                    "a handshake of more than " + limits.certificates().largest() + " bytes");
        }
        raw.interest(true, false);
        return count > 0;
    }

    /** Decrypts a record; returns whether there was a whole one. */
    private boolean decrypt() throws SSLException {
        SSLEngineResult result = records.unwrap(ByteBuffer.allocate(records.room()));
        boolean whole = result.bytesConsumed() > 0;
        if (whole) {
            decryptedRecords++;
        }
        return whole;
    }

    /**
     * Computes, and goes on by what came of it as far as that goes without another byte: each change of threads takes longer than what
     * is said and decrypted here.
     */
    private boolean computeAll() throws IOException {
        for (; ; ) {
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status == HandshakeStatus.NEED_TASK) {
                PeerCertificates.reading(tasks());
            } else if (status == HandshakeStatus.NEED_WRAP) {
                if (!records.speak()) {
                    return true;
                }
            } else if (status != HandshakeStatus.NEED_UNWRAP || large || !decrypt()) {
                return true;
            }
        }
    }

    private List<Runnable> tasks() {
        List<Runnable> tasks = new ArrayList<>();
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            tasks.add(task);
        }
        return tasks;
    }

    /** Something that computes. */
    @FunctionalInterface
    private interface Computation {
        /** Computes; returns whether the handshake goes on without another byte. */
        boolean run() throws IOException;
    }

    private void computeIn(Executor where, Computation computation) {
        raw.interest(false, false);
        phase = Phase.COMPUTING;
        where.execute(() -> {
            Optional<IOException> failure = Optional.empty();
            boolean goesOn = false;
            try {
                goesOn = computation.run();
            } catch (IOException e) {
                failure = Optional.of(e);
            } finally {
                boolean more = goesOn;
                Optional<IOException> why = failure;
                raw.execute(() -> computed(more, why));
            }
        });
    }

    private void computed(boolean goesOn, Optional<IOException> failure) {
        if (phase != Phase.COMPUTING) {
            return;
        }
        phase = Phase.TALKING;
        try {
            if (failure.isPresent()) {
                throw failure.get();
            }
            if (goesOn || read(true)) {
                step();
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    private boolean decryptAll() throws SSLException {
        boolean some = false;
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_UNWRAP && decrypt()) {
            some = true;
        }
        long least = (decryptedRecords - 1L) * HandshakeLimits.LEAST_RECORD - CertificateLimits.LARGE;
        if (records.received() < least) {
            throw new SSLException(decryptedRecords + " records within " + records.received()
                    + " bytes of a large handshake, at least " + HandshakeLimits.LEAST_RECORD
                    + " bytes a record are needed");
        }
        return some && engine.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP;
    }

    private void enqueue() {
        raw.interest(false, false);
        phase = Phase.QUEUED;
        allow(CertificateLimits.LARGE_WITHIN);
        surroundings
                .awaitTurn(peer.network(), end -> raw.execute(() -> begin(end)))
                .ifPresent(refusal -> giveUp(new IOException(refusal)));
    }

    private void begin(Runnable end) {
        if (phase != Phase.QUEUED) {
            end.run();
            return;
        }
        turn = Optional.of(end);
        large = true;
        allow(CertificateLimits.LARGE_WITHIN);
        phase = Phase.TALKING;
        step();
    }

    private void finish() {
        phase = Phase.FINISHED;
        raw.interest(false, false);
        surroundings.finished(this, engine);
    }

    /**
     * Gives the connection of a handshake that is over to who takes it from here, and ends the turn of a large one. On the
     * transport's thread.
     *
     * @param over runs when the connection is closed
     */
    TlsTransport handOver(Runnable over) {
        phase = Phase.OVER;
        endTurn();
        TlsTransport transport = new TlsTransport(raw, records, new LingeringClose(raw, channel, over));
        successor = Optional.of(transport);
        return transport;
    }

    /** Returns what ends the turn of a large handshake that is over, whose certificates are still needed. */
    Runnable keepTurn() {
        Runnable kept = turn.orElse(() -> {});
        turn = Optional.empty();
        return kept;
    }

    private void endTurn() {
        turn.ifPresent(Runnable::run);
        turn = Optional.empty();
    }

    /** Tells the peer by an alert, and lets it read that before the connection is closed. */
    private void fail(IOException why) {
        surroundings.failed(this, why);
        endTurn();
        try {
            if (why instanceof SSLException && records.speak()) {
                phase = Phase.LINGERING;
                lingering.begin();
                return;
            }
        } catch (IOException e) {
            LOG.debug("{} has gone before it was told why", peer, e);
        }
        close();
    }

    /** Closes the connection. Also after the transport's thread has ended. */
    void close() {
        if (phase != Phase.OVER) {
            endTurn();
            lingering.close();
        }
    }
}
