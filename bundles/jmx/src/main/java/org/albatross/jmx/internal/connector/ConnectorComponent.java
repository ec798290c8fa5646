package org.albatross.jmx.internal.connector;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricSet;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.albatross.api.EventSink;
import org.albatross.api.Health;
import org.albatross.api.HealthSource;
import org.albatross.api.Statistics;
import org.albatross.endpoint.CaFiles;
import org.albatross.endpoint.EndpointFiles;
import org.albatross.endpoint.Users;
import org.albatross.pki.Crls;
import org.albatross.threads.PlatformThreads;
import org.albatross.threads.Relays;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link Connector} on the JVM's server while there is a configuration for it. A port that is somebody else's, and files that
 * are wrong, are tried again each second.
 */
@Component(
        configurationPid = ConnectorConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = {MetricSet.class, HealthSource.class},
        immediate = true,
        property = Statistics.METRICS + "=jmx")
@Designate(ocd = ConnectorConfig.class)
public final class ConnectorComponent implements MetricSet, HealthSource {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectorComponent.class);
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final int EVENTS = 1024;
    private static final long LOOK_SECONDS = 1;
    private static final long STOP_SECONDS = 5;

    private final ScheduledExecutorService timer = PlatformThreads.timer("albatross-jmx-connector");
    private final Relays<EventSink> events =
            new Relays<>("albatross-jmx-events", "events", EVENTS, EventSink::keepsEvents, EventSink::lost);
    private final boolean encrypted;
    private final InetSocketAddress address;
    private final ConnectorFiles files;
    private final Connector connector;
    private volatile boolean listening;
    private volatile String complaint = "";

    /** Makes it ready to start. */
    @Activate
    public ConnectorComponent(BundleContext context, ConnectorConfig config) throws IOException {
        encrypted = config.tls().equals("on");
        address = address(config);
        Optional<EndpointFiles> certificates = encrypted
                ? Optional.of(new EndpointFiles(
                        new CaFiles(Arrays.stream(config.ca()).map(Path::of).toList()),
                        Path.of(config.certificate()),
                        Path.of(config.key())))
                : Optional.empty();
        files = new ConnectorFiles(
                Path.of(property(context, "albatross.etc.dir"), Users.FILE),
                certificates,
                new Crls(
                        Path.of(property(context, "albatross.state.dir"), "crls"),
                        config.crl_expired().equals("pass") ? Crls.Expired.PASSES : Crls.Expired.REFUSED,
                        LOG::error));
        boolean consoles = config.viewers_consoles().equals("on");
        connector = new Connector(
                ManagementFactory.getPlatformMBeanServer(),
                address,
                encrypted ? config.hostname() : "127.0.0.1",
                encrypted ? Optional.of(files::tls) : Optional.empty(),
                encrypted
                        ? new CertificateLogin(files::verifier, consoles, Clock.systemUTC())
                        : new PasswordLogin(files::users, consoles),
                new EventAudit(events, Clock.systemUTC()));
    }

    private static InetSocketAddress address(ConnectorConfig config) throws UnknownHostException {
        if (!config.tls().equals("on")) {
            return new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), config.port());
        }
        return config.address().equals(ConnectorConfig.EVERYWHERE)
                ? new InetSocketAddress(config.port())
                : new InetSocketAddress(config.address(), config.port());
    }

    private static String property(BundleContext context, String name) {
        String value = context.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("the framework property " + name + " is not set");
        }
        return value;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindEventSink(EventSink sink) {
        events.add(sink);
    }

    void unbindEventSink(EventSink sink) {
        events.remove(sink);
    }

    /** Begins to listen, as soon as that is possible. */
    @Activate
    void start() {
        Future<?> unused = timer.scheduleWithFixedDelay(this::tick, 0, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private void tick() {
        boolean ready = files.look();
        if (ready && !listening) {
            listen();
        }
        if (listening) {
            connector.expire();
        }
    }

    private void listen() {
        try {
            connector.start();
            listening = true;
            complaint = "";
            LOG.info("JMX clients are served on {} ({})", address, encrypted ? "TLS" : "passwords");
        } catch (IOException e) {
            String said = "no JMX client is served on port " + address.getPort() + ": " + e.getMessage();
            if (!said.equals(complaint)) {
                complaint = said;
                LOG.error("{} (this is tried again every {} s)", said, LOOK_SECONDS);
            }
        }
    }

    /** Ends within some seconds. */
    @Deactivate
    void stop() throws InterruptedException {
        timer.shutdown();
        if (!timer.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            LOG.error("albatross-jmx-connector still works after {} s", STOP_SECONDS);
        }
        connector.stop();
        events.stop();
    }

    @Override
    public String check() {
        return "jmx";
    }

    @Override
    public Report look() {
        String wrong = files.complaint().isEmpty() ? complaint : files.complaint();
        if (!listening) {
            return new Report(Health.Status.CRITICAL, List.of("no JMX client is served: " + wrong));
        }
        return wrong.isEmpty()
                ? new Report(Health.Status.OK, List.of(connector.clients() + " JMX clients are connected"))
                : new Report(Health.Status.WARN, List.of("JMX clients are let in as before: " + wrong));
    }

    @Override
    public Map<String, Metric> getMetrics() {
        return Map.of("connections", (Gauge<Integer>) connector::clients);
    }
}
