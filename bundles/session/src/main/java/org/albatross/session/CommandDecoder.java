package org.albatross.session;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.albatross.api.CommandService;
import org.albatross.api.Request;
import org.albatross.api.ServiceGate;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.Payload;
import org.albatross.threads.FairExecutor;
import org.albatross.wire.BlobSink;
import org.albatross.wire.Header;
import org.albatross.wire.Limits;
import org.albatross.wire.Message;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.UnreadPayloadException;
import org.albatross.wire.WireDecoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes a message, looks whether it belongs here, and hands its command in. */
final class CommandDecoder {
    private static final Logger LOG = LoggerFactory.getLogger(CommandDecoder.class);

    private final Limits limits;
    private final ServiceGate<CommandService> gate;
    private final FairExecutor workers;

    /** Decodes within these limits, and hands in through {@code gate}; by {@code workers} what had to wait there. */
    CommandDecoder(Limits limits, ServiceGate<CommandService> gate, FairExecutor workers) {
        this.limits = limits;
        this.gate = gate;
        this.workers = workers;
    }

    /**
     * Takes a message. Returns when its command is under way, or refused.
     *
     * @param in its bytes, without their length in front
     * @param blobs where its blobs go, if it is so large that it may have some
     * @param waiting hands in what may wait: on this thread when that is a worker's
     */
    void take(Connection from, InputStream in, long length, Optional<BlobReceiver.Blobs> blobs, Executor waiting) {
        BlobSink sink = blobs.isPresent() ? blobs.get() : BlobSink.REFUSING;
        AllowedBlobs allowed = new AllowedBlobs(gate, from.caller(), sink);
        try {
            begin(
                    from,
                    new WireDecoder(limits, allowed, from.memory()).message(in, length, allowed::about),
                    blobs,
                    waiting);
        } catch (ProtocolException e) {
            from.refuse(e.header().orElse(Header.UNKNOWN), String.valueOf(e.getMessage()));
        } catch (UnreadPayloadException e) {
            unreceived(from, e.header(), e);
        } catch (IOException e) {
            unreceived(from, Header.UNKNOWN, e);
        } finally {
            from.decoded();
        }
    }

    private Executor workersOf(Caller caller) {
        return task -> workers.execute(caller.account(), task);
    }

    private static void unreceived(Connection from, Header header, IOException why) {
        LOG.debug("a message of {} was not received", from, why);
        from.refuse(header, "the message was not received: " + why.getMessage());
    }

    private void begin(Connection from, Message message, Optional<BlobReceiver.Blobs> blobs, Executor waiting) {
        Runnable unused = () -> blobs.ifPresent(BlobReceiver.Blobs::discardAll);
        Header header = message.header();
        Optional<String> refusal = message.payload() instanceof Payload.Ask asked
                ? from.filter().refusal(asked.command())
                : Optional.of("a command was expected");
        if (refusal.isPresent() || !(message.payload() instanceof Payload.Ask ask)) {
            unused.run();
            from.refuse(header, refusal.orElse(""));
            return;
        }
        Command command = ask.command();
        Exchange exchange = new Exchange(from, header, command);
        InputStream data = from.begin(exchange, Conversation.takesData(command));
        if (exchange.isUnanswered() || command.isChange()) {
            Request request = new Request(from.caller(), header.name(), command, Optional.empty(), data, unused);
            Executor here = Conversation.isBrief(command) ? Runnable::run : waiting;
            here.execute(() -> exchange.began(
                    gate.submit(workersOf(from.caller()), new PresetSequence.Handover(request, exchange))));
        } else {
            unused.run();
        }
    }

    /**
     * Has a command carried out that is known already. Returns when it is under way, or refused.
     *
     * @param header that of its answer
     */
    void perform(Connection from, Header header, PresetCommand preset) {
        Exchange exchange = new Exchange(from, header, preset.command());
        InputStream data = from.begin(exchange, preset.data() != PresetCommand.Data.NONE);
        if (preset.data() == PresetCommand.Data.RECEIVED_FIRST) {
            BlobReceiver.Blobs blobs = from.blobs();
            try {
                preset.receive(data, blobs);
                data = InputStream.nullInputStream();
            } catch (ProtocolException e) {
                blobs.discardAll();
                exchange.breakOff(String.valueOf(e.getMessage()));
                return;
            } catch (IOException e) {
                blobs.discardAll();
                exchange.breakOff("the data were not received: " + e.getMessage());
                return;
            }
        }
        Command command = preset.command();
        if (exchange.isUnanswered() || command.isChange()) {
            Request request =
                    new Request(from.caller(), preset.name(), command, Optional.empty(), data, preset::forget);
            PresetSequence sequence =
                    new PresetSequence(gate, workersOf(from.caller()), preset.before(), request, exchange);
            exchange.began(sequence);
            sequence.next();
        } else {
            preset.forget();
        }
    }
}
