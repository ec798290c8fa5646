package org.albatross.cli.internal.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.LongFunction;
import javax.net.ssl.SSLException;
import org.albatross.cli.internal.report.Progress;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.model.Blob;
import org.albatross.model.Command;
import org.albatross.model.Data;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Name;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelConfig;
import org.albatross.model.UnikernelType;
import org.albatross.wire.BlobSink;
import org.albatross.wire.BlobSource;
import org.albatross.wire.Frame;
import org.albatross.wire.Message;

/**
 * A platform over TLS: connects with a certificate that carries the only command (wire-protocol section 4). The image of a Solo5 unikernel does
 * not stand in the certificate, but follows the handshake in frames.
 */
public final class RemotePeer implements Peer {
    private final RemotePlatform platform;
    private final IdentitySource identities;
    private final BlobSource blobs;
    private final BlobSink sink;
    private final LongFunction<Progress> progress;
    private Optional<SocketPeer> connected = Optional.empty();
    private boolean refusedToRead;

    /**
     * Not connected before there is a command.
     *
     * @param progress begins to show how far a transfer of so many bytes has come
     */
    public RemotePeer(
            RemotePlatform platform,
            IdentitySource identities,
            BlobSource blobs,
            BlobSink sink,
            LongFunction<Progress> progress) {
        this.platform = platform;
        this.identities = identities;
        this.blobs = blobs;
        this.sink = sink;
        this.progress = progress;
    }

    @Override
    public boolean takesOneCommand() {
        return true;
    }

    @Override
    public void send(Name name, Command command) throws IOException, CommandFailure {
        Optional<Blob.Spooled> image = image(command);
        ClientIdentity identity = identities.of(name, image.isPresent() ? withoutImage(command) : command);
        Streams streams = platform.connect(identity);
        connected = Optional.of(new SocketPeer(streams, blobs, sink));
        if (image.isPresent()) {
            sendImage(image.get(), streams.output());
        }
    }

    /** Shows a certificate that carries its command already, behind which nothing is sent. */
    public void present(ClientIdentity identity) throws IOException, CommandFailure {
        connected = Optional.of(new SocketPeer(platform.connect(identity), blobs, sink));
    }

    private static Optional<Blob.Spooled> image(Command command) {
        return config(command)
                                .filter(config -> config.type() == UnikernelType.SOLO5)
                                .map(UnikernelConfig::image)
                                .orElse(Blob.EMPTY)
                        instanceof Blob.Spooled spooled
                ? Optional.of(spooled)
                : Optional.empty();
    }

    private static Optional<UnikernelConfig> config(Command command) {
        if (command instanceof UnikernelCommand.Create create) {
            return Optional.of(create.config());
        }
        if (command instanceof UnikernelCommand.ForceCreate create) {
            return Optional.of(create.config());
        }
        return command instanceof LifecycleCommand.Replace replace ? Optional.of(replace.config()) : Optional.empty();
    }

    private static Command withoutImage(Command command) {
        UnikernelConfig config = config(command).orElseThrow();
        UnikernelConfig empty = new UnikernelConfig(config.type(), config.compressed(), Blob.EMPTY, config.arguments());
        if (command instanceof UnikernelCommand.Create) {
            return new UnikernelCommand.Create(empty);
        }
        return command instanceof LifecycleCommand.Replace replace
                ? new LifecycleCommand.Replace(replace.confirmation(), empty)
                : new UnikernelCommand.ForceCreate(empty);
    }

    /** What the platform thinks of it is told by {@link #next}, also when it did not read all. */
    private void sendImage(Blob.Spooled image, OutputStream out) throws IOException, CommandFailure {
        Progress shown = progress.apply(image.length());
        byte[] frame = new byte[Frame.HEADER_LENGTH + Data.Block.MAX_SENT_BYTES];
        try (InputStream in = blobs.open(image)) {
            int length = in.readNBytes(frame, Frame.HEADER_LENGTH, Data.Block.MAX_SENT_BYTES);
            while (length > 0) {
                System.arraycopy(Frame.header(length), 0, frame, 0, Frame.HEADER_LENGTH);
                send(out, frame, Frame.HEADER_LENGTH + length);
                shown.advance(length);
                length = in.readNBytes(frame, Frame.HEADER_LENGTH, Data.Block.MAX_SENT_BYTES);
            }
            send(out, Frame.header(0), Frame.HEADER_LENGTH);
        } finally {
            shown.end();
        }
    }

    private void send(OutputStream out, byte[] bytes, int length) throws CommandFailure {
        if (refusedToRead) {
            return;
        }
        try {
            out.write(bytes, 0, length);
        } catch (SilentPeerException e) {
            throw SocketPeer.silent(e);
        } catch (IOException e) {
            refusedToRead = true;
        }
    }

    private SocketPeer connected() {
        return connected.orElseThrow(() -> new IllegalStateException("no command was sent"));
    }

    @Override
    public OutputStream raw() throws IOException, CommandFailure {
        return connected().raw();
    }

    @Override
    public Optional<Message> next() throws IOException, CommandFailure {
        try {
            return connected().next();
        } catch (SSLException e) {
            throw platform.failure(e);
        } catch (IOException e) {
            if (refusedToRead) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void waitForEver() {
        connected().waitForEver();
    }

    @Override
    public boolean hasMore() throws IOException {
        return connected().hasMore();
    }

    @Override
    public void close() throws IOException {
        if (connected.isPresent()) {
            connected.get().close();
        }
    }
}
