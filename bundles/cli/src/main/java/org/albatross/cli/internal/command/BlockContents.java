package org.albatross.cli.internal.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.albatross.cli.internal.peer.Peer;
import org.albatross.cli.internal.report.Progress;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.model.Bytes;
import org.albatross.model.Data;
import org.albatross.wire.Message;

/** The pieces of a device's contents as one stream, which ends where the peer says so and nowhere else. */
final class BlockContents extends InputStream {
    private final Peer peer;
    private final Progress progress;
    private ByteBuffer piece = ByteBuffer.allocate(0);
    private boolean ended;

    BlockContents(Peer peer, Progress progress) {
        this.peer = peer;
        this.progress = progress;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (!piece.hasRemaining() && !ended) {
            next();
        }
        if (!piece.hasRemaining()) {
            return -1;
        }
        int count = Math.min(length, piece.remaining());
        piece.get(bytes, offset, count);
        progress.advance(count);
        return count;
    }

    private void next() throws IOException {
        try {
            Message message = peer.next()
                    .orElseThrow(() -> CommandFailure.of(
                            ExitCode.COMMUNICATION,
                            "[ERROR] the peer closed the connection before the end of the data"));
            if (!(ServerCommand.dataOf(message) instanceof Data.Block block)) {
                throw ServerCommand.unexpected();
            }
            Optional<Bytes> content = block.content();
            ended = content.isEmpty();
            piece = content.orElse(Bytes.EMPTY).buffer();
        } catch (CommandFailure e) {
            throw new TransferFailure(e);
        }
    }
}
