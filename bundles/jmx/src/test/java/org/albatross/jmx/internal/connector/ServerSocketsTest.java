package org.albatross.jmx.internal.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many connections are open at once, and whose goes when there are too many. */
class ServerSocketsTest {
    private static final int LIMIT_MILLIS = 30_000;
    private static final int KNOWN = ServerSockets.MOST - ServerSockets.STRANGERS;

    private final List<Socket> peers = new ArrayList<>();
    private final List<ClientSocket> accepted = new ArrayList<>();
    private final ServerSockets sockets =
            new ServerSockets(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Optional::empty);
    private ServerSocket port;

    @BeforeEach
    void listen() throws IOException {
        port = sockets.createServerSocket(0);
        port.setSoTimeout(LIMIT_MILLIS);
    }

    @AfterEach
    void close() throws IOException {
        sockets.close();
        for (Socket peer : peers) {
            peer.close();
        }
    }

    private Socket connect() throws IOException {
        Socket peer = new Socket(InetAddress.getLoopbackAddress(), port.getLocalPort());
        peer.setSoTimeout(LIMIT_MILLIS);
        peers.add(peer);
        return peer;
    }

    /** Connects and is let in. */
    private ClientSocket open() throws IOException {
        Socket unused = connect();
        ClientSocket socket = (ClientSocket) port.accept();
        accepted.add(socket);
        return socket;
    }

    private void open(int count, boolean known) throws IOException {
        for (int i = 0; i < count; i++) {
            ClientSocket socket = open();
            if (known) {
                socket.trust();
            }
        }
    }

    @Test
    void closesTheOldestStrangersForOneMoreThanThereMayBe() throws IOException {
        open(ServerSockets.STRANGERS, false);
        assertThat(sockets.count()).isEqualTo(ServerSockets.STRANGERS);

        open(2, false);
        assertThat(sockets.count()).isEqualTo(ServerSockets.STRANGERS);
        assertThat(accepted.subList(0, 2)).allMatch(ClientSocket::isClosed);
        assertThat(accepted.subList(2, accepted.size())).noneMatch(ClientSocket::isClosed);
        assertThat(peers.get(0).getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void closesNobodyKnownForAStranger() throws IOException {
        open().trust();
        open(ServerSockets.STRANGERS + 1, false);
        assertThat(accepted.get(0).isClosed()).isFalse();
        assertThat(accepted.get(1).isClosed()).isTrue();
    }

    @Test
    void countsNoStrangersAgainstThoseWhoAreKnown() throws IOException {
        open(ServerSockets.STRANGERS, false);
        open(KNOWN, true);
        assertThat(accepted.subList(ServerSockets.STRANGERS, accepted.size())).noneMatch(ClientSocket::isClosed);
        assertThat(sockets.count()).isEqualTo(ServerSockets.MOST - 1);
    }

    @Test
    void letsNobodyInBesideAsManyKnownOnesAsMayBe() throws Exception {
        open(KNOWN, true);
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            Future<Socket> accepting = pool.submit(port::accept);
            assertThat(connect().getInputStream().read()).isEqualTo(-1);
            assertThat(sockets.count()).isEqualTo(KNOWN);

            accepted.get(0).close();
            Socket unused = connect();
            assertThat(accepting.get(LIMIT_MILLIS, TimeUnit.MILLISECONDS)).isInstanceOf(ClientSocket.class);
        } finally {
            pool.shutdownNow();
        }
    }
}
