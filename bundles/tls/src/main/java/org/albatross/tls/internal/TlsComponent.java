package org.albatross.tls.internal;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.albatross.api.CommandService;
import org.albatross.api.HealthSource;
import org.albatross.api.RevocationLists;
import org.albatross.api.Statistics;
import org.albatross.endpoint.CaFiles;
import org.albatross.endpoint.EndpointFiles;
import org.albatross.endpoint.PeerCertificates;
import org.albatross.pki.Crls;
import org.albatross.session.DescriptorLimit;
import org.albatross.session.SessionLimits;
import org.albatross.session.Spool;
import org.albatross.session.Upstream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a {@link TlsEndpoint} while there is a configuration for it, with its spool below the state directory. */
@Component(
        configurationPid = TlsConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        service = {MetricSet.class, HealthSource.class},
        immediate = true,
        property = Statistics.METRICS + "=tls")
@Designate(ocd = TlsConfig.class)
public final class TlsComponent implements MetricSet, HealthSource {
    private static final Logger LOG = LoggerFactory.getLogger(TlsComponent.class);

    private final BundleContext context;
    private final TlsEndpoint endpoint;
    private Optional<ServiceRegistration<RevocationLists>> lists = Optional.empty();

    /** Makes it ready to start. */
    @Activate
    public TlsComponent(
            BundleContext context,
            TlsConfig config,
            @Reference(
                            name = "upstream",
                            cardinality = ReferenceCardinality.OPTIONAL,
                            policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    Upstream upstream)
            throws IOException {
        this.context = context;
        String state = context.getProperty("albatross.state.dir");
        if (state == null) {
            throw new IllegalStateException("the framework property albatross.state.dir is not set");
        }
        JsseSettings.missing()
                .ifPresent(setting -> LOG.warn(
                        "the JVM runs without {}: clients with an image in their certificate are refused", setting));
        SessionLimits limits = TlsLimits.sessions(config).within(DescriptorLimit.ofThisProcess());
        HandshakeLimits wanted = TlsLimits.handshakes(config);
        HandshakeLimits handshakes = wanted.within(Runtime.getRuntime().maxMemory());
        if (handshakes.largest() < wanted.largest()) {
            LOG.info(
                    "the heap leaves memory for certificates of {} MB of {} MB (-Xmx); larger images come behind the"
                            + " handshake",
                    handshakes.largest() >> 20,
                    wanted.largest() >> 20);
        }
        Spool spool = new Spool(Path.of(state, "spool-tls"), limits.spool());
        EndpointFiles files = new EndpointFiles(
                new CaFiles(Arrays.stream(config.ca()).map(Path::of).toList()),
                Path.of(config.certificate()),
                Path.of(config.key()));
        endpoint = new TlsEndpoint(
                files,
                new ListeningSockets(List.of(config.addresses())),
                new Crls(
                        Path.of(state, "crls"),
                        config.crl_expired().equals("pass") ? Crls.Expired.PASSES : Crls.Expired.REFUSED,
                        LOG::error),
                contexts -> new TlsServer(limits, handshakes, spool, contexts, Optional.ofNullable(upstream)));
    }

    /** Begins to serve. */
    @Activate
    public void start() {
        Ed25519Provider.install();
        PeerCertificates.install();
        endpoint.start();
        lists = Optional.of(context.registerService(
                RevocationLists.class, endpoint.revocations(), FrameworkUtil.asDictionary(Map.of())));
    }

    /** Ends within some seconds. */
    @Deactivate
    public void stop() throws InterruptedException, IOException {
        lists.ifPresent(ServiceRegistration::unregister);
        endpoint.stop();
        PeerCertificates.remove();
        Ed25519Provider.remove();
    }

    /** Takes the service that carries commands out. */
    @Reference(
            name = "commands",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void bindCommands(CommandService commands) {
        endpoint.server().open(commands);
    }

    /** Gives it back. */
    public void unbindCommands(CommandService commands) {
        endpoint.server().close(commands);
    }

    @Override
    public String check() {
        return "certificates";
    }

    @Override
    public Report look() {
        return endpoint.validity(Instant.now());
    }

    @Override
    public Map<String, Metric> getMetrics() {
        return Map.of(
                "connections", (Gauge<Integer>) () -> endpoint.server().conversations(),
                "handshakes", (Gauge<Integer>) () -> endpoint.server().handshakes());
    }
}
