package org.albatross.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.albatross.wire.ShellMessage;
import org.albatross.wire.ShellMessage.Kind;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a peer that takes nothing may make the platform keep. */
class ShellConnectionTest {
    private static final ShellMessage LARGE = ShellMessage.of(Kind.OUTPUT, "x".repeat(ShellMessage.MAX_CONTENT));

    @AutoClose
    private final Selector selector = Selector.open();

    @AutoClose
    private final SocketChannel peer;

    private final ShellConnection connection;

    ShellConnectionTest(@TempDir Path directory) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("socket"));
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(address);
            peer = SocketChannel.open(address);
            SocketChannel accepted = listening.accept();
            accepted.configureBlocking(false);
            connection = new ShellConnection(accepted, selector, Duration.ofMillis(1));
        }
    }

    private int sentUntilRefused() {
        int sent = 0;
        try {
            while (sent < 100) {
                connection.send(LARGE);
                sent++;
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("the client has taken nothing for");
        }
        return sent;
    }

    @Test
    void keepsABoundedNumberOfBytesForAPeerThatTakesNothing() {
        assertThat(sentUntilRefused()).isEqualTo(4);
        assertThatThrownBy(() -> connection.send(LARGE)).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void keepsNothingForAPeerThatHasLeft() throws IOException {
        connection.close();
        assertThatThrownBy(() -> connection.send(LARGE)).isInstanceOf(ClosedChannelException.class);
        assertThat(peer.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
}
