package org.albatross.jmx.internal.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection whose peer takes nothing, or is nobody who is known. */
class ClientSocketTest {
    private static final long HALF_A_MINUTE = TimeUnit.SECONDS.toNanos(30);
    private static final long MINUTE = TimeUnit.SECONDS.toNanos(60);
    private static final long LIMIT_SECONDS = 60;

    private final AtomicInteger closed = new AtomicInteger();
    private ServerSocket listening;
    private Socket peer;
    private ClientSocket socket;

    @BeforeEach
    void connect() throws IOException {
        listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        peer = new Socket(InetAddress.getLoopbackAddress(), listening.getLocalPort());
        socket = new ClientSocket(
                listening.accept(),
                Optional.empty(),
                new LargeRequests(1),
                new LargeRequests(1),
                new StrangersRequests(0),
                closed::incrementAndGet);
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        peer.close();
        listening.close();
    }

    @Test
    void closesAfterHalfAMinuteWhenThePeerTakesNothing() throws Exception {
        socket.trust();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            Future<?> writing = pool.submit(() -> {
                OutputStream out = socket.getOutputStream();
                while (true) {
                    out.write(new byte[1 << 20]);
                }
            });
            socket.expire(System.nanoTime(), MINUTE, HALF_A_MINUTE);
            assertThat(socket.isClosed()).isFalse();
            while (!socket.isClosed()) {
                // It writes, or is about to: between two writes there is nothing to wait for.
                socket.expire(System.nanoTime() + MINUTE, MINUTE, HALF_A_MINUTE);
            }
            assertThatThrownBy(() -> writing.get(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IOException.class);
            assertThat(closed.get()).isPositive();
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void keepsOneOfSomebodyWhoIsKnown() {
        long later = System.nanoTime() + 2 * MINUTE;
        socket.trust();
        socket.expire(later, MINUTE, HALF_A_MINUTE);
        assertThat(socket.isClosed()).isFalse();
    }

    @Test
    void closesWhatIsOfNobodyKnownAfterAMinute() {
        socket.expire(System.nanoTime(), MINUTE, HALF_A_MINUTE);
        assertThat(socket.isClosed()).isFalse();
        socket.expire(System.nanoTime() + 2 * MINUTE, MINUTE, HALF_A_MINUTE);
        assertThat(socket.isClosed()).isTrue();
    }

    private void answerOne() throws IOException {
        peer.getOutputStream().write('J');
        assertThat(socket.getInputStream().read()).isEqualTo('J');
        socket.getOutputStream().write('A');
    }

    @Test
    void answersAsManyRequestsOfAStrangerAsMayBe() throws IOException {
        answerOne(); // what RMI says before the first request
        for (int i = 0; i < ClientSocket.REQUESTS_OF_STRANGER; i++) {
            answerOne();
        }
        assertThatThrownBy(this::answerOne).hasMessage("a stranger sends more than 32 requests");
    }

    @Test
    void answersAnyNumberOfRequestsOfSomebodyWhoIsKnown() throws IOException {
        socket.trust();
        for (int i = 0; i < 3 * ClientSocket.REQUESTS_OF_STRANGER; i++) {
            answerOne();
        }
        assertThat(socket.isClosed()).isFalse();
    }

    @Test
    void readsNoMoreRequestsOfStrangersThanThereMayBe() throws Exception {
        StrangersRequests used = new StrangersRequests(0);
        for (int i = 0; i < StrangersRequests.MOST; i++) {
            assertThat(used.take()).isTrue();
        }
        try (Socket other = new Socket(InetAddress.getLoopbackAddress(), listening.getLocalPort());
                ClientSocket strange = new ClientSocket(
                        listening.accept(),
                        Optional.empty(),
                        new LargeRequests(1),
                        new LargeRequests(1),
                        used,
                        () -> {})) {
            other.getOutputStream().write('J');
            assertThatThrownBy(() -> strange.getInputStream().read()).hasMessageContaining("10000 requests a minute");
        }
    }
}
