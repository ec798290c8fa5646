package org.albatross.edge.internal;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricSet;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.albatross.admission.EndpointConfig;
import org.albatross.admission.EndpointSettings;
import org.albatross.api.CommandService;
import org.albatross.api.EventSink;
import org.albatross.api.Exposition;
import org.albatross.api.HealthSource;
import org.albatross.api.RevocationLists;
import org.albatross.api.Statistics;
import org.albatross.api.WriteBack;
import org.albatross.model.AccessEvent;
import org.albatross.model.Caller;
import org.albatross.model.EventRecord;
import org.albatross.model.Name;
import org.albatross.session.Spool;
import org.albatross.threads.Relays;
import org.newsclub.net.unix.AFUNIXSelectorProvider;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** Runs an {@link EdgeEndpoint} on {@code edge.sock}, with its spool below the state directory. */
@Component(
        configurationPid = EdgeConfig.PID,
        service = {MetricSet.class, HealthSource.class},
        immediate = true,
        property = Statistics.METRICS + "=edge")
@Designate(ocd = EdgeConfig.Keys.class)
public final class EdgeComponent implements MetricSet, HealthSource {
    private static final int EVENTS = 1024;

    private final BundleContext context;
    private final ServerSocketChannel socket;
    private final Management management;
    private final Spool spool;
    private final EdgeEndpoint endpoint;
    private final Relays<EventSink> events =
            new Relays<>("albatross-edge-events", "events", EVENTS, EventSink::keepsEvents, EventSink::lost);
    private Optional<ServiceRegistration<RevocationLists>> lists = Optional.empty();

    /** Makes it ready to start. */
    @Activate
    public EdgeComponent(
            @Reference(name = "socket", target = "(albatross.socket=edge)") ServerSocketChannel socket,
            BundleContext context,
            EdgeConfig config,
            EndpointConfig common)
            throws IOException {
        this.context = context;
        this.socket = socket;
        EndpointSettings settings = EndpointSettings.of(common, context, "spool-edge");
        spool = settings.spool();
        ReceptionLimits receptions = new ReceptionLimits(
                config.introductions(), Duration.ofSeconds(config.introduction_seconds()), settings.certificates());
        String known = context.getProperty("albatross.edge.uid");
        KernelDoorkeeper doorkeeper =
                new KernelDoorkeeper(EdgeUser.of(config.user(), known == null ? "" : known), this::tell);
        management = new Management(config.role(), this::tell);
        endpoint = new EdgeEndpoint(
                settings.authorities(),
                settings.crls(),
                InstantSource.system(),
                verifier -> new EdgeServer(
                        settings.sessions(),
                        receptions,
                        spool,
                        verifier,
                        doorkeeper,
                        management,
                        AFUNIXSelectorProvider.provider()));
    }

    private void tell(Caller caller, AccessEvent event) {
        Name where =
                caller instanceof Caller.Person person ? person.grant().path().asName() : Name.ROOT;
        EventRecord told = new EventRecord(Instant.now(), caller, where, event);
        events.tell(sink -> sink.accept(told));
    }

    /** Begins to serve. */
    @Activate
    public void start() {
        endpoint.start(socket);
        lists = Optional.of(context.registerService(
                RevocationLists.class, endpoint.revocations(), FrameworkUtil.asDictionary(Map.of())));
    }

    /** Ends within some seconds. */
    @Deactivate
    public void stop() throws InterruptedException, IOException {
        lists.ifPresent(ServiceRegistration::unregister);
        endpoint.stop();
        events.stop();
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

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindExposition(Exposition exposition) {
        management.open(exposition);
    }

    void unbindExposition(Exposition exposition) {
        management.close(exposition);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindEventSink(EventSink sink) {
        events.add(sink);
    }

    void unbindEventSink(EventSink sink) {
        events.remove(sink);
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
                "introductions", (Gauge<Integer>) () -> endpoint.server().receptions());
    }
}
