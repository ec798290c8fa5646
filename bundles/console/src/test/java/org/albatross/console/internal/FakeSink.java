package org.albatross.console.internal;

import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.albatross.api.Sink;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;

/** A peer that keeps what it gets, and takes only as many lines as a test lets it. */
final class FakeSink implements Sink {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final List<String> got = new ArrayList<>();
    private long room;
    private long queued;
    private boolean answered;
    private boolean over;
    private Optional<Runnable> waiting = Optional.empty();

    FakeSink() {
        this(Long.MAX_VALUE);
    }

    FakeSink(long room) {
        this.room = room;
    }

    @Override
    public synchronized void answer(Reply reply) {
        requireOpen(!answered);
        answered = true;
        add(((Reply.Done) reply).message().decoded());
    }

    private void requireOpen(boolean kept) {
        if (over || !kept) {
            throw new AssertionError("a call that the grammar of sinks forbids, after " + got);
        }
    }

    @Override
    public void answer(Reply reply, InputStream content) {
        throw new AssertionError("a console answers without content");
    }

    @Override
    public synchronized boolean data(Name name, Data data) {
        requireOpen(answered);
        if (room <= 0) {
            throw new AssertionError("data came unasked");
        }
        room--;
        add(((Data.Console) data).line().decoded());
        return room > 0;
    }

    @Override
    public synchronized void whenReady(Runnable resume) {
        waiting = Optional.of(resume);
        notifyAll();
    }

    @Override
    public synchronized long queued() {
        return queued;
    }

    /** Says how many bytes it has not taken yet. */
    synchronized void queue(long bytes) {
        queued = bytes;
    }

    /** Waits until it is to say when it takes more. */
    synchronized void awaitWaiting() throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (waiting.isEmpty() && System.nanoTime() < end) {
            wait(100);
        }
        if (waiting.isEmpty()) {
            throw new AssertionError("nobody waits to send more; got " + got.size());
        }
    }

    @Override
    public synchronized void end() {
        requireOpen(answered);
        over = true;
        add("end");
    }

    @Override
    public synchronized void fail(Refusal refusal) {
        requireOpen(true);
        over = true;
        add("failure: " + refusal.message());
    }

    /** Takes that many more lines. */
    void ready(long lines) {
        Optional<Runnable> resume;
        synchronized (this) {
            room = lines;
            resume = waiting;
            waiting = Optional.empty();
        }
        resume.ifPresent(Runnable::run);
    }

    /** Waits until that many answers and lines have come, and returns all. */
    synchronized List<String> await(int count) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (got.size() < count && System.nanoTime() < end) {
            wait(100);
        }
        return List.copyOf(got);
    }

    synchronized boolean isWaiting() {
        return waiting.isPresent();
    }

    synchronized boolean isOver() {
        return over;
    }

    private void add(String line) {
        got.add(line);
        notifyAll();
    }
}
