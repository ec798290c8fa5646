package org.albatross.session;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.albatross.model.Caller;
import org.albatross.model.Name;
import org.albatross.model.Reply;
import org.albatross.wire.Header;
import org.albatross.wire.Message;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.WireEncoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection, from its first byte to its last. Its transport's thread does all reading, and all changes of its
 * phase; it decodes short messages while it is not busy, and hands in what is answered from memory. A worker does that with
 * everything else. Answers come from anywhere through {@link Exchange}.
 */
final class Connection implements Transport.Handler, Outbound.Owner, Exchange.Peer {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int READS_PER_TURN = 16;
    private static final long MOST_UNREAD = 16 << 20;
    /** A message of so many bytes is decoded in less time than a thread takes to wake up. */
    private static final int SHORT = 1 << 12;

    private static final Duration MOMENT = Duration.ofMillis(200);

    /** What is expected next. */
    private enum Phase {
        /** A command. */
        COMMAND,
        /** An answer, and from the peer at most the data that belong to the command. */
        ANSWER,
        /** That the peer takes what was said, and ends what it was saying. */
        FAREWELL,
        /** Nothing. */
        CLOSED
    }

    private final Transport transport;
    private final Caller caller;
    private final CommandFilter filter;
    private final Sessions sessions;
    private final Outbound outbound;
    private final MessageReceiver receiver;
    private final Connections.Holdings holdings;
    private final HeldMemory memory;
    private final TransferRate taking = new TransferRate();
    private final long opened = System.nanoTime();
    private final boolean once;
    private final Runnable over;
    private volatile Phase phase = Phase.COMMAND;
    private volatile Optional<Exchange> exchange = Optional.empty();
    private boolean large;
    private boolean hungUp;
    private long farewell;
    private long taken;

    /**
     * A connection that is not registered yet.
     *
     * @param once whether it ends with its first command
     * @param memory that of its command
     * @param over runs once when it is closed
     */
    Connection(
            Transport transport,
            Caller caller,
            CommandFilter filter,
            boolean once,
            Sessions sessions,
            HeldMemory memory,
            Runnable over) {
        this.transport = transport;
        this.caller = caller;
        this.filter = filter;
        this.once = once;
        this.sessions = sessions;
        this.holdings = sessions.connections().open(caller.account());
        this.memory = memory;
        this.over = over;
        this.outbound = new Outbound(transport, holdings.unread(), this);
        this.receiver = new MessageReceiver(sessions.limits().deadlines(), memory);
    }

    /** Begins to read. On the transport's thread. */
    void open() {
        try {
            transport.open(this);
            read();
            settle();
        } catch (IOException e) {
            LOG.debug("{} was gone before it was served", caller, e);
            close();
        }
    }

    /**
     * Begins with a command that its peer need not send. On the transport's thread.
     *
     * @param unwanted why it is not carried out, if so
     */
    void open(PresetCommand preset, Optional<String> unwanted) {
        Header header = new Header(0, preset.name());
        if (!openForAnswer()) {
            preset.forget();
        } else if (unwanted.isPresent()) {
            preset.forget();
            if (preset.data() != PresetCommand.Data.NONE) {
                receiver.expect(new Framing.Frames(), new Pipe(this::resumeReading));
            }
            refuse(header, unwanted.get());
        } else {
            Runnable start = () -> sessions.decoder().perform(this, header, preset);
            if (preset.data() == PresetCommand.Data.RECEIVED_FIRST) {
                transfer(start);
            } else {
                later(start);
            }
        }
    }

    /** Begins and ends with a refusal. On the transport's thread. */
    void refuse(Name name, String reason) {
        if (openForAnswer()) {
            refuse(new Header(0, name), reason);
        }
    }

    private boolean openForAnswer() {
        phase = Phase.ANSWER;
        receiver.expectNothing();
        try {
            transport.open(this);
            return true;
        } catch (IOException e) {
            LOG.debug("{} was gone before it was served", caller, e);
            close();
            return false;
        }
    }

    Caller caller() {
        return caller;
    }

    CommandFilter filter() {
        return filter;
    }

    /** Returns the command that is under way. */
    Optional<Exchange> exchange() {
        return exchange;
    }

    /** Tells whether an answer is to come or under way, or a command may come on a connection younger than {@code young}. */
    boolean isExpectant(Duration young) {
        boolean fresh = System.nanoTime() - opened < young.toNanos();
        return (phase == Phase.COMMAND && fresh)
                || exchange.map(Exchange::isUnderWay).orElse(phase == Phase.ANSWER)
                || (outbound.queued() > 0 && !isSubscription());
    }

    private boolean isSubscription() {
        return exchange.filter(Exchange::isSubscription).isPresent();
    }

    /** Closes a connection that no command has come on, saying why. */
    void evict(String reason) {
        transport.execute(() -> {
            if (phase == Phase.COMMAND && receiver.isCollecting()) {
                outbound.send(failure(Header.UNKNOWN, reason));
                close();
            }
        });
    }

