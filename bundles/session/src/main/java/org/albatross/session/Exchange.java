package org.albatross.session;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.albatross.api.Cancellable;
import org.albatross.api.Sink;
import org.albatross.model.Command;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.wire.Encoding;
import org.albatross.wire.Header;
import org.albatross.wire.Message;
import org.albatross.wire.WireEncoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One command of a connection and what comes back for it: encoded, with the header of the command. */
final class Exchange implements Sink {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final int CHUNK = 1 << 16;
    private static final long OVERFLOW = 4L << 20;

    /** What an exchange needs of its connection. All methods may be called from any thread, and return at once. */
    interface Peer {
        /** Sends bytes. */
        Outbound outbound();

        /** Runs something that may wait for the peer. */
        void transfer(Runnable task);

        /** Runs something that may take a moment. */
        void later(Runnable task);

        /** Says that nothing follows; {@code keepOpen} tells whether another command may. */
        void finished(boolean keepOpen);

        /** Closes the connection as it is: the peer would take what follows for something else. */
        void abort();
    }

    private final Peer peer;
    private final Header header;
    private final Command command;
    private long commands;
    private boolean answered;
    private boolean succeeded;
    private boolean streaming;
    private boolean ended;
    private boolean over;
    private Optional<Cancellable> running = Optional.empty();

    /** A command that has not been answered. */
    Exchange(Peer peer, Header header, Command command) {
        this.peer = peer;
        this.header = header;
        this.command = command;
    }

    /** Says how the command can be cancelled. */
    void began(Cancellable cancellable) {
        boolean gone;
        synchronized (this) {
            running = Optional.of(cancellable);
            gone = over && !ended;
        }
        if (gone) {
            cancellable.cancel();
        }
    }

    /**
     * Tells whether this goes on, and with it the conversation, when nobody takes answers any more: a change is
     * carried out, and behind a command that leaves the connection open another one may have been sent.
     */
    boolean outlivesItsPeer() {
        return command.isChange() || Conversation.staysOpen(command);
    }

    /** Says that the peer has gone. Returns at once. */
    void gone() {
        Optional<Cancellable> cancelled;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            cancelled = running;
        }
        cancelled.ifPresent(cancellable -> peer.later(cancellable::cancel));
    }

    /** Ends it with a failure, whatever was said before. */
    void breakOff(String reason) {
        Optional<Cancellable> cancelled;
        synchronized (this) {
            if (over) {
                return;
            }
            say(reason);
            over = true;
            cancelled = running;
        }
        cancelled.ifPresent(Cancellable::cancel);
        peer.finished(false);
    }

    /** Tells whether what the peer sends from now on are answers to our commands. */
    boolean turnsRound() {
        return Conversation.turnsRound(command);
    }

    /** Tells whether there was no answer yet. */
    synchronized boolean isUnanswered() {
        return !answered && !over;
    }

    /** Tells whether this will end without the peer's doing. */
    synchronized boolean isUnderWay() {
        return !over && !isSubscription();
    }

    /** Tells whether this streams for as long as the peer likes, and has begun to. */
    synchronized boolean isSubscription() {
        return succeeded && !over && Conversation.isSubscription(command);
    }

    @Override
    public synchronized void answer(Reply reply) {
        if (!over && note(reply)) {
            peer.outbound().send(encoded(Message.answer(header, reply)));
        }
    }

    @Override
    public void answer(Reply reply, InputStream content) {
        boolean wanted;
        synchronized (this) {
            wanted = !over && note(reply);
            streaming = wanted;
        }
        if (wanted) {
            peer.transfer(() -> stream(reply, content));
        } else {
            close(content);
        }
    }

    @Override
    public synchronized boolean data(Name name, Data data) {
        return stream(Message.stream(new Header(header.sequence(), name), data));
    }

    @Override
    public boolean together(BooleanSupplier calls) {
        return peer.outbound().together(calls);
    }

    @Override
    public synchronized boolean command(Name name, Command ours) {
        commands++;
        return stream(Message.ask(new Header(commands, name), ours));
    }

    private boolean stream(Message message) {
        if (over) {
            return false;
        }
        Outbound outbound = peer.outbound();
        if (outbound.queued() > OVERFLOW) {
            breakOff(outbound.queued() + " bytes wait to be taken, at most " + OVERFLOW + " may");
            return false;
        }
        outbound.send(encoded(message));
        return outbound.isReady();
    }

    @Override
    public void whenReady(Runnable resume) {
        peer.outbound().whenReady(resume);
    }

    @Override
    public long queued() {
        return peer.outbound().queued();
    }

    @Override
    public synchronized void fail(Refusal refusal) {
        if (!over && !ended) {
            ended = true;
            say(refusal.message());
            finish();
        }
    }

    /** Sends a failure, unless it would stand within a message that is being sent. */
    private void say(String reason) {
        if (streaming) {
            peer.abort();
        } else {
            peer.outbound().send(encoded(Message.answer(header, new Reply.Failure(reason))));
        }
        answered = true;
    }

    @Override
    public synchronized void end() {
        if (!over && !ended) {
            ended = true;
            if (!streaming) {
                finish();
            }
        }
    }

    private boolean note(Reply reply) {
        if (answered || reply instanceof Reply.Failure) {
            LOG.error(
                    "not an answer, or the second one to a command: {}",
                    reply.getClass().getSimpleName());
            return false;
        }
        answered = true;
        succeeded = true;
        return true;
    }

    private void finish() {
        if (!answered) {
            LOG.error(
                    "a command ended without an answer: {}", command.getClass().getSimpleName());
            say("the command ended without an answer");
        }
        over = true;
        peer.finished(succeeded && Conversation.staysOpen(command));
    }

    private void stream(Reply reply, InputStream content) {
        try (content) {
            Encoding encoding = WireEncoder.frame(Message.answer(header, reply));
            OutputStream out = new BufferedOutputStream(peer.outbound().blocking(), CHUNK);
            encoding.writeTo(out, blob -> content);
            out.flush();
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("an answer was cut off", e);
            peer.abort();
        }
        synchronized (this) {
            streaming = false;
            if (ended && !over) {
                finish();
            }
        }
    }

    private byte[] encoded(Message message) {
        try {
            return WireEncoder.frame(message).toBytes();
        } catch (IllegalArgumentException e) {
            LOG.error("a message cannot be sent to a peer", e);
            Reply.Failure failure = new Reply.Failure("the answer cannot be written: " + e.getMessage());
            return WireEncoder.frame(Message.answer(header, failure)).toBytes();
        }
    }

    private static void close(InputStream content) {
        try {
            content.close();
        } catch (IOException e) {
            LOG.debug("closing what nobody wants failed", e);
        }
    }
}
