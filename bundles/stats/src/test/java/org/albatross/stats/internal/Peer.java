package org.albatross.stats.internal;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.albatross.api.Sink;
import org.albatross.model.Command;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.StatsCommand;

/** A peer that keeps what it is told, and takes only as much of a stream as a test lets it. */
final class Peer implements Sink {
    private final List<String> told = new ArrayList<>();
    private final List<Data.Stats> stats = new ArrayList<>();
    private int room;
    private Optional<Runnable> waiting = Optional.empty();
    private boolean over;

    Peer() {
        this(Integer.MAX_VALUE);
    }

    Peer(int room) {
        this.room = room;
    }

    /** Returns what it was told. */
    synchronized List<String> told() {
        return List.copyOf(told);
    }

    synchronized List<Data.Stats> stats() {
        return List.copyOf(stats);
    }

    boolean isWaitedFor() {
        synchronized (this) {
            return waiting.isPresent();
        }
    }

    /** Takes so much more. */
    void take(int more) {
        Optional<Runnable> resume;
        synchronized (this) {
            room = more;
            resume = waiting;
            waiting = Optional.empty();
        }
        resume.orElseThrow().run();
    }

    private void note(String what) {
        if (over) {
            throw new AssertionError(what + " behind the last call of " + told);
        }
        told.add(what);
    }

    private boolean streamed(String what) {
        if (room <= 0) {
            throw new AssertionError(what + " though no more was welcome, after " + told);
        }
        note(what);
        room--;
        return room > 0;
    }

    @Override
    public synchronized void answer(Reply reply) {
        note(reply instanceof Reply.Done done ? done.message().toString() : "empty");
    }

    @Override
    public void answer(Reply reply, InputStream content) {
        throw new AssertionError("statistics answer without content");
    }

    @Override
    public synchronized boolean data(Name name, Data data) {
        stats.add((Data.Stats) data);
        return streamed(name.toString());
    }

    @Override
    public synchronized boolean command(Name name, Command command) {
        return streamed(command instanceof StatsCommand.Add add ? "add " + name + " " + add.pid() : "remove " + name);
    }

    @Override
    public synchronized void whenReady(Runnable resume) {
        waiting = Optional.of(resume);
    }

    @Override
    public synchronized void end() {
        note("end");
        over = true;
    }

    @Override
    public synchronized void fail(Refusal refusal) {
        note(refusal.message());
        over = true;
    }
}