    /** Closes the connection, saying why if an answer or a command was to come. */
    void stop(String reason) {
        transport.execute(() -> {
            if (phase == Phase.COMMAND) {
                outbound.send(failure(Header.UNKNOWN, reason));
            }
            exchange.ifPresent(running -> running.breakOff(reason));
            close();
        });
    }

    /** Says on any thread why no command is carried out, and ends the connection. */
    void refuse(Header header, String reason) {
        memory.giveBack();
        outbound.send(failure(header, reason));
        transport.execute(this::bidFarewell);
    }

    /** Returns what counts the memory of its command. */
    HeldMemory memory() {
        return memory;
    }

    /** Says that nothing more is decoded of a message. On the thread that did it. */
    void decoded() {
        if (phase == Phase.CLOSED) {
            memory.giveBack();
        }
    }

    /**
     * Says that a command has been decoded. On a worker's thread or the transport's.
     *
     * @return the data that follow it
     */
    InputStream begin(Exchange begun, boolean takesData) {
        exchange = Optional.of(begun);
        InputStream data = InputStream.nullInputStream();
        if (takesData) {
            Pipe frames = new Pipe(this::resumeReading);
            transport.execute(() -> expect(new Framing.Frames(), frames));
            data = frames;
        } else if (begun.turnsRound()) {
            transport.execute(this::dropAnswers);
        } else if (once || large) {
            transport.execute(this::expectNoData);
        } else if (outbound.isClosed()) {
            // Nothing is expected already; the loop is not woken for what happens as a rule.
            transport.execute(this::settle);
        }
        if (phase == Phase.CLOSED) {
            begun.gone();
        }
        return data;
    }

    private void dropAnswers() {
        receiver.drop();
        read();
        settle();
    }

    private void expectNoData() {
        if (once && phase == Phase.ANSWER) {
            receiver.expectEnd();
            read();
        } else {
            receiver.expectNothing();
        }
        settle();
    }

    @Override
    public void ready(boolean peerHasClosed) {
        if (phase != Phase.CLOSED) {
            if (peerHasClosed) {
                hungUp = true;
                outbound.close();
            } else {
                outbound.flush();
            }
            read();
            settle();
        }
    }

    @Override
    public void tick() {
        long now = System.nanoTime();
        Deadlines deadlines = sessions.limits().deadlines();
        boolean lingers = phase == Phase.FAREWELL
                && now - farewell > deadlines.frameIdle().multipliedBy(2).toNanos();
        if (takesTooLittle(now) || lingers) {
            LOG.debug("{} takes no answer", caller);
            close();
        } else if (once && receiver.isExhausted() && isSubscription()) {
            close();
        } else if (phase == Phase.COMMAND || phase == Phase.ANSWER) {
            receiver.overdue(now, wants() > 0).ifPresent(this::endReception);
            settle();
        }
        rest(now);
    }

    private boolean takesTooLittle(long now) {
        long before = taken;
        taken = outbound.taken();
        taking.moved(taken - before);
        taking.tick(now, !isSubscription() && outbound.queued() > 0);
        Deadlines deadlines = sessions.limits().deadlines();
        return taking.pauses(deadlines.write())
                || taking.isBelow(deadlines.slowest(), deadlines.firstByte().plus(deadlines.frameIdle()));
    }

    @Override
    public void blocked() {
        transport.execute(this::settle);
    }

    @Override
    public void broken(IOException why) {
        LOG.debug("{} takes no answers any more: {}", caller, why.toString());
        transport.execute(this::settle);
    }

    @Override
    public Outbound outbound() {
        return outbound;
    }

    @Override
    public void transfer(Runnable task) {
        sessions.transfers().execute(caller.account(), task);
    }

    @Override
    public void later(Runnable task) {
        sessions.workers().execute(caller.account(), task);
    }

    @Override
    public void finished(boolean keepOpen) {
        memory.giveBack();
        transport.execute(() -> {
            if (phase == Phase.ANSWER && keepOpen && !once && !receiver.isExhausted()) {
                exchange = Optional.empty();
                phase = Phase.COMMAND;
                receiver.expectCommand();
                sessions.connections().waits(this);
                read();
                settle();
            } else {
                bidFarewell();
            }
        });
    }

    @Override
    public void abort() {
        transport.execute(this::close);
    }

    private void read() {
        try {
            int reads = 0;
            // Of a peer that has closed there is what lies in the kernel, and nobody says again that it can be read.
            for (int wanted = wants(); wanted > 0 && (hungUp || reads < READS_PER_TURN); wanted = wants()) {
                ByteBuffer buffer = transport.buffer().clear();
                int count = transport.read(buffer.limit(Math.min(wanted, buffer.capacity())));
                if (count == 0) {
                    return;
                }
                if (count < 0) {
                    endReception("the stream ended");
                } else {
                    take(buffer.flip());
                }
                reads++;
            }
        } catch (IOException e) {
            outbound.close();
            endReception("the connection broke: " + e.getMessage());
        } finally {
            receiver.flush();
        }
    }

