package org.albatross.cli.internal.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.albatross.cli.internal.peer.Peer;
import org.albatross.cli.internal.peer.Service;
import org.albatross.cli.internal.report.Progress;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.model.BlockCommand;
import org.albatross.model.Bytes;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Reply;
import org.albatross.wire.BlobSink;
import org.albatross.wire.BlobSource;
import org.albatross.wire.Message;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dump-block}: what is on a block device. */
@Command(name = "dump-block", description = "Fetch what is on a block device into a file, uncompressed.")
public final class DumpBlock extends ServerCommand {
    private static final long MEGABYTE = 1024 * 1024;

    @Parameters(paramLabel = "NAME", converter = Converters.LabelledName.class, description = "The block device.")
    private Name name = Name.ROOT;

    @Option(
            names = "--compression-level",
            paramLabel = "0..9",
            order = 1,
            description = "Compress it on its way. Default: 0, not at all.")
    private int level;

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        Levels.check(level);
        Progress progress = progress(environment, expectedLength(environment));
        try (Peer peer = peers(environment).connect(Service.SUPERVISOR, BlobSource.NONE, BlobSink.REFUSING)) {
            peer.send(name, new BlockCommand.Dump(level));
            Answer answer = answer(peer);
            if (!(answer.reply() instanceof Reply.BlockImage image)) {
                throw unexpected();
            }
            Optional<Path> written = output.write(environment, name, new Contents(peer, progress), image.compressed());
            progress.end();
            if (written.isPresent()) {
                reporter(environment).success(answer.host(), image);
                results(environment).print("dumped to " + written.get() + "\n");
            }
            return ExitCode.OK;
        }
    }

    /** Returns how many bytes will come, when a person wants to know and it can be known. */
    private long expectedLength(Environment environment) throws IOException, CommandFailure {
        if (level > 0 || !environment.terminal().interactive()) {
            return 0;
        }
        Answer answer = answerOf(environment, Service.SUPERVISOR, name, new BlockCommand.Info());
        return answer.reply() instanceof Reply.BlockDevices devices
                        && devices.devices().size() == 1
                ? devices.devices().get(0).value().size() * MEGABYTE
                : 0;
    }

    /** The pieces of a device's contents as one stream, which ends where the peer says so and nowhere else. */
    private static final class Contents extends InputStream {
        private final Peer peer;
        private final Progress progress;
        private ByteBuffer piece = ByteBuffer.allocate(0);
        private boolean ended;

        Contents(Peer peer, Progress progress) {
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
                if (!(dataOf(message) instanceof Data.Block block)) {
                    throw unexpected();
                }
                Optional<Bytes> content = block.content();
                ended = content.isEmpty();
                piece = content.orElse(Bytes.EMPTY).buffer();
            } catch (CommandFailure e) {
                throw new TransferFailure(e);
            }
        }
    }
}
