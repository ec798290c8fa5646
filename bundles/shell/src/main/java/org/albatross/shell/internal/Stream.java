package org.albatross.shell.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.albatross.api.Cancellable;
import org.albatross.api.Sink;
import org.albatross.model.Command;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.apache.felix.service.command.CommandSession;
import org.jspecify.annotations.Nullable;

/** The data of one command, taken by the thread that has asked for it. */
final class Stream implements Sink {
    /** How many lines wait before no more are welcome. */
    private static final int LINES = 1024;

    /** What has come: a piece, or the end. */
    private record Item(Optional<Data> data, Optional<Refusal> failure) {}

    private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable Runnable> resume = new AtomicReference<>();
    private Cancellable running = Cancellable.NOTHING;

    private final int most;

    private Stream(int most) {
        this.most = most;
    }

    /** Asks for a command that sends lines. */
    static Stream of(Access access, CommandSession session, Name name, Command command) {
        return of(access, session, name, command, InputStream.nullInputStream(), LINES);
    }

    /**
     * Asks for a command.
     *
     * @param data what follows it
     * @param most how many pieces wait before no more are welcome
     */
    static Stream of(Access access, CommandSession session, Name name, Command command, InputStream data, int most) {
        Stream stream = new Stream(most);
        stream.running = access.begin(session, name, command, data, stream);
        return stream;
    }

    /**
     * Hands each piece to {@code taker}, up to the end or until that returns false.
     *
     * @throws InterruptedException when the thread is interrupted; nothing more comes then
     */
    void forEach(Predicate<Data> taker) throws RefusedException, InterruptedException {
        try {
            for (Item item = next(); ; item = next()) {
                if (item.failure().isPresent()) {
                    throw new RefusedException(item.failure().get().message());
                }
                if (item.data().isEmpty() || !taker.test(item.data().get())) {
                    return;
                }
            }
        } finally {
            running.cancel();
        }
    }

    private Item next() throws InterruptedException {
        resumeWhenThereIsRoom();
        return items.take();
    }

    private void resumeWhenThereIsRoom() {
        Runnable waiting = items.size() < most / 2 ? resume.getAndSet(null) : null;
        if (waiting != null) {
            waiting.run();
        }
    }

    @Override
    public void answer(Reply reply) {
        // Whatever it says, the data follow.
    }

    @Override
    public void answer(Reply reply, InputStream content) {
        try {
            content.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing what nobody wants", e);
        }
    }

    @Override
    public boolean data(Name name, Data data) {
        items.add(new Item(Optional.of(data), Optional.empty()));
        return items.size() < most;
    }

    @Override
    public void whenReady(Runnable more) {
        resume.set(more);
        resumeWhenThereIsRoom();
    }

    @Override
    public void end() {
        items.add(new Item(Optional.empty(), Optional.empty()));
    }

    @Override
    public void fail(Refusal refusal) {
        items.add(new Item(Optional.empty(), Optional.of(refusal)));
    }
}
