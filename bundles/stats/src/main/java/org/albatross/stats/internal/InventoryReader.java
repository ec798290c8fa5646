package org.albatross.stats.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.albatross.api.Cancellable;
import org.albatross.api.Request;
import org.albatross.api.ServiceGate;
import org.albatross.api.Sink;
import org.albatross.api.Unikernels;
import org.albatross.model.BlockCommand;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.Data;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Name;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;

/** Asks the supervisor for the {@link Inventory}, all questions at once. Waits on the caller's thread. */
final class InventoryReader {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final ServiceGate<Unikernels> unikernels = new ServiceGate<>("the platform's supervisor", LIMIT);

    /** Returns the way to the supervisor. */
    ServiceGate<Unikernels> unikernels() {
        return unikernels;
    }

    /** Returns what the supervisor answers; nothing while there is none, or it does not answer within two seconds. */
    Optional<Inventory> read() throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        Question statuses = ask(new LifecycleCommand.Status());
        Question policies = ask(new PolicyCommand.Info());
        Question blocks = ask(new BlockCommand.Info());
        Optional<Reply> status = statuses.await(end);
        Optional<Reply> policy = policies.await(end);
        Optional<Reply> block = blocks.await(end);
        return status.isPresent() && policy.isPresent() && block.isPresent()
                ? Optional.of(new Inventory(
                        ((Reply.Statuses) status.get()).statuses(),
                        ((Reply.Policies) policy.get()).policies(),
                        ((Reply.BlockDevices) block.get()).devices()))
                : Optional.empty();
    }

    private Question ask(Command command) {
        Question question = new Question();
        Request request = new Request(
                new Caller.Platform(), Name.ROOT, command, Optional.of(LIMIT), InputStream.nullInputStream());
        unikernels
                .performNow(service -> service.execute(request, question))
                .ifPresentOrElse(question::running, () -> question.answer.complete(Optional.empty()));
        return question;
    }

    /** A question and its answer: nothing when it is refused. */
    private static final class Question implements Sink {
        private final CompletableFuture<Optional<Reply>> answer = new CompletableFuture<>();
        private Cancellable running = Cancellable.NOTHING;

        void running(Cancellable cancellable) {
            running = cancellable;
        }

        Optional<Reply> await(long end) throws InterruptedException {
            try {
                return answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                running.cancel();
                return Optional.empty();
            } catch (ExecutionException e) {
                throw new IllegalStateException("an answer does not fail", e);
            }
        }

        @Override
        public void answer(Reply reply) {
            answer.complete(Optional.of(reply));
        }

        @Override
        public void answer(Reply reply, InputStream content) {
            try (content) {
                answer.complete(Optional.empty());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean data(Name name, Data data) {
            return true;
        }

        @Override
        public void whenReady(Runnable resume) {
            resume.run();
        }

        @Override
        public void end() {
            answer.complete(Optional.empty());
        }

        @Override
        public void fail(Refusal refusal) {
            answer.complete(Optional.empty());
        }
    }
}
