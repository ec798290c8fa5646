package org.albatross.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;

/**
 * Carries out one command for a caller that can wait on its thread: a JMX operation, a shell command, a web request.
 * Only for commands with one answer; one that streams, or answers with a spooled blob, is cancelled and refused.
 */
public final class BlockingCall {
    private BlockingCall() {}

    /**
     * Returns what came of a command, at the latest when {@code limit} has passed: the command is given up then, as by
     * a caller that has gone away, and a change is carried out all the same.
     *
     * @throws InterruptedException when the thread is interrupted; the command is given up
     */
    public static Outcome perform(CommandService service, Caller caller, Name name, Command command, Duration limit)
            throws InterruptedException {
        Waiting waiting = new Waiting();
        InputStream nothing = InputStream.nullInputStream();
        Cancellable running = service.execute(new Request(caller, name, command, Optional.of(limit), nothing), waiting);
        try {
            Outcome outcome = waiting.outcome.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (waiting.streams) {
                running.cancel();
            }
            return outcome;
        } catch (TimeoutException e) {
            running.cancel();
            return new Outcome.Refused(new Refusal.TimedOut(limit, command.isChange()));
        } catch (ExecutionException e) {
            throw new IllegalStateException("an outcome does not fail", e);
        } catch (InterruptedException e) {
            running.cancel();
            throw e;
        }
    }

    private static final class Waiting implements Sink {
        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        private volatile Optional<Reply> answer = Optional.empty();
        private volatile boolean streams;

        @Override
        public void answer(Reply reply) {
            answer = Optional.of(reply);
        }

        @Override
        public void answer(Reply reply, InputStream content) {
            refuseStream();
            try (content) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean data(Name name, Data data) {
            refuseStream();
            return false;
        }

        private void refuseStream() {
            streams = true;
            outcome.complete(
                    new Outcome.Refused(new Refusal.Unsupported("the command streams its answer: use a socket")));
        }

        @Override
        public void whenReady(Runnable resume) {
            if (!streams) {
                resume.run();
            }
        }

        @Override
        public void end() {
            answer.ifPresent(reply -> outcome.complete(new Outcome.Answered(reply)));
        }

        @Override
        public void fail(Refusal refusal) {
            outcome.complete(new Outcome.Refused(refusal));
        }
    }
}
