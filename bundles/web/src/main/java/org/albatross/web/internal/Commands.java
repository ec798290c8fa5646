package org.albatross.web.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.albatross.api.Cancellable;
import org.albatross.api.CommandService;
import org.albatross.api.Request;
import org.albatross.api.ServiceGate;
import org.albatross.api.Sink;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;

/** The way to the command service. No thread waits here. For any thread. */
final class Commands {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final ServiceGate<CommandService> gate = new ServiceGate<>("the platform's command service", LIMIT);
    private final ScheduledExecutorService timer;

    /** What came of a command: its answer, and what streamed behind it. */
    record Answer(Reply reply, List<Data> data) {}

    /** Gives up by {@code timer} what is not answered. */
    Commands(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    /** Returns the way to the command service. */
    ServiceGate<CommandService> gate() {
        return gate;
    }

    /**
     * Asks for a command that comes to an end. What is refused ends in a {@link ProblemException}; what is not answered in
     * time is given up, as by a caller that has gone away, and a change is carried out all the same.
     *
     * @param most how many pieces that stream behind the answer are kept; it is given up when there are as many
     */
    CompletableFuture<Answer> ask(Caller caller, Name name, Command command, int most) {
        Collecting sink = new Collecting(most);
        Cancellable running =
                execute(new Request(caller, name, command, Optional.of(LIMIT), InputStream.nullInputStream()), sink);
        ScheduledFuture<?> late = timer.schedule(
                () -> sink.fail(new Refusal.TimedOut(LIMIT, command.isChange())),
                LIMIT.toMillis(),
                TimeUnit.MILLISECONDS);
        return sink.answer.whenComplete((answer, failure) -> {
            boolean unused = late.cancel(false);
            running.cancel();
        });
    }

    /** Asks for a command whose answer streams to {@code sink}. */
    Cancellable follow(Caller caller, Name name, Command command, Sink sink) {
        return execute(new Request(caller, name, command), sink);
    }

    private Cancellable execute(Request request, Sink sink) {
        Optional<Cancellable> running = gate.performNow(service -> service.execute(request, sink));
        if (running.isEmpty()) {
            sink.fail(new Refusal.Unavailable("the platform's command service is being replaced; ask again"));
        }
        return running.orElse(Cancellable.NOTHING);
    }

    private static final class Collecting implements Sink {
        private final int most;
        private final List<Data> pieces = new ArrayList<>();
        private final CompletableFuture<Answer> answer = new CompletableFuture<>();
        private volatile Reply reply = new Reply.Empty();

        Collecting(int most) {
            this.most = most;
        }

        @Override
        public void answer(Reply given) {
            reply = given;
        }

        @Override
        public void answer(Reply given, InputStream content) {
            try (content) {
                fail(new Refusal.Unsupported("the command answers with a blob"));
            } catch (IOException e) {
                throw new UncheckedIOException("closing what nobody wants", e);
            }
        }

        @Override
        public boolean data(Name name, Data data) {
            if (pieces.size() < most) {
                pieces.add(data);
            }
            if (pieces.size() >= most) {
                end();
                return false;
            }
            return true;
        }

        @Override
        public void whenReady(Runnable resume) {
            if (!answer.isDone()) {
                resume.run();
            }
        }

        @Override
        public void end() {
            boolean unused = answer.complete(new Answer(reply, List.copyOf(pieces)));
        }

        @Override
        public void fail(Refusal refusal) {
            boolean unused = answer.completeExceptionally(new ProblemException(Problem.of(refusal)));
        }
    }
}