    private void take(ByteBuffer bytes) {
        try {
            receiver.take(bytes);
            handOver();
        } catch (ProtocolException e) {
            refuseMessage(receiver.frame().wants() - bytes.remaining(), String.valueOf(e.getMessage()));
        }
    }

    /** Refuses a message of which {@code rest} bytes are still to come. */
    private void refuseMessage(long rest, String reason) {
        leaveCommandPhase();
        receiver.expect(new Framing.Message(rest), new Pipe(this::resumeReading));
        refuse(Header.UNKNOWN, reason);
    }

    private int wants() {
        // Whoever does not take its answers is asked no more questions.
        boolean full = phase == Phase.COMMAND && holdings.unread().get() > MOST_UNREAD;
        return full || phase == Phase.CLOSED ? 0 : receiver.wants();
    }

    /** Gives what has come of a command to a worker, if it is time. */
    private void handOver() {
        FrameBuffer frame = receiver.frame();
        if (phase != Phase.COMMAND || !frame.isAnnounced()) {
            return;
        }
        long length = frame.length();
        large = !frame.isSmall();
        if (large) {
            if (length > sessions.limits().frame()) {
                refuseMessage(
                        length,
                        "a message of " + length + " bytes was announced, at most "
                                + sessions.limits().frame() + " are allowed");
            } else {
                // Nothing is held for it, and nothing read, before a thread is there that takes it.
                leaveCommandPhase();
                receiver.expectNothing();
                transfer(() -> receive(length));
            }
        } else if (frame.wants() == 0) {
            leaveCommandPhase();
            receiver.expectNothing();
            InputStream message = new ByteArrayInputStream(frame.message());
            if (length <= SHORT && !transport.isBusy()) {
                sessions.decoder().take(this, message, length, Optional.empty(), this::later);
            } else {
                later(() -> sessions.decoder().take(this, message, length, Optional.empty(), Runnable::run));
            }
        }
    }

    /** Returns where blobs of the caller go. */
    BlobReceiver.Blobs blobs() {
        return sessions.receive(caller);
    }

    private void receive(long length) {
        Pipe body = new Pipe(this::resumeReading);
        transport.execute(() -> expect(new Framing.Message(length), body));
        sessions.decoder().take(this, body, length, Optional.of(blobs()), Runnable::run);
    }

    private void leaveCommandPhase() {
        sessions.connections().waitsNoLonger(this);
        phase = Phase.ANSWER;
    }

    private void expect(Framing form, Pipe into) {
        receiver.expect(form, into);
        if (phase == Phase.FAREWELL || phase == Phase.CLOSED) {
            receiver.discard();
        }
        read();
        settle();
    }

    /** Reads no more: whoever waits for the rest of something learns why. */
    private void endReception(String why) {
        boolean partial = receiver.isCollecting() && !receiver.isWaiting();
        receiver.exhaust(why);
        if (partial) {
            refuse(Header.UNKNOWN, receiver.frame() + " came, then " + why);
        } else if (phase == Phase.COMMAND) {
            bidFarewell();
        }
    }

    private void bidFarewell() {
        if (phase == Phase.COMMAND || phase == Phase.ANSWER) {
            sessions.connections().waitsNoLonger(this);
            phase = Phase.FAREWELL;
            farewell = System.nanoTime();
            receiver.discard();
            read();
            settle();
        }
    }

    private void resumeReading() {
        transport.execute(() -> {
            read();
            settle();
        });
    }

    /** Closes what has nothing left to do, and waits for what the rest needs. */
    private void settle() {
        long queued = outbound.queued();
        boolean done = phase == Phase.FAREWELL && queued == 0 && receiver.isOver();
        if (done || (outbound.isClosed() && endsWithItsPeer())) {
            close();
        } else if (phase != Phase.CLOSED) {
            transport.interest(wants() > 0, queued > 0);
        }
    }

    /** Tells whether nothing of what has come is to be done when nobody takes answers any more. */
    private boolean endsWithItsPeer() {
        boolean asksOnly =
                exchange.filter(running -> !running.outlivesItsPeer()).isPresent();
        return phase == Phase.FAREWELL || (phase == Phase.ANSWER && asksOnly);
    }

    /** Lets the transport rest when nothing has happened for a moment. */
    private void rest(long now) {
        boolean quiet = phase == Phase.COMMAND || (phase == Phase.ANSWER && !isUnanswered());
        if (quiet && now - receiver.lastByte() > MOMENT.toNanos()) {
            transport.rest();
        }
    }

    private boolean isUnanswered() {
        return exchange.map(Exchange::isUnanswered).orElse(phase == Phase.ANSWER);
    }

    /** Closes it as it is. On the transport's thread, or when there is none any more. */
    void close() {
        if (phase != Phase.CLOSED) {
            phase = Phase.CLOSED;
            sessions.connections().remove(this);
            outbound.close();
            receiver.exhaust("the peer has gone");
            exchange.ifPresent(Exchange::gone);
            memory.giveBack();
            transport.close();
            over.run();
        }
    }

    private static byte[] failure(Header header, String reason) {
        return WireEncoder.frame(Message.answer(header, new Reply.Failure(reason)))
                .toBytes();
    }
}
