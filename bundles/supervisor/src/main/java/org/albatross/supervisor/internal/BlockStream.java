package org.albatross.supervisor.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.zip.Deflater;
import org.albatross.api.Sink;
import org.albatross.core.Effect;
import org.albatross.core.RequestId;
import org.albatross.disk.DurableFiles;
import org.albatross.model.Bytes;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams a block device's contents: the answer, pieces, the end. Goes on whenever the sink takes more, and holds
 * no thread in between. Stops when the caller goes away; when the device cannot be read, the stream fails and says
 * so.
 */
final class BlockStream implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(BlockStream.class);

    /** How many pieces are sent before it is the turn of others. */
    private static final int TURN = 64;

    private final Name name;
    private final RequestId request;
    private final boolean compressed;
    private final FileChannel device;
    private final Deflater deflater;
    private final Executor threads;
    private final ByteBuffer input = ByteBuffer.allocate(Data.Block.MAX_SENT_BYTES);
    private final byte[] output = new byte[Data.Block.MAX_SENT_BYTES];
    private Optional<Sink> sink = Optional.empty();
    private volatile boolean abandoned;
    private boolean closed;

    /** Streams {@code device}, which is closed in the end, on {@code threads}. */
    BlockStream(Effect.DumpBlock effect, FileChannel device, Executor threads) {
        name = effect.name();
        request = effect.request();
        compressed = effect.level() > 0;
        this.device = device;
        this.threads = threads;
        deflater = new Deflater(effect.level());
    }

    /** Answers and begins to stream. */
    void start(Requests requests) {
        sink = requests.stream(request, () -> {
            abandoned = true;
            threads.execute(this);
        });
        if (sink.isEmpty()) {
            close();
            return;
        }
        sink.get().answer(new Reply.BlockImage(compressed));
        run();
    }

    /** Sends what the sink takes now. Runs on one thread at a time. */
    @Override
    public synchronized void run() {
        if (closed) {
            return;
        }
        Sink open = sink.orElseThrow();
        try {
            for (int pieces = 0; !abandoned; pieces++) {
                if (pieces == TURN) {
                    threads.execute(this); // others have their turn, however fast the sink is
                    return;
                }
                Optional<Bytes> piece = next();
                boolean more = open.data(name, new Data.Block(piece));
                if (piece.isEmpty()) {
                    open.end();
                    close();
                    return;
                }
                if (!more) {
                    open.whenReady(() -> threads.execute(this));
                    return;
                }
            }
        } catch (IOException e) {
            String reason = DurableFiles.describe(e);
            LOG.error("Block device {} cannot be read to its end: {}", name, reason);
            open.fail(new Refusal.BrokenOff("block device " + name + " cannot be read to its end: " + reason));
        }
        close();
    }

    /** Returns the next piece, nothing at the end. */
    private Optional<Bytes> next() throws IOException {
        while (compressed && !deflater.finished()) {
            int n = deflater.deflate(output);
            if (n > 0) {
                return Optional.of(Bytes.of(output, 0, n));
            }
            if (deflater.needsInput() && read() < 0) {
                deflater.finish();
            } else {
                deflater.setInput(input);
            }
        }
        if (compressed || read() < 0) {
            return Optional.empty();
        }
        return Optional.of(Bytes.of(input.array(), 0, input.limit()));
    }

    /** Fills the input, and returns how much there is, -1 at the device's end. */
    private int read() throws IOException {
        input.clear();
        int n = device.read(input);
        input.flip();
        return n;
    }

    private void close() {
        closed = true;
        deflater.end();
        try {
            device.close();
        } catch (IOException e) {
            LOG.warn("Block device {} cannot be closed: {}", name, e.getMessage());
        }
    }
}
