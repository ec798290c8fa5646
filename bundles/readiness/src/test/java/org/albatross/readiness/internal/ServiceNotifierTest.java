package org.albatross.readiness.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;

class ServiceNotifierTest {
    private static final long PID = 17;

    @Test
    void tellsTheManagerOnItsSocket(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("notify");
        try (AFUNIXDatagramChannel manager = listen(AFUNIXSocketAddress.of(file))) {
            ServiceNotifier notifier = notifier(Map.of("NOTIFY_SOCKET", file.toString()));

            notifier.ready();
            notifier.alive();
            notifier.stopping();

            assertThat(receive(manager)).isEqualTo("READY=1");
            assertThat(receive(manager)).isEqualTo("WATCHDOG=1");
            assertThat(receive(manager)).isEqualTo("STOPPING=1");
        }
    }

    @Test
    void tellsTheManagerInTheAbstractNamespace() throws IOException {
        String name = "albatross-notify-" + ProcessHandle.current().pid();
        try (AFUNIXDatagramChannel manager = listen(AFUNIXSocketAddress.inAbstractNamespace(name))) {
            notifier(Map.of("NOTIFY_SOCKET", "@" + name)).ready();

            assertThat(receive(manager)).isEqualTo("READY=1");
        }
    }

    @Test
    void saysThatTheManagerIsGone(@TempDir Path folder) throws IOException {
        ServiceNotifier notifier =
                notifier(Map.of("NOTIFY_SOCKET", folder.resolve("none").toString()));

        assertThatThrownBy(notifier::ready).isInstanceOf(IOException.class);
    }

    @Test
    void tellsNobodyWithoutAManager() throws IOException {
        assertThat(ServiceNotifier.of(Map.of("WATCHDOG_USEC", "1"), PID)).isEmpty();
    }

    @Test
    void knowsHowOftenItIsToBeHeard() throws IOException {
        assertThat(notifier(Map.of("NOTIFY_SOCKET", "/n", "WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "17"))
                        .watchdog())
                .contains(Duration.ofSeconds(30));
        assertThat(notifier(Map.of("NOTIFY_SOCKET", "/n", "WATCHDOG_USEC", "30000000"))
                        .watchdog())
                .contains(Duration.ofSeconds(30));
        assertThat(notifier(Map.of("NOTIFY_SOCKET", "/n", "WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "18"))
                        .watchdog())
                .isEmpty();
        assertThat(notifier(Map.of("NOTIFY_SOCKET", "/n")).watchdog()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "NOTIFY_SOCKET, notify, 'NOTIFY_SOCKET=notify: an absolute path, or @ and a name, of at most 107 bytes is needed'",
        "WATCHDOG_USEC, often, WATCHDOG_USEC=often: a number of microseconds is needed",
        "WATCHDOG_USEC, 0, WATCHDOG_USEC=0: at least one microsecond is needed",
        "WATCHDOG_USEC, -1, WATCHDOG_USEC=-1: at least one microsecond is needed",
    })
    void refusesWhatTheEnvironmentCannotMean(String key, String value, String message) {
        Map<String, String> environment =
                key.equals("NOTIFY_SOCKET") ? Map.of(key, value) : Map.of("NOTIFY_SOCKET", "/n", key, value);

        assertThatThrownBy(() -> ServiceNotifier.of(environment, PID))
                .isInstanceOf(IOException.class)
                .hasMessage(message);
    }

    @Test
    void refusesAnAddressThatNoSocketCanHave() {
        String longest = "/" + "n".repeat(107);

        assertThatThrownBy(() -> ServiceNotifier.of(Map.of("NOTIFY_SOCKET", longest), PID))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("at most 107 bytes");
    }

    private static ServiceNotifier notifier(Map<String, String> environment) throws IOException {
        return ServiceNotifier.of(environment, PID).orElseThrow();
    }

    private static AFUNIXDatagramChannel listen(AFUNIXSocketAddress address) throws IOException {
        AFUNIXDatagramChannel channel = AFUNIXDatagramChannel.open();
        channel.bind(address);
        return channel;
    }

    private static String receive(AFUNIXDatagramChannel manager) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(64);
        manager.receive(buffer);
        return UTF_8.decode(buffer.flip()).toString();
    }
}
