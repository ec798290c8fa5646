package org.albatross.local.internal;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * What a peer is sending at the moment, and how long it takes over it: a command, whose length and, when it
 * is small, message are collected; a large message or the data of a command, which go into a pipe; or
 * nothing that anybody reads. Of a loop's thread.
 */
final class Reception {
    private static final long SLOWEST_BYTES_PER_SECOND = 1 << 16;

    private final LocalLimits limits;
    private Inbound inbound = new Inbound();
    private Optional<Pipe> pipe = Optional.empty();
    private Framing framing = new Framing.Message(0);
    private boolean idle;
    private boolean exhausted;
    private long began = System.nanoTime();
    private long lastByte = began;

    /** Expects a command. */
    Reception(LocalLimits limits) {
        this.limits = limits;
    }

    /** Expects a command from now on. */
    void expectCommand() {
        inbound = new Inbound();
        pipe = Optional.empty();
        idle = false;
        restart();
    }

    /** Expects bytes that belong into a pipe. */
    void expect(Framing form, Pipe into) {
        framing = form;
        pipe = Optional.of(into);
        idle = false;
        restart();
        if (exhausted) {
            into.fail(new EOFException("the peer ended the stream"));
        }
    }

    /** Expects nothing: what the peer sends waits where it is. */
    void expectNothing() {
        pipe = Optional.empty();
        idle = true;
    }

    /** Forgets what belongs to the bytes that come now, and all of these that are still to come. */
    void discard() {
        pipe.ifPresent(Pipe::discard);
        idle = pipe.isEmpty();
        restart();
    }

    /** Takes what was collected of a command. */
    Inbound inbound() {
        return inbound;
    }

    /** Tells whether a command is expected and nothing of it has come. */
    boolean isWaiting() {
        return !idle && pipe.isEmpty() && inbound.isEmpty();
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
        if (idle || exhausted) {
            return 0;
        }
        return pipe.isPresent() ? (int) Math.min(pipe.get().room(), framing.limit()) : inbound.wants();
    }

    /** Takes bytes, at most {@link #wants}. */
    void take(ByteBuffer bytes) {
        lastByte = System.nanoTime();
        if (pipe.isPresent()) {
            framing.accept(bytes, pipe.get()::put);
            if (framing.limit() == 0) {
                pipe.get().end();
            }
        } else {
            inbound.accept(bytes);
        }
    }

    /** Says that nothing more will come: whoever reads the pipe learns why. */
    void exhaust(String why) {
        exhausted = true;
        pipe.ifPresent(open -> open.fail(new EOFException(why)));
    }

    /** Says that there is room again for what the peer could not send. */
    void resume() {
        lastByte = System.nanoTime();
    }

    /** Returns when the last byte came, in the time of {@link System#nanoTime}. */
    long lastByte() {
        return lastByte;
    }

    /** Returns what the peer has missed, if it has. */
    Optional<String> overdue(long now) {
        if (wants() == 0) {
            return Optional.empty();
        }
        if (isWaiting()) {
            return now - began > limits.firstByte().toNanos()
                    ? Optional.of("no command came within " + seconds(limits.firstByte()))
                    : Optional.empty();
        }
        if (now - lastByte > limits.frameIdle().toNanos()) {
            return Optional.of(progress() + "no byte for " + seconds(limits.frameIdle()));
        }
        boolean endless = framing instanceof Framing.Frames && pipe.isPresent();
        return !endless && now - began > whole().toNanos()
                ? Optional.of(progress() + "no more within " + seconds(whole()))
                : Optional.empty();
    }

    private Duration whole() {
        long length = inbound.isAnnounced() ? inbound.length() : 0;
        return limits.firstByte().plus(limits.frameIdle()).plusSeconds(length / SLOWEST_BYTES_PER_SECOND);
    }

    private String progress() {
        return pipe.isPresent() ? "" : inbound + " came, ";
    }

    private void restart() {
        began = System.nanoTime();
        lastByte = began;
    }

    private static String seconds(Duration limit) {
        return limit.toSeconds() + " s";
    }
}
