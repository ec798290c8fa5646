package org.albatross.web.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import org.albatross.threads.PlatformThreads;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.ExecutorThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/** Jetty with the bounds that it is run with: HTTP/1.1 without encryption, on one address. To be used by one thread. */
final class WebServer {
    /** The most connections; more wait until one is closed. */
    static final int CONNECTIONS = 256;

    /** How long a connection may be idle, between requests and within one. */
    static final Duration IDLE = Duration.ofSeconds(30);

    /** While there are as many connections as there may be. */
    private static final Duration IDLE_WHEN_FULL = Duration.ofSeconds(5);

    /** The most bytes of a request line and its headers. */
    static final int HEADERS = 8192;

    private static final int THREADS = 8;
    private static final int BACKLOG = 64;

    private final ThreadPoolExecutor threads = PlatformThreads.pool("albatross-web", THREADS);
    private final ServerConnector connector;
    private final Server server;

    /** Does not listen yet. */
    WebServer(InetSocketAddress address, Handler handler, ScheduledExecutorService timer) {
        // Jetty's pool would make threads of its own, which end without a word.
        ThreadFactory factory = threads.getThreadFactory();
        ExecutorThreadPool pool = new ExecutorThreadPool(threads, 1);
        threads.setThreadFactory(factory);
        server = new Server(pool, new ScheduledExecutorScheduler(timer), null);
        connector = new ServerConnector(server, null, null, null, 1, 1, new HttpConnectionFactory(configuration()));
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        connector.setAcceptQueueSize(BACKLOG);
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        NetworkConnectionLimit limit = new NetworkConnectionLimit(CONNECTIONS, connector);
        limit.setEndPointIdleTimeout(IDLE_WHEN_FULL.toMillis());
        server.addBean(limit);
        server.setErrorHandler(new ProblemErrors());
        server.setHandler(handler);
        server.setStopTimeout(0);
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        http.setRequestHeaderSize(HEADERS);
        http.setIdleTimeout(IDLE.toMillis());
        http.setHttpCompliance(HttpCompliance.RFC9110);
        http.setUriCompliance(UriCompliance.RFC3986);
        return http;
    }

    /**
     * Begins to listen.
     *
     * @throws IOException when the address is somebody else's, or not of this host; it may be tried again
     */
    void start() throws IOException {
        try {
            connector.open();
        } catch (IOException e) {
            throw new IOException(connector.getHost() + ":" + connector.getPort() + ": " + e.getMessage(), e);
        }
        try {
            server.start();
        } catch (Exception e) { // as Jetty declares it
            throw new IOException("the server does not start: " + e.getMessage(), e);
        }
    }

    /** Returns the port that it listens on. */
    int port() {
        return connector.getLocalPort();
    }

    /** Ends at once. */
    void stop() {
        try {
            server.stop();
        } catch (Exception e) { // as Jetty declares it
            throw new IllegalStateException("the server does not stop", e);
        } finally {
            connector.close();
            threads.shutdown();
        }
    }
}
