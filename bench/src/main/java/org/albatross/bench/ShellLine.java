package org.albatross.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.albatross.wire.ProtocolException;
import org.albatross.wire.ShellMessage;
import org.albatross.wire.ShellMessage.Kind;

/** One line of a shell, as {@code albatross shell LINE} has it carried out: on a connection of its own. */
final class ShellLine {
    private static final String COLUMNS = "80\n";

    private ShellLine() {}

    /** Returns what it prints; {@link IOException} when it cannot be carried out. */
    static String run(Path runDirectory, String line) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(runDirectory.resolve("util/shell.sock")));
            InputStream in = Channels.newInputStream(channel);
            send(channel, ShellMessage.of(Kind.OPEN, ""));
            require(Kind.GREETING, next(in));
            send(channel, ShellMessage.of(Kind.EXECUTE, COLUMNS + line));
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            ShellMessage message = next(in);
            while (message.kind() == Kind.OUTPUT) {
                output.writeBytes(message.content().toArray());
                message = next(in);
            }
            require(Kind.DONE, message);
            return output.toString(StandardCharsets.UTF_8);
        } catch (ProtocolException e) {
            throw new IOException("the shell's answer cannot be read", e);
        }
    }

    private static void send(SocketChannel channel, ShellMessage message) throws IOException {
        Channels.newOutputStream(channel).write(message.encoded().array());
    }

    private static ShellMessage next(InputStream in) throws IOException, ProtocolException {
        return ShellMessage.read(in).orElseThrow(() -> new IOException("the platform closed the shell's connection"));
    }

    private static void require(Kind kind, ShellMessage message) throws IOException {
        if (message.kind() != kind) {
            throw new IOException("the shell answers " + message.kind() + ": " + message.text());
        }
    }
}
