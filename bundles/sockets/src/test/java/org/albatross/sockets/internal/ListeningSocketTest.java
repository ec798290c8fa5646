package org.albatross.sockets.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.albatross.model.Reply;
import org.albatross.wire.Header;
import org.albatross.wire.Message;
import org.albatross.wire.WireEncoder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXSelectorProvider;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.ConnectionRefusedSocketException;

class ListeningSocketTest {
    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-rw----");

    private static final int CLOSE_ON_EXEC = 02000000;

    private Path folder;
    private Path file;

    @BeforeEach
    void name(@TempDir Path temporary) {
        folder = temporary;
        file = folder.resolve("vmmd.sock");
    }

    @Test
    void appearsWithItsPermissionsAndNothingBesideIt() throws IOException {
        try (ListeningSocket listening = open()) {
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(MODE);
            assertThat(entries(folder)).containsExactly(file);
            connectTo(listening);
        }
    }

    @Test
    void listensOnAPathAsLongAsAClientCanNameAndRefusesALongerOne() throws IOException {
        Path directory = ofLength(ListeningSocket.MOST_PATH_BYTES);
        file = directory.resolve("vmmd.sock");
        try (ListeningSocket listening = open();
                SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
            assertThat(client.isConnected()).isTrue();
            assertThat(listening.channel().isOpen()).isTrue();
        }

        Path longer = ofLength(ListeningSocket.MOST_PATH_BYTES + 1);
        file = longer.resolve("vmmd.sock");
        assertThatThrownBy(this::open)
                .hasMessage("cannot listen on " + file
                        + ": the path of a socket has at most 106 bytes, this one has 107; choose a shorter --run-dir");
        assertThat(entries(longer)).isEmpty();
    }

    /** A directory in which the path of a socket has this length. */
    private Path ofLength(int length) throws IOException {
        int missing = length - folder.toString().length() - "//vmmd.sock".length();
        return Files.createDirectories(folder.resolve("d".repeat(missing)));
    }

    @Test
    void knowsWhetherItsFileIsStillItsOwn() throws IOException {
        try (ListeningSocket listening = open()) {
            assertThat(listening.isInPlace()).isTrue();

            Files.delete(file);
            assertThat(listening.isInPlace()).isFalse();

            try (ListeningSocket other = open()) {
                assertThat(listening.isInPlace()).isFalse();
                assertThat(other.isInPlace()).isTrue();
            }
        }
    }

    @Test
    void leavesNothingWhenItIsDiscarded() throws IOException {
        open().discard();

        assertThat(entries(folder)).isEmpty();
    }

    @Test
    void leavesItsFileWhereTheNextOneReplacesIt() throws IOException {
        open().close();
        assertThat(file).exists();
        assertThatThrownBy(this::connect).isInstanceOf(ConnectionRefusedSocketException.class);

        try (ListeningSocket next = open()) {
            connectTo(next);
        }
    }

    @Test
    void refusesNewConnectionsWhileItsBacklogIsStillAccepted() throws IOException {
        try (ListeningSocket listening = open();
                SocketChannel waiting = connect()) {
            listening.refuse();

            assertThatThrownBy(this::connect).isInstanceOf(ConnectionRefusedSocketException.class);
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(MODE);
            assertThat(entries(folder)).containsExactly(file);
            waiting.write(ByteBuffer.wrap(new byte[] {42}));
            try (SocketChannel accepted = listening.channel().accept()) {
                ByteBuffer read = ByteBuffer.allocate(1);
                accepted.read(read);
                assertThat(read.array()).containsExactly(42);
            }
        }
    }

    @Test
    void tellsThoseWhomNobodyAcceptedThatTheyShallConnectAgain() throws Exception {
        ListeningSocket listening = open();
        try (SocketChannel silent = SocketChannel.open(UnixDomainSocketAddress.of(file));
                SocketChannel asking = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
            SocketChannel.open(UnixDomainSocketAddress.of(file)).close();
            asking.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            listening.refuse();

            listening.turnAway(SocketsComponent.FAREWELL);
            listening.close();

            byte[] told = WireEncoder.frame(Message.answer(
                            Header.UNKNOWN, new Reply.Failure("the socket's service is stopping; connect again")))
                    .toBytes();
            for (SocketChannel waiting : List.of(silent, asking)) {
                assertThat(Channels.newInputStream(waiting).readNBytes(told.length))
                        .isEqualTo(told);
            }
        }
    }

