package org.albatross.prometheus.internal;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.albatross.api.Exposition;
import org.albatross.threads.PlatformThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP server with {@code /metrics} on loopback. While its port is somebody else's it tries again, and the log says so once.
 * A scrape that hangs is closed after some seconds; eight are served at once, the others wait. For any thread.
 */
final class Endpoint {
    private static final Logger LOG = LoggerFactory.getLogger("org.albatross.prometheus");
    private static final int THREADS = 8;
    private static final int BACKLOG = 64;
    private static final Duration SLOWEST = Duration.ofSeconds(5);

    private final String host;
    private final int port;
    private final Exposition exposition;
    private final ExecutorService threads;
    private final ScheduledExecutorService timer = PlatformThreads.timer("albatross-prometheus-listen");
    private final long againMillis;
    private Optional<HttpServer> server = Optional.empty();
    private boolean refused;
    private boolean stopped;

    static {
        // The JDK's server reads these once, before its first use; without them a peer that sends nothing keeps a
        // thread.
        System.setProperty("sun.net.httpserver.maxReqTime", Long.toString(SLOWEST.toSeconds()));
        System.setProperty("sun.net.httpserver.maxRspTime", Long.toString(SLOWEST.toSeconds()));
    }

    /**
     * Listens after {@link #start}.
     *
     * @param address a number of loopback and a port
     * @param exposition what is told
     * @param againMillis how long it is from one attempt to listen to the next
     */
    Endpoint(String address, Exposition exposition, long againMillis) {
        this.exposition = exposition;
        int colon = address.lastIndexOf(':');
        host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
        port = Integer.parseInt(address.substring(colon + 1));
        this.againMillis = againMillis;
        threads = PlatformThreads.timedPool(
                "albatross-prometheus", THREADS, new HangingScrapes(SLOWEST, address, System::nanoTime)::served);
    }

    void start() {
        ScheduledFuture<?> unused = timer.scheduleWithFixedDelay(this::listen, 0, againMillis, TimeUnit.MILLISECONDS);
    }

    /** Listens unless it does so already, or was stopped. */
    synchronized void listen() {
        if (server.isPresent() || stopped) {
            return;
        }
        try {
            InetAddress address = loopback();
            HttpServer made = HttpServer.create(new InetSocketAddress(address, port), BACKLOG);
            made.createContext("/", new Scrapes(exposition));
            made.setExecutor(threads);
            made.start();
            server = Optional.of(made);
            LOG.info("http://{}:{}/metrics is there", host, port);
            timer.execute(this::askOnce);
        } catch (IOException e) {
            if (!refused) {
                LOG.warn("{}:{} cannot be listened on, and is tried again: {}", host, port, e.getMessage());
            }
            refused = true;
        }
    }

    /** Has unikernels measured before the first scrape comes. */
    private void askOnce() {
        try {
            Exposition.Page unused = exposition.page("");
        } catch (IllegalStateException e) {
            LOG.warn("what is measured cannot be told now: {}", e.getMessage());
        }
    }

    private InetAddress loopback() throws UnknownHostException {
        InetAddress address = InetAddress.getByName(host);
        if (!address.isLoopbackAddress()) {
            throw new UnknownHostException(host + " is not a number of loopback");
        }
        return address;
    }

    /** Ends at once; scrapes that are under way are closed. */
    synchronized void stop() {
        stopped = true;
        timer.shutdownNow();
        server.ifPresent(listening -> listening.stop(0));
        threads.shutdownNow();
    }
}
