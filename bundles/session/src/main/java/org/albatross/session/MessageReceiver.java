package org.albatross.session;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.albatross.wire.MemoryMeter;
import org.albatross.wire.ProtocolException;

/**
 * What a peer is sending at the moment, and how long it takes over it: a command, whose length and, when it
 * is small, message are collected; a large message or the data of a command, which go into a pipe; or
 * nothing that anybody reads. Of a loop's thread.
 */
final class MessageReceiver {
    private static final int MOST_SUPERFLUOUS = 1 << 16;

    private final Deadlines deadlines;
    private final MemoryMeter memory;
    private FrameBuffer frame;
    private Optional<Pipe> pipe = Optional.empty();
    private Framing framing = new Framing.Message(0);
    private boolean idle;
    private boolean watching;
    private int superfluous;
    private boolean dropping;
    private boolean exhausted;
    private TransferRate rate = new TransferRate();
    private long lastByte = System.nanoTime();

    /** Expects a command; {@code memory} counts what is collected of it. */
    MessageReceiver(Deadlines deadlines, MemoryMeter memory) {
        this.deadlines = deadlines;
        this.memory = memory;
        this.frame = new FrameBuffer(memory);
    }

    /** Expects a command from now on. */
    void expectCommand() {
        frame = new FrameBuffer(memory);
        pipe = Optional.empty();
        idle = false;
        watching = false;
        restart();
    }

    /** Expects bytes that belong into a pipe. */
    void expect(Framing form, Pipe into) {
        framing = form;
        pipe = Optional.of(into);
        idle = false;
        watching = false;
        restart();
        if (exhausted) {
            into.fail(new EOFException("the peer ended the stream"));
        }
    }

    /** Expects nothing: what the peer sends waits where it is. */
    void expectNothing() {
        pipe = Optional.empty();
        idle = true;
        watching = false;
    }

    /** Expects that the peer ends the stream at some time; what it sends until then is dropped, and beyond 64 KiB not read. */
    void expectEnd() {
        expectNothing();
        watching = true;
    }

    /** Reads what comes, whatever it is and for however long, and drops it. */
    void drop() {
        expectNothing();
        dropping = true;
    }

    /** Forgets what belongs to the bytes that come now, and all of these that are still to come. */
    void discard() {
        pipe.ifPresent(Pipe::discard);
        idle = pipe.isEmpty();
        dropping = false;
        restart();
    }

    /** Takes what was collected of a command. */
    FrameBuffer frame() {
        return frame;
    }

    /** Tells whether a command is expected and nothing of it has come. */
    boolean isWaiting() {
        return !idle && pipe.isEmpty() && frame.isEmpty();
    }

    /** Tells whether a command is being collected. */
    boolean isCollecting() {
        return !idle && pipe.isEmpty();
    }

    /** Tells whether all has come that was expected, or nothing more will. */
    boolean isOver() {
        return idle || exhausted || (pipe.isPresent() && framing.limit() == 0);
    }

    /** Tells whether the peer sends nothing any more. */
    boolean isExhausted() {
        return exhausted;
    }

    /** Returns how many bytes may be read now. */
    int wants() {
        if (dropping && !exhausted) {
            return FrameBuffer.SMALL;
        }
        if (watching && !exhausted) {
            return MOST_SUPERFLUOUS - superfluous;
        }
        if (idle || exhausted) {
            return 0;
        }
        return pipe.isPresent() ? (int) Math.min(pipe.get().room(), framing.limit()) : frame.wants();
    }

    /**
     * Takes bytes, at most {@link #wants}. {@link #flush} has to follow.
     *
     * @throws ProtocolException when there is no memory for what is collected of a command: none was taken
     */
    void take(ByteBuffer bytes) throws ProtocolException {
        lastByte = System.nanoTime();
        if (dropping) {
            return;
        }
        rate.moved(bytes.remaining());
        if (watching) {
            superfluous += bytes.remaining();
        } else if (pipe.isPresent()) {
            framing.accept(bytes, pipe.get()::put);
            if (framing.limit() == 0) {
                pipe.get().end();
            }
        } else {
            frame.accept(bytes);
        }
    }

    /** Says that for now nothing more is taken. */
    void flush() {
        pipe.ifPresent(Pipe::flush);
    }

    /** Says that nothing more will come: whoever reads the pipe learns why. */
    void exhaust(String why) {
        exhausted = true;
        pipe.ifPresent(open -> open.fail(new EOFException(why)));
    }

    /** Returns when the last byte came, in the time of {@link System#nanoTime}. */
    long lastByte() {
        return lastByte;
    }

    /**
     * Returns what the peer has missed, if it has. To be called now and then.
     *
     * @param reading whether what the peer sends is read at present
     */
    Optional<String> overdue(long now, boolean reading) {
        rate.tick(now, reading);
        if (!reading || watching || dropping) {
            return Optional.empty();
        }
        if (isWaiting()) {
            return rate.hasWaited(deadlines.firstByte())
                    ? Optional.of("no command came within " + seconds(deadlines.firstByte()))
                    : Optional.empty();
        }
        if (rate.pauses(deadlines.frameIdle())) {
            return Optional.of(progress() + "no byte for " + seconds(deadlines.frameIdle()));
        }
        return rate.isBelow(deadlines.slowest(), deadlines.firstByte().plus(deadlines.frameIdle()))
                ? Optional.of(progress() + rate + ", at least " + deadlines.slowest() + " a second are needed")
                : Optional.empty();
    }

    private String progress() {
        return pipe.isPresent() ? "" : frame + " came, ";
    }

    private void restart() {
        rate = new TransferRate();
        lastByte = System.nanoTime();
    }

    private static String seconds(Duration limit) {
        return limit.toSeconds() + " s";
    }
}