    @Test
    void takesNoSocketAwayThatSomebodyListensOn() throws IOException {
        try (ListeningSocket listening = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot listen on " + file
                            + ": another process listens there; end it, or choose another --run-dir");
            listening.channel().accept().close();
            connectTo(listening);
        }
    }

    @Test
    void takesNoSocketAwayWhoseBacklogIsFull() throws IOException {
        List<SocketChannel> waiting = new ArrayList<>();
        try (ListeningSocket listening = ListeningSocket.open(file, 1, MODE)) {
            boolean full = false;
            while (!full) {
                AFUNIXSocketChannel client = AFUNIXSocketChannel.open();
                client.configureBlocking(false);
                waiting.add(client);
                try {
                    full = !client.connect(AFUNIXSocketAddress.of(file)) || waiting.size() > 10;
                } catch (IOException e) {
                    full = true;
                }
            }
            assertThatThrownBy(this::open).isInstanceOf(IOException.class);
            assertThat(listening.channel().isOpen()).isTrue();
        } finally {
            for (SocketChannel client : waiting) {
                client.close();
            }
        }
    }

    @Test
    void leavesAFileAloneThatIsNoSocket() throws IOException {
        Files.writeString(file, "precious");

        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessage("cannot listen on " + file + ": what is there is not a socket; remove it");
        assertThat(file).hasContent("precious");
    }

    @Test
    void letsConnectionsWaitWhileItsUserIsReplaced() throws IOException {
        try (ListeningSocket listening = open()) {
            listening.channel().configureBlocking(false);
            AbstractSelector first = AFUNIXSelectorProvider.provider().openSelector();
            listening.channel().register(first, SelectionKey.OP_ACCEPT);
            first.selectNow();
            first.close();
            assertThat(listening.channel().isOpen()).isTrue();

            try (SocketChannel early = connect();
                    AbstractSelector second = AFUNIXSelectorProvider.provider().openSelector()) {
                listening.channel().register(second, SelectionKey.OP_ACCEPT);
                assertThat(second.select(20_000)).isEqualTo(1);
                listening.channel().accept().close();
                assertThat(early.isConnected()).isTrue();
            }
        }
    }

    @Test
    void isInheritedByNoProcess() throws IOException {
        open().close();
        Set<String> before = sockets().keySet();
        try (ListeningSocket listening = open();
                SocketChannel client = connect();
                SocketChannel accepted = listening.channel().accept()) {
            assertThat(client.isConnected() && accepted.isConnected()).isTrue();

            Map<String, String> flags = sockets();
            flags.keySet().removeAll(before);

            assertThat(flags).hasSize(3);
            assertThat(flags.values()).allMatch(octal -> (Integer.parseInt(octal, 8) & CLOSE_ON_EXEC) != 0);
        }
    }

    /** The open sockets of this process, each with its flags. */
    private static Map<String, String> sockets() throws IOException {
        Map<String, String> flags = new HashMap<>();
        for (Path descriptor : entries(Path.of("/proc/self/fd"))) {
            if (isSocket(descriptor)) {
                String info = Files.readString(Path.of("/proc/self/fdinfo").resolve(descriptor.getFileName()));
                flags.put(
                        Files.readSymbolicLink(descriptor).toString(),
                        info.replaceAll("(?s).*flags:\\s+(\\d+).*", "$1"));
            }
        }
        return flags;
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return false;
        }
    }

    private ListeningSocket open() throws IOException {
        return ListeningSocket.open(file, 128, MODE);
    }

    private SocketChannel connect() throws IOException {
        return AFUNIXSocketChannel.open(AFUNIXSocketAddress.of(file));
    }

    private void connectTo(ListeningSocket listening) throws IOException {
        try (SocketChannel client = connect();
                SocketChannel accepted = listening.channel().accept()) {
            assertThat(client.isConnected()).isTrue();
            assertThat(accepted.isConnected()).isTrue();
        }
    }
}
