package org.albatross.cli.internal.command;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.zip.Deflater;
import java.util.zip.DeflaterInputStream;
import org.albatross.cli.internal.command.ServerCommand.Answer;
import org.albatross.cli.internal.peer.Peer;
import org.albatross.cli.internal.peer.Peers;
import org.albatross.cli.internal.peer.Service;
import org.albatross.cli.internal.report.Progress;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.model.BlockCommand;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.wire.BlobSink;
import org.albatross.wire.BlobSource;
import org.albatross.wire.Frame;

/**
 * A file on its way onto a block device: frames behind the command, an empty one at the end (wire-protocol
 * section 4). The answer may come before the end, when the peer refuses; nothing more is sent then.
 */
final class BlockUpload implements Closeable {
    private final InputFile input;
    private final FileChannel file;
    private final int level;

    private BlockUpload(InputFile input, FileChannel file, int level) {
        this.input = input;
        this.file = file;
        this.level = level;
    }

    /** Opens a file, to be compressed on its way unless {@code level} is 0. */
    static BlockUpload of(Path file, Path temporary, int level) throws IOException, CommandFailure {
        InputFile input = InputFile.of(file, temporary);
        return new BlockUpload(input, input.open(), level);
    }

    /** Returns how long the file is, in bytes. */
    long length() throws IOException {
        return file.size();
    }

    /** Sends the contents of the device of this name, and returns the answer. */
    Answer send(Peers peers, Name name, Progress progress) throws IOException, CommandFailure {
        try (Peer peer = peers.connect(Service.SUPERVISOR, BlobSource.NONE, BlobSink.REFUSING)) {
            peer.send(name, new BlockCommand.Set(level > 0));
            FutureTask<Answer> answer = new FutureTask<>(() -> ServerCommand.answer(peer));
            Thread reader = new Thread(answer, "answer");
            reader.setDaemon(true);
            reader.start();
            sendFrames(peer.raw(), progress, answer);
            return outcome(answer);
        } finally {
            progress.end();
        }
    }

    private static Answer outcome(FutureTask<Answer> answer) throws IOException, CommandFailure {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CommandFailure failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Sends everything, or what the peer wants: that it takes no more is told by its answer. */
    private void sendFrames(OutputStream out, Progress progress, FutureTask<Answer> answer) throws IOException {
        byte[] frame = new byte[Frame.HEADER_LENGTH + Data.Block.MAX_SENT_BYTES];
        try (InputStream data = data(progress)) {
            boolean wanted = true;
            int length = data.readNBytes(frame, Frame.HEADER_LENGTH, Data.Block.MAX_SENT_BYTES);
            while (wanted && length > 0) {
                System.arraycopy(Frame.header(length), 0, frame, 0, Frame.HEADER_LENGTH);
                wanted = sent(out, frame, Frame.HEADER_LENGTH + length) && !answer.isDone();
                length = data.readNBytes(frame, Frame.HEADER_LENGTH, Data.Block.MAX_SENT_BYTES);
            }
            sent(out, Frame.header(0), Frame.HEADER_LENGTH);
        }
    }

    private static boolean sent(OutputStream out, byte[] bytes, int length) {
        try {
            out.write(bytes, 0, length);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private InputStream data(Progress progress) {
        InputStream counted = new FilterInputStream(Channels.newInputStream(file)) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = super.read(bytes, offset, length);
                progress.advance(Math.max(count, 0));
                return count;
            }
        };
        return level == 0 ? counted : new DeflaterInputStream(counted, new Deflater(level), Data.Block.MAX_SENT_BYTES);
    }

    @Override
    public void close() throws IOException {
        file.close();
        input.close();
    }
}
