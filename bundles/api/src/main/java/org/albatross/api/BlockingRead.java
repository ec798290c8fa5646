package org.albatross.api;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.albatross.model.Blob;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;

/**
 * Reads an image for a caller that can wait on its thread: as {@link BlockingCall}, for the command whose answer holds a
 * blob, which the caller takes on its own thread, however slowly.
 */
public final class BlockingRead {
    /** Takes an image. */
    @FunctionalInterface
    public interface Taker {
        /** Takes the bytes of the answer's blob, as many as its length says; whoever calls closes the stream. */
        void take(Reply.UnikernelImage image, InputStream content) throws IOException;
    }

    /** What has come. */
    private record Come(Optional<Reply> reply, InputStream content, Optional<Refusal> refusal) {
        Come(Refusal refusal) {
            this(Optional.empty(), InputStream.nullInputStream(), Optional.of(refusal));
        }
    }

    private BlockingRead() {}

    /**
     * Hands the image that a command asks for to {@code taker}, and returns why there is none, if so.
     *
     * @param limit how long the answer may take; its bytes take as long as the taker does
     * @throws IOException when the taker throws it, or the image cannot be read
     * @throws InterruptedException when the thread is interrupted before the answer; the command is given up
     */
    public static Optional<Refusal> perform(
            CommandService service, Caller caller, Name name, Command command, Duration limit, Taker taker)
            throws IOException, InterruptedException {
        Waiting waiting = new Waiting();
        InputStream nothing = InputStream.nullInputStream();
        Cancellable running = service.execute(new Request(caller, name, command, Optional.of(limit), nothing), waiting);
        try {
            Come come = waiting.come.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return take(come, taker);
        } catch (TimeoutException e) {
            waiting.giveUp(new Refusal.TimedOut(limit, command.isChange()));
            return Optional.of(new Refusal.TimedOut(limit, command.isChange()));
        } catch (ExecutionException e) {
            throw new IllegalStateException("what comes does not fail", e);
        } catch (InterruptedException e) {
            waiting.giveUp(new Refusal.CallerLeft());
            throw e;
        } finally {
            running.cancel();
        }
    }

    private static Optional<Refusal> take(Come come, Taker taker) throws IOException {
        try (InputStream content = come.content()) {
            if (come.refusal().isPresent()) {
                return come.refusal();
            }
            if (come.reply().orElseThrow() instanceof Reply.UnikernelImage image) {
                taker.take(image, content);
                return Optional.empty();
            }
            return Optional.of(new Refusal.Unsupported("the answer is not an image"));
        }
    }

    private static final class Waiting implements Sink {
        private final CompletableFuture<Come> come = new CompletableFuture<>();

        /** Has whatever comes from now on closed. */
        void giveUp(Refusal refusal) {
            if (!come.complete(new Come(refusal))) {
                close(come.join().content());
            }
        }

        private static void close(InputStream content) {
            try (content) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException("closing what nobody wants", e);
            }
        }

        @Override
        public void answer(Reply reply) {
            InputStream content = InputStream.nullInputStream();
            if (reply instanceof Reply.UnikernelImage image && image.image() instanceof Blob.Inline inline) {
                content = new ByteArrayInputStream(inline.bytes().toArray());
            }
            come.complete(new Come(Optional.of(reply), content, Optional.empty()));
        }

        @Override
        public void answer(Reply reply, InputStream content) {
            if (!come.complete(new Come(Optional.of(reply), content, Optional.empty()))) {
                close(content);
            }
        }

        @Override
        public boolean data(Name name, Data data) {
            return false;
        }

        @Override
        public void whenReady(Runnable resume) {
            // Nothing but the image is welcome.
        }

        @Override
        public void end() {
            // The answer was all.
        }

        @Override
        public void fail(Refusal refusal) {
            come.complete(new Come(refusal));
        }
    }
}
