package org.albatross.edge.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.albatross.admission.CertificateLimits;
import org.albatross.session.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The begin of a connection of the edge: one message, an {@code Origin} (wire-protocol section 7), that says whom it speaks for.
 * Nothing behind it is read here. What is held grows with what has come, never with what was announced. Of the transport's
 * thread, but for {@link #evict}.
 */
final class Reception implements Transport.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final int READS_PER_TURN = 16;
    private static final int HEADER = 4;
    private static final int FIRST = 1 << 12;

    /** What a reception needs of others. */
    interface Surroundings {
        /**
         * Lets a large message wait for its turn.
         *
         * @param begun is given what ends the turn; runs on any thread
         * @return why it may not even wait, if so
         */
        Optional<String> awaitTurn(Consumer<Runnable> begun);

        /** The message has come; {@code turn} runs once it is not needed any more. The connection is taken over. */
        void received(Reception reception, byte[] message, Runnable turn);

        /** It has not come, and the edge may be told why. The connection is taken over. */
        void refused(Reception reception, String why);

        /** The edge has gone before; the connection is closed. */
        void gone(Reception reception);
    }

    private enum Phase {
        RECEIVING,
        /** A large one waits for its turn. */
        QUEUED,
        /** Others have the connection, or it is closed. */
        OVER
    }

    private final Transport transport;
    private final ReceptionLimits limits;
    private final Surroundings surroundings;
    private final ByteBuffer header = ByteBuffer.allocate(HEADER);
    private byte[] message = {};
    private int filled;
    private Phase phase = Phase.RECEIVING;
    private boolean large;
    private Optional<Runnable> turn = Optional.empty();
    private Duration allowed;
    private long begun = System.nanoTime();

    /** A connection of which no byte has come. */
    Reception(Transport transport, ReceptionLimits limits, Surroundings surroundings) {
        this.transport = transport;
        this.limits = limits;
        this.surroundings = surroundings;
        this.allowed = limits.within();
    }

    /** Returns the connection. */
    Transport transport() {
        return transport;
    }

    /** Begins. */
    void open() {
        try {
            transport.open(this);
            read();
        } catch (IOException e) {
            leave(e);
        }
    }

    @Override
    public void ready(boolean peerHasClosed) {
        if (phase == Phase.RECEIVING) {
            try {
                read();
            } catch (IOException e) {
                leave(e);
                return;
            }
        }
        if (peerHasClosed && phase != Phase.OVER) {
            leave(new IOException("it has closed the connection"));
        }
    }

    @Override
    public void tick() {
        if (phase != Phase.OVER && System.nanoTime() - begun > allowed.toNanos()) {
            refuse((phase == Phase.QUEUED ? "the turn of a large introduction did not come" : this + " came")
                    + " within " + allowed.toSeconds() + " s");
        }
    }

    /** Ends it at once: there are too many. For any thread. */
    void evict(String reason) {
        transport.execute(() -> refuse(reason));
    }

    private void read() throws IOException {
        for (int reads = 0; reads < READS_PER_TURN && phase == Phase.RECEIVING; reads++) {
            ByteBuffer buffer = transport.buffer().clear();
            int count = transport.read(buffer.limit(Math.min(wanted(), buffer.capacity())));
            if (count < 0) {
                throw new IOException(this + " came, then the stream ended");
            }
            if (count == 0) {
                break;
            }
            take(buffer.flip());
        }
        if (phase == Phase.RECEIVING) {
            transport.interest(true, false);
        }
    }

    private int wanted() {
        return header.hasRemaining() ? header.remaining() : (int) length() - filled;
    }

    private long length() {
        return Integer.toUnsignedLong(header.getInt(0));
    }

    private void take(ByteBuffer bytes) {
        if (header.hasRemaining()) {
            header.put(bytes);
            if (header.hasRemaining()) {
                return;
            }
            announced(length());
        } else {
            int more = bytes.remaining();
            if (filled + more > message.length) {
                long grown = Math.min(length(), Math.max(Math.max(FIRST, 2L * message.length), filled + more));
                message = Arrays.copyOf(message, (int) grown);
            }
            bytes.get(message, filled, more);
            filled += more;
        }
        if (phase == Phase.RECEIVING && wanted() == 0) {
            finish();
        }
    }

    private void announced(long length) {
        if (length > limits.certificates().largest()) {
            refuse("an introduction of " + length + " bytes was announced, at most "
                    + limits.certificates().largest() + " are allowed");
        } else if (length > CertificateLimits.LARGE) {
            large = true;
            phase = Phase.QUEUED;
            transport.interest(false, false);
            allow(CertificateLimits.LARGE_WITHIN);
            surroundings.awaitTurn(end -> transport.execute(() -> begin(end))).ifPresent(this::refuse);
        }
    }

    private void begin(Runnable end) {
        if (phase != Phase.QUEUED) {
            end.run();
            return;
        }
        turn = Optional.of(end);
        phase = Phase.RECEIVING;
        allow(CertificateLimits.LARGE_WITHIN);
        ready(false);
    }

    private void allow(Duration time) {
        begun = System.nanoTime();
        allowed = time;
    }

    private void finish() {
        phase = Phase.OVER;
        transport.interest(false, false);
        byte[] whole = message.length == filled ? message : Arrays.copyOf(message, filled);
        message = new byte[0];
        Runnable end = turn.orElse(() -> {});
        turn = Optional.empty();
        surroundings.received(this, whole, end);
    }

    private void refuse(String why) {
        if (phase != Phase.OVER) {
            end();
            surroundings.refused(this, why);
        }
    }

    private void leave(IOException why) {
        if (phase != Phase.OVER) {
            LOG.debug("the edge has left a connection: {}", why.toString());
            close();
            surroundings.gone(this);
        }
    }

    private void end() {
        phase = Phase.OVER;
        message = new byte[0];
        turn.ifPresent(Runnable::run);
        turn = Optional.empty();
    }

    /** Closes the connection, unless others have it. Also after the transport's thread has ended. */
    void close() {
        if (phase != Phase.OVER) {
            end();
            transport.close();
        }
    }

    /** Returns what there is of the message, for people. */
    @Override
    public String toString() {
        return header.hasRemaining()
                ? header.position() + " of the " + HEADER + " bytes of an introduction's length"
                : filled + " of the " + length() + " bytes of " + (large ? "a large" : "an") + " introduction";
    }
}
