package org.albatross.web.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.albatross.api.Cancellable;
import org.albatross.api.Sink;
import org.albatross.json.Json;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.IteratingCallback;

/**
 * A stream of a command as server-sent events. What the peer does not take yet is kept, up to 64 KiB and what one call brings; a peer that
 * takes nothing for as long as a connection may be idle is closed, and the command is given up. The last event, {@code end}, holds
 * the problem document that says why it has ended. For any thread.
 */
final class EventStream extends IteratingCallback implements Sink {
    private static final int MOST_KEPT = 64 * 1024;
    private static final long AGAIN_MILLIS = 2000;

    private final Exchange exchange;
    private final Session session;
    private final Function<Data, Optional<Piece>> form;
    private final Consumer<EventStream> over;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private Optional<Runnable> resume = Optional.empty();
    private Cancellable running = Cancellable.NOTHING;
    private boolean answered;
    private boolean last;
    private boolean lastWritten;
    private boolean gone;

    /**
     * What is sent of a piece.
     *
     * @param id by which the peer says how far it has got
     * @param kind what kind of event it is
     */
    record Piece(String id, String kind, Json data) {}

    /**
     * A stream that has not begun.
     *
     * @param session whose it is
     * @param form what is sent of a piece, called in their order; nothing when the peer has it already
     * @param over is told once at its end
     */
    EventStream(Exchange exchange, Session session, Function<Data, Optional<Piece>> form, Consumer<EventStream> over) {
        this.exchange = exchange;
        this.session = session;
        this.form = form;
        this.over = over;
    }

    Session session() {
        return session;
    }

    /** Says what to give up when the peer goes away. */
    void begun(Cancellable command) {
        boolean late;
        synchronized (kept) {
            running = command;
            late = gone;
        }
        if (late) {
            command.cancel();
        }
    }

    @Override
    public void answer(Reply reply) {
        if (!exchange.claim()) {
            return;
        }
        exchange.response().setStatus(200);
        exchange.response().getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
        synchronized (kept) {
            answered = true;
        }
        keep("retry: " + AGAIN_MILLIS + "\n\n");
    }

    @Override
    public void answer(Reply reply, InputStream content) {
        try (content) {
            fail(new Refusal.Unsupported("the command answers with a blob"));
        } catch (IOException e) {
            throw new UncheckedIOException("closing what nobody wants", e);
        }
    }

    @Override
    public boolean data(Name name, Data data) {
        form.apply(data)
                .ifPresent(piece -> keep("id: " + piece.id() + "\nevent: " + piece.kind() + "\ndata: "
                        + piece.data().toLine() + "\n\n"));
        synchronized (kept) {
            return isReady();
        }
    }

    private boolean isReady() {
        return kept.size() < MOST_KEPT && !last && !gone;
    }

    @Override
    public void whenReady(Runnable then) {
        boolean now;
        synchronized (kept) {
            now = isReady();
            resume = now ? Optional.empty() : Optional.of(then);
        }
        if (now) {
            then.run();
        }
    }

    @Override
    public long queued() {
        synchronized (kept) {
            return kept.size();
        }
    }

    @Override
    public void end() {
        end(new Problem(503, "ended", "the platform has ended the stream; ask again"));
    }

    @Override
    public void fail(Refusal refusal) {
        end(Problem.of(refusal));
    }

    /** Ends it, whoever wants that. */
    void end(Problem problem) {
        boolean begun;
        synchronized (kept) {
            begun = answered;
        }
        if (begun) {
            String event = "event: end\ndata: " + problem.document().toLine() + "\n\n";
            synchronized (kept) {
                if (!last) {
                    kept.writeBytes(event.getBytes(StandardCharsets.US_ASCII));
                }
                last = true;
            }
            iterate();
        } else {
            exchange.problem(problem);
            finish();
        }
    }

    /** Sends a comment, so that a peer that has gone is noticed, and one that is there does not take the stream for dead. */
    void beat() {
        boolean quiet;
        synchronized (kept) {
            quiet = answered && !last && kept.size() == 0;
        }
        if (quiet) {
            keep(":\n\n");
        }
    }

    private void keep(String text) {
        synchronized (kept) {
            if (last || gone) {
                return;
            }
            kept.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        }
        iterate();
    }

    @Override
    protected Action process() {
        byte[] bytes;
        boolean end;
        Optional<Runnable> next;
        synchronized (kept) {
            if (lastWritten) {
                return Action.SUCCEEDED;
            }
            end = last;
            bytes = kept.toByteArray();
            kept.reset();
            if (bytes.length == 0 && !end) {
                return Action.IDLE;
            }
            lastWritten = end;
            next = resume;
            resume = Optional.empty();
        }
        exchange.response().write(end, ByteBuffer.wrap(bytes), this);
        next.ifPresent(Runnable::run);
        return Action.SCHEDULED;
    }

    @Override
    protected void onCompleteSuccess() {
        finish();
        exchange.callback().succeeded();
    }

    @Override
    protected void onCompleteFailure(Throwable cause) {
        finish();
        exchange.callback().failed(cause);
    }

    private void finish() {
        Cancellable command;
        synchronized (kept) {
            if (gone) {
                return;
            }
            gone = true;
            resume = Optional.empty();
            command = running;
        }
        command.cancel();
        over.accept(this);
    }
}
