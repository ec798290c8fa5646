package org.albatross.web.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.albatross.api.EventSink;
import org.albatross.endpoint.PasswordCheck;
import org.albatross.endpoint.UsersFile;
import org.albatross.threads.PlatformThreads;
import org.albatross.threads.Relays;
import org.eclipse.jetty.server.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page and its API on one address. While its port is somebody else's, or the file of users cannot be read, it is tried again each
 * second. For any thread.
 */
final class WebPage {
    private static final Logger LOG = LoggerFactory.getLogger("org.albatross.web");
    private static final long LOOK_SECONDS = 1;
    private static final long BEAT_SECONDS = 10;
    private static final long STOP_SECONDS = 5;

    private final ScheduledExecutorService timer = PlatformThreads.timer("albatross-web-timer");
    private final ExecutorService logins = PlatformThreads.pool("albatross-web-login", 1);
    private final Commands commands = new Commands(timer);
    private final InetSocketAddress address;
    private final UsersFile users;
    private final Sessions sessions;
    private final Streams streams;
    private final Api api;
    private final WebServer server;
    private volatile boolean listening;
    private volatile String complaint = "";

    /**
     * Does not listen yet.
     *
     * @param address of loopback
     * @param users who may log in
     * @param consoles whether viewers may read consoles
     * @param events is told who has logged in
     * @param nanos a monotonic clock
     */
    WebPage(
            InetSocketAddress address,
            UsersFile users,
            boolean consoles,
            Relays<EventSink> events,
            LongSupplier nanos) {
        this.address = address;
        this.users = users;
        PasswordCheck passwords = new PasswordCheck(() -> users.users().orElseThrow());
        sessions = new Sessions(passwords::isCurrent, consoles, nanos);
        streams = new Streams(commands, sessions);
        api = new Api(sessions);
        OpenApi.addTo(api);
        new SessionEndpoints(
                        passwords,
                        sessions,
                        new FailureLimit(nanos),
                        new AccessReports(events, Clock.systemUTC()),
                        logins)
                .addTo(api);
        new ObjectEndpoints(commands).addTo(api);
        new StreamEndpoints(commands, streams).addTo(api);
        PageFiles page = new PageFiles();
        server =
                new WebServer(address, new Guard(new Handler.Sequence(api, page), page.contentSecurityPolicy()), timer);
    }

    /** Returns the way to the command service. */
    Commands commands() {
        return commands;
    }

    /** Returns what the API answers. */
    Api api() {
        return api;
    }

    /** Returns how many are logged in. */
    int sessions() {
        return sessions.count();
    }

    /** Returns how many streams are open. */
    int streams() {
        return streams.count();
    }

    /** Returns the port that it listens on. */
    int port() {
        return server.port();
    }

    /** Tells whether it listens. */
    boolean isListening() {
        return listening;
    }

    /** Returns what is wrong; empty when nothing is. */
    String complaint() {
        return complaint;
    }

    /** Begins to listen, as soon as that is possible. */
    void start() {
        Future<?> unused = timer.scheduleWithFixedDelay(this::look, 0, LOOK_SECONDS, TimeUnit.SECONDS);
        unused = timer.scheduleWithFixedDelay(streams::beat, BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
    }

    private void look() {
        sessions.expire();
        try {
            users.look();
            if (!listening) {
                server.start();
                listening = true;
                LOG.info("the page is at http://{}:{}/", address.getHostString(), server.port());
            }
            complaint = "";
        } catch (IOException e) {
            String said = String.valueOf(e.getMessage());
            if (!said.equals(complaint)) {
                complaint = said;
                if (listening) {
                    LOG.error(
                            "users of the page are let in as before: {} (this is tried again every {} s)",
                            said,
                            LOOK_SECONDS);
                } else {
                    LOG.error("there is no page: {} (this is tried again every {} s)", said, LOOK_SECONDS);
                }
            }
        }
    }

    /** Ends within some seconds; streams are told. */
    void stop() throws InterruptedException {
        timer.shutdown();
        if (!timer.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            LOG.error("albatross-web-timer still works after {} s", STOP_SECONDS);
        }
        streams.stop();
        server.stop();
        logins.shutdownNow();
    }
}
