package org.albatross.supervisor.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.albatross.api.Cancellable;
import org.albatross.api.Sink;
import org.albatross.model.Bytes;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;

/** Keeps what comes, a refusal as the failure that a peer gets, and holds its callers to the grammar of a sink. */
final class TestSink implements Sink {
    private final Duration limit;
    private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
    private final BlockingQueue<Data> data = new LinkedBlockingQueue<>();
    private final Queue<String> breaches = new ConcurrentLinkedQueue<>();
    private volatile boolean answeredOnce;
    private final CountDownLatch end = new CountDownLatch(1);
    volatile Cancellable cancellable = Cancellable.NOTHING;
    volatile byte[] content = new byte[0];

    TestSink(Duration limit) {
        this.limit = limit;
    }

    private void answered(Reply reply) {
        hold(!answeredOnce, "a second answer: " + reply);
        answeredOnce = true;
        replies.add(reply);
    }

    private void hold(boolean kept, String breach) {
        if (!kept || end.getCount() == 0) {
            breaches.add(kept ? "a call behind the last one" : breach);
        }
    }

    @Override
    public void answer(Reply reply) {
        hold(!(reply instanceof Reply.Failure), "a failure as an answer: " + reply);
        answered(reply);
    }

    @Override
    public void answer(Reply reply, InputStream stream) {
        try (stream) {
            content = stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        answered(reply);
    }

    @Override
    public boolean data(Name name, Data piece) {
        hold(answeredOnce, "data without an answer");
        data.add(piece);
        return true;
    }

    @Override
    public void whenReady(Runnable resume) {
        resume.run();
    }

    @Override
    public void end() {
        hold(answeredOnce, "an end without an answer");
        end.countDown();
    }

    @Override
    public void fail(Refusal refusal) {
        if (answeredOnce) {
            hold(true, "");
        } else {
            answered(new Reply.Failure(refusal.message()));
        }
        end.countDown();
    }

    /** Waits for the answer. */
    Reply reply() {
        Reply reply = next(replies);
        assertThat(breaches).isEmpty();
        return reply;
    }

    boolean answered() {
        return !replies.isEmpty();
    }

    /** Waits for lines of a console. */
    List<String> lines(int count) {
        assertThat(reply()).isInstanceOf(Reply.Done.class);
        List<String> lines = new ArrayList<>();
        while (lines.size() < count) {
            lines.add(((Data.Console) next(data)).line().toString());
        }
        cancellable.cancel();
        return lines;
    }

    /** Waits for a stream of block data to its end. */
    byte[] blocks() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Optional<Bytes> piece = ((Data.Block) next(data)).content();
        while (piece.isPresent()) {
            assertThat(piece.get().length()).as("a piece").isLessThanOrEqualTo(Data.Block.MAX_SENT_BYTES);
            all.writeBytes(piece.get().toArray());
            piece = ((Data.Block) next(data)).content();
        }
        return all.toByteArray();
    }

    private <T> T next(BlockingQueue<T> queue) {
        try {
            T next = queue.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(next).as("nothing came within " + limit).isNotNull();
            return java.util.Objects.requireNonNull(next);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
