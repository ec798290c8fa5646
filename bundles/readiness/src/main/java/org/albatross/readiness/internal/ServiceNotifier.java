package org.albatross.readiness.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/**
 * Tells the service manager that started this process how it fares, by the protocol of {@code sd_notify(3)}: a datagram
 * of {@code KEY=VALUE} to the socket that {@code NOTIFY_SOCKET} names, an {@code @} at its beginning for one in the
 * abstract namespace. May be called from any thread.
 */
final class ServiceNotifier {
    /** By the length of {@code sun_path}, see unix(7). */
    private static final int LONGEST_ADDRESS = 107;

    private final SocketAddress manager;
    private final Optional<Duration> watchdog;

    private ServiceNotifier(SocketAddress manager, Optional<Duration> watchdog) {
        this.manager = manager;
        this.watchdog = watchdog;
    }

    /**
     * Returns whom the environment names as the one to be told, if there is one.
     *
     * @param pid this process: a watchdog that is meant for another, as for one that started this, is none of ours
     * @throws IOException when what the environment says is not an address
     */
    static Optional<ServiceNotifier> of(Map<String, String> environment, long pid) throws IOException {
        String name = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        boolean isAbstract = name.startsWith("@");
        if ((!isAbstract && !name.startsWith("/")) || name.getBytes(UTF_8).length > LONGEST_ADDRESS) {
            throw new IOException("NOTIFY_SOCKET=" + name + ": an absolute path, or @ and a name, of at most "
                    + LONGEST_ADDRESS + " bytes is needed");
        }
        SocketAddress manager = isAbstract
                ? AFUNIXSocketAddress.inAbstractNamespace(name.substring(1))
                : AFUNIXSocketAddress.of(Path.of(name));
        return Optional.of(new ServiceNotifier(manager, watchdog(environment, pid)));
    }

    private static Optional<Duration> watchdog(Map<String, String> environment, long pid) throws IOException {
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        String whose = environment.getOrDefault("WATCHDOG_PID", String.valueOf(pid));
        if (micros.isEmpty() || !whose.equals(String.valueOf(pid))) {
            return Optional.empty();
        }
        try {
            Duration limit = Duration.of(Long.parseLong(micros), ChronoUnit.MICROS);
            if (limit.compareTo(Duration.ZERO) > 0) {
                return Optional.of(limit);
            }
        } catch (NumberFormatException e) {
            throw new IOException("WATCHDOG_USEC=" + micros + ": a number of microseconds is needed", e);
        }
        throw new IOException("WATCHDOG_USEC=" + micros + ": at least one microsecond is needed");
    }

    /** Returns how often the manager wants to hear {@link #alive} at least, if it does. */
    Optional<Duration> watchdog() {
        return watchdog;
    }

    /** Everything answers. */
    void ready() throws IOException {
        send("READY=1");
    }

    /** Everything still answers. */
    void alive() throws IOException {
        send("WATCHDOG=1");
    }

    /** The process is about to end. */
    void stopping() throws IOException {
        send("STOPPING=1");
    }

    private void send(String state) throws IOException {
        try (AFUNIXDatagramChannel channel = AFUNIXDatagramChannel.open()) {
            channel.configureBlocking(false);
            channel.send(ByteBuffer.wrap(state.getBytes(UTF_8)), manager);
        }
    }
}
