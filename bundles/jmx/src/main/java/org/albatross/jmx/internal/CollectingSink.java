package org.albatross.jmx.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.albatross.api.Sink;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;

/** The first pieces of a stream, for the thread that waits for them. More than are wanted are never welcome. */
final class CollectingSink implements Sink {
    /** The answer, a piece, or the end; which may be a refusal. */
    private record Item(boolean last, Optional<Data> data, Optional<Refusal> refusal) {}

    private final int most;
    private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
    private int taken;

    /** Takes at most {@code most}. */
    CollectingSink(int most) {
        this.most = most;
    }

    /**
     * Returns them when there are as many as are wanted, when the stream has ended, or when none has come for a while.
     *
     * @param limit how long the answer and each piece of a stream that has an end may take
     * @param quiet after what time without a piece there are taken to be no more
     * @throws IllegalStateException with the words of a refusal
     */
    List<Data> await(Duration limit, Duration quiet) throws InterruptedException {
        List<Data> pieces = new ArrayList<>();
        Item item = items.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
        if (item == null) {
            throw new IllegalStateException("there was no answer for " + limit.toSeconds() + " s");
        }
        while (item != null && !item.last()) {
            item.data().ifPresent(pieces::add);
            if (pieces.size() == most) {
                return pieces;
            }
            item = items.poll(quiet.toNanos(), TimeUnit.NANOSECONDS);
        }
        if (item != null && item.refusal().isPresent()) {
            throw new IllegalStateException(item.refusal().get().message());
        }
        return pieces;
    }

    @Override
    public void answer(Reply reply) {
        items.add(new Item(false, Optional.empty(), Optional.empty()));
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
        if (taken < most) {
            taken++;
            items.add(new Item(false, Optional.of(data), Optional.empty()));
        }
        return taken < most;
    }

    @Override
    public void whenReady(Runnable resume) {
        if (taken < most) {
            resume.run();
        }
    }

    @Override
    public void end() {
        items.add(new Item(true, Optional.empty(), Optional.empty()));
    }

    @Override
    public void fail(Refusal refusal) {
        items.add(new Item(true, Optional.empty(), Optional.of(refusal)));
    }
}
