package org.albatross.influx.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Beside a socket that behaves as Telegraf's {@code socket_listener}: it takes lines and says nothing. */
@Timeout(60)
class TelegrafDestinationTest {
    @SuppressWarnings("NullAway.Init") // set before each test
    private ServerSocket listener;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TelegrafDestination telegraf;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        telegraf = new TelegrafDestination("localhost", listener.getLocalPort(), Duration.ofMillis(500));
    }

    @AfterEach
    void close() throws IOException {
        telegraf.close();
        listener.close();
    }

    private static Chunks.Chunk chunk(String lines) {
        return new Chunks.Chunk(lines.getBytes(StandardCharsets.UTF_8), 1);
    }

    private static BufferedReader reader(Socket peer) throws IOException {
        return new BufferedReader(new InputStreamReader(peer.getInputStream(), StandardCharsets.UTF_8));
    }

    @Test
    void sendsOverOneConnection() throws IOException {
        telegraf.send(chunk("a b=1i\n"));
        telegraf.send(chunk("c d=2i\n"));

        try (Socket peer = listener.accept();
                BufferedReader lines = reader(peer)) {
            assertThat(lines.readLine()).isEqualTo("a b=1i");
            assertThat(lines.readLine()).isEqualTo("c d=2i");
        }
    }

    @Test
    void connectsAgainWhenThePeerHasClosedOrSendsRubbish() throws IOException {
        telegraf.send(chunk("a b=1i\n"));
        try (Socket peer = listener.accept();
                BufferedReader lines = reader(peer)) {
            assertThat(lines.readLine()).isEqualTo("a b=1i");
            peer.getOutputStream().write("rubbish".getBytes(StandardCharsets.UTF_8));
        }
        for (int i = 0; i < 2; i++) {
            telegraf.send(chunk("c d=2i\n"));
            try (Socket peer = listener.accept();
                    BufferedReader lines = reader(peer)) {
                assertThat(lines.readLine()).isEqualTo("c d=2i");
            }
        }
    }

    @Test
    void givesUpOnAPeerThatTakesNothing() {
        Chunks.Chunk large = chunk("x".repeat(64 << 20));

        assertThatThrownBy(() -> telegraf.send(large))
                .isInstanceOf(IOException.class)
                .hasMessage("has not taken a byte for 500 ms");
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        listener.close();

        assertThatThrownBy(() -> telegraf.send(chunk("a b=1i\n")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("refused");
    }

    @Test
    void saysThatAHostIsNotKnown() {
        TelegrafDestination nowhere = new TelegrafDestination("no.such.host.invalid", 1, Duration.ofMillis(500));

        assertThatThrownBy(() -> nowhere.send(chunk("a b=1i\n")))
                .isInstanceOf(IOException.class)
                .hasMessage("no.such.host.invalid is not known");
    }
}
