package org.albatross.eventlog.internal;

import static org.albatross.eventlog.internal.Events.A;
import static org.albatross.eventlog.internal.Events.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** Beside a socket that takes datagrams as a syslog daemon does. */
@Timeout(60)
class SyslogTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path socket;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Syslog syslog;

    @BeforeEach
    void make() {
        socket = folder.resolve("log");
        syslog = new Syslog(socket, ZoneId.of("Europe/Berlin"), 17);
    }

    @AfterEach
    void close() {
        syslog.close();
    }

    private AFUNIXDatagramChannel daemon() throws IOException {
        AFUNIXDatagramChannel daemon = AFUNIXDatagramChannel.open();
        daemon.bind(AFUNIXSocketAddress.of(socket));
        return daemon;
    }

    private static String receive(AFUNIXDatagramChannel daemon) throws IOException {
        ByteBuffer message = ByteBuffer.allocate(65536);
        daemon.receive(message);
        return new String(message.array(), 0, message.position(), StandardCharsets.US_ASCII);
    }

    @Test
    void sendsEachEventInTheFormOfTheSocket() throws IOException {
        try (AFUNIXDatagramChannel daemon = daemon()) {
            syslog.send(waiting(A, "line\nbreak"));
            syslog.send(waiting(A, "x".repeat(20_000)));

            assertThat(receive(daemon))
                    .isEqualTo("<30>Nov 29 10:00:00 albatross[17]: waiting a:web (reason line\\nbreak) by albatross");
            assertThat(receive(daemon)).hasSize(8000);
        }
    }

    @Test
    void neitherWaitsNorEndsWhileTheDaemonIsAwayOrFull() throws IOException {
        syslog.send(waiting(A, "lost"));
        try (AFUNIXDatagramChannel daemon = daemon()) {
            for (int i = 0; i < 5000; i++) {
                syslog.send(waiting(A, Integer.toString(i)));
            }

            for (int i = 0; i < 5; i++) {
                assertThat(receive(daemon)).contains("(reason " + i + ")");
            }
        }
        syslog.send(waiting(A, "lost"));
        Files.delete(socket);
        try (AFUNIXDatagramChannel daemon = daemon()) {
            syslog.send(waiting(A, "back"));

            assertThat(receive(daemon)).contains("(reason back)");
        }
    }
}
