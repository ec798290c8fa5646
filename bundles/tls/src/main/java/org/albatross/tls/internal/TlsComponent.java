package org.albatross.tls.internal;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.albatross.admission.EndpointConfig;
import org.albatross.admission.EndpointSettings;
import org.albatross.api.CommandService;
import org.albatross.api.HealthSource;
import org.albatross.api.RevocationLists;
import org.albatross.api.Statistics;
import org.albatross.api.WriteBack;
import org.albatross.endpoint.EndpointFiles;
import org.albatross.endpoint.PeerCertificates;
import org.albatross.session.Share;
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
@Designate(ocd = TlsConfig.Keys.class)
public final class TlsComponent implements MetricSet, HealthSource {
    private static final Logger LOG = LoggerFactory.getLogger(TlsComponent.class);

    private final BundleContext context;
    private final Spool spool;
    private final TlsEndpoint endpoint;
    private Optional<ServiceRegistration<RevocationLists>> lists = Optional.empty();

    /** Makes it ready to start. */
    @Activate
    public TlsComponent(
            BundleContext context,
            TlsConfig config,
            EndpointConfig common,
            @Reference(
                            name = "upstream",
                            cardinality = ReferenceCardinality.OPTIONAL,
                            policyOption = ReferencePolicyOption.GREEDY)
                    @Nullable
                    Upstream upstream)
            throws IOException {
        this.context = context;
        JsseSettings.missing()
                .ifPresent(setting -> LOG.warn(
                        "the JVM runs without {}: clients with an image in their certificate are refused", setting));
        EndpointSettings settings = EndpointSettings.of(common, context, "spool-tls");
        spool = settings.spool();
        HandshakeLimits handshakes = new HandshakeLimits(
                new Share(config.handshakes(), config.handshakes_per_network()),
                Duration.ofSeconds(config.handshake_seconds()),
                settings.certificates());
        endpoint = new TlsEndpoint(
                new EndpointFiles(settings.authorities(), Path.of(config.certificate()), Path.of(config.key())),
                new ListeningSockets(List.of(config.addresses())),
                settings.crls(),
                contexts ->
                        new TlsServer(settings.sessions(), handshakes, spool, contexts, Optional.ofNullable(upstream)));
    }

    /** Begins to serve. */
    @Activate
    public void start() {
        Ed25519Provider.install();
        X25519Provider.install();
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
        X25519Provider.remove();
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

    /** Takes what writes images back while they come. */
    @Reference(
            name = "writeBack",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void bindWriteBack(WriteBack writeBack) {
        spool.bind(writeBack);
    }

    /** Gives it back. */
    public void unbindWriteBack(WriteBack writeBack) {
        spool.unbind(writeBack);
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
                "accepted", endpoint.server().accepted(),
                "handshakes", (Gauge<Integer>) () -> endpoint.server().handshakes());
    }
}
