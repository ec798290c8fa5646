package org.albatross.supervisor.internal;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.albatross.api.Request;
import org.albatross.api.Sink;
import org.albatross.core.RequestId;
import org.albatross.model.Caller;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests that are not answered yet: who asked, and where the answer goes. What is decided is answered on one
 * thread of its own, so that a sink that is slow or fails disturbs no decision. For any thread.
 */
final class Requests {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    private final Executor answers;
    private final AtomicLong last = new AtomicLong(RequestId.PLATFORM.number());
    private final Map<RequestId, Pending> pending = new ConcurrentHashMap<>();

    /** Gives plain answers on {@code answers}, which performs one task after the other. */
    Requests(Executor answers) {
        this.answers = answers;
    }

    /** A request. Its lock guards its sink, which is called at most once. */
    final class Pending {
        private final RequestId id;
        private final Caller caller;
        private final InputStream data;
        private Optional<Sink> sink;
        private Runnable whenAbandoned = () -> {};
        private Optional<Runnable> place = Optional.empty();

        private Pending(RequestId id, Request request, Sink sink) {
            this.id = id;
            caller = request.caller();
            data = request.data();
            this.sink = Optional.of(sink);
        }

        /** Returns what no other request has. */
        RequestId id() {
            return id;
        }

        /** Says what is to be run, once or more often, when the answer was taken or nobody waits for it any more. */
        synchronized void holds(Runnable given) {
            place = Optional.of(given);
        }

        private synchronized Optional<Runnable> place() {
            return place;
        }

        private void give(Reply reply) {
            Optional<Runnable> held = place();
            if (held.isPresent()) {
                giveHolding(reply, held.get());
            } else {
                takeSink()
                        .ifPresent(taken -> call(() -> {
                            taken.answer(reply);
                            taken.end();
                        }));
            }
        }

        private void refuse(Refusal refusal) {
            takeSink().ifPresent(taken -> call(() -> taken.fail(refusal)));
            place().ifPresent(Runnable::run);
        }

        private void giveHolding(Reply reply, Runnable held) {
            Optional<Sink> taken = takeSink(held);
            boolean given = taken.isPresent()
                    && call(() -> {
                        Sink open = taken.get();
                        open.answer(reply);
                        open.whenReady(() -> {
                            open.end();
                            held.run();
                        });
                    });
            if (!given) {
                held.run();
            }
        }

        private synchronized boolean hasSink() {
            return sink.isPresent();
        }

        private synchronized Optional<Sink> takeSink() {
            Optional<Sink> taken = sink;
            sink = Optional.empty();
            return taken;
        }

        /**
         * Says that the caller has gone away: no call of its sink begins from now on.
         *
         * @return whether its answer was still to come
         */
        boolean abandon() {
            boolean unanswered = takeSink().isPresent() && pending.containsKey(id);
            Runnable stop;
            synchronized (this) {
                stop = whenAbandoned;
            }
            stop.run();
            return unanswered;
        }

        private synchronized Optional<Sink> takeSink(Runnable onAbandon) {
            whenAbandoned = onAbandon;
            return takeSink();
        }

        /**
         * Refuses now, unless an answer was given before; the request goes on.
         *
         * @return whether its answer was still to come
         */
        boolean failEarly(Refusal refusal) {
            Optional<Sink> taken = takeSink();
            taken.ifPresent(caught -> answers.execute(() -> call(() -> caught.fail(refusal))));
            return taken.isPresent();
        }
    }

    /** Numbers a request. */
    Pending open(Request request, Sink sink) {
        Pending opened = new Pending(new RequestId(last.incrementAndGet()), request, sink);
        pending.put(opened.id, opened);
        return opened;
    }

    /** Returns who asked; the platform when nobody did. */
    Caller callerOf(RequestId request) {
        Pending asked = pending.get(request);
        return asked == null ? new Caller.Platform() : asked.caller;
    }

    /** Answers a request. A caller that has gone away gets nothing. */
    void answer(RequestId request, Reply reply) {
        tell(request, asked -> asked.give(reply));
    }

    /**
     * Answers a question and forgets it. A caller that has gone away gets nothing.
     *
     * @param brief whether its answer is made on this thread
     */
    void answer(Pending asked, boolean brief, Supplier<Reply> reply) {
        Runnable answer = () -> {
            try {
                asked.give(reply.get());
            } catch (RuntimeException e) {
                LOG.error("A question could not be answered", e);
                asked.refuse(new Refusal.Internal(String.valueOf(e)));
            } finally {
                forget(asked.id);
            }
        };
        if (brief) {
            answer.run();
        } else {
            answers.execute(answer);
        }
    }

    /** Refuses a request. A caller that has gone away gets nothing. */
    void fail(RequestId request, Refusal refusal) {
        tell(request, asked -> asked.refuse(refusal));
    }

    private void tell(RequestId request, Consumer<Pending> said) {
        Pending asked = pending.get(request);
        if (asked != null) {
            answers.execute(() -> said.accept(asked));
        }
    }

    /**
     * Answers a request with a reply whose blob follows, on this thread.
     *
     * @return whether the caller is still there; its sink closes the content then
     */
    boolean answer(RequestId request, Reply reply, InputStream content) {
        Optional<Sink> sink = Optional.ofNullable(pending.get(request)).flatMap(Pending::takeSink);
        if (sink.isPresent()) {
            boolean unused = call(() -> {
                sink.get().answer(reply, content);
                sink.get().end();
            });
        }
        return sink.isPresent();
    }

    /** Tells whether somebody waits for the answer of a request. */
    boolean isWanted(RequestId request) {
        Pending asked = pending.get(request);
        return asked != null && asked.hasSink();
    }

    /** Returns the data that follow a request; none when it is not known. */
    InputStream dataOf(RequestId request) {
        Pending asked = pending.get(request);
        return asked == null ? InputStream.nullInputStream() : asked.data;
    }

    /**
     * Hands out the sink of a request whose answer is a stream, and forgets the request.
     *
     * @param abandoned runs when the caller goes away later
     * @return nothing when the caller has gone away
     */
    Optional<Sink> stream(RequestId request, Runnable abandoned) {
        return Optional.ofNullable(pending.remove(request)).flatMap(asked -> asked.takeSink(abandoned));
    }

    /** Forgets a request whose answer has been handed out. */
    void forget(RequestId request) {
        pending.remove(request);
    }

    /** Refuses every request, as the platform is stopping. */
    void failAll(Refusal refusal) {
        for (Pending asked : List.copyOf(pending.values())) {
            asked.takeSink().ifPresent(sink -> call(() -> sink.fail(refusal)));
            forget(asked.id);
        }
    }

    /** Returns whether it went well. */
    private static boolean call(Runnable sink) {
        try {
            sink.run();
            return true;
        } catch (RuntimeException e) {
            LOG.warn("An answer could not be given", e);
            return false;
        }
    }
}
