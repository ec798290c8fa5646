package org.albatross.dispatch.internal;

import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricSet;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.albatross.api.Cancellable;
import org.albatross.api.CommandService;
import org.albatross.api.Consoles;
import org.albatross.api.EventLog;
import org.albatross.api.EventSink;
import org.albatross.api.Request;
import org.albatross.api.RevocationLists;
import org.albatross.api.Sink;
import org.albatross.api.Statistics;
import org.albatross.api.Unikernels;
import org.albatross.model.Caller;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.albatross.threads.PlatformThreads;
import org.albatross.threads.Relays;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** Offers the {@link Dispatcher} as a service. */
@Component(
        service = {CommandService.class, MetricSet.class},
        immediate = true,
        configurationPid = DispatchConfig.PID,
        property = Statistics.METRICS + "=dispatch")
@Designate(ocd = DispatchConfig.class)
public final class DispatchComponent implements CommandService, MetricSet {
    private static final Duration TICK = Duration.ofSeconds(1);

    /** How many events wait for a sink that does not keep up. */
    private static final int EVENTS = 1024;

    private final ExecutorService later = PlatformThreads.pool("albatross-dispatch", 2);
    private final ScheduledExecutorService timer = PlatformThreads.timer("albatross-dispatch-timer");
    private final Relays<EventSink> events =
            new Relays<>("albatross-audit", "events", EVENTS, EventSink::keepsEvents, EventSink::lost);
    private final CommandMetrics metrics = new CommandMetrics(System::nanoTime);
    private final Dispatcher dispatcher;

    /** Reads the configuration. */
    @Activate
    public DispatchComponent(
            @Reference(name = "roles") RolesComponent roles, BundleContext context, DispatchConfig config) {
        String version = context.getBundle().getVersion().toString();
        dispatcher = new Dispatcher(
                roles.grants()::of,
                new Audit(events, Clock.systemUTC()),
                metrics,
                version,
                Duration.ofSeconds(config.service_seconds()),
                later);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindUnikernels(Unikernels unikernels) {
        dispatcher.unikernels().open(unikernels);
    }

    void unbindUnikernels(Unikernels unikernels) {
        dispatcher.unikernels().close(unikernels);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindConsoles(Consoles consoles) {
        dispatcher.consoles().open(consoles);
    }

    void unbindConsoles(Consoles consoles) {
        dispatcher.consoles().close(consoles);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindEventLog(EventLog log) {
        dispatcher.eventLogs().open(log);
    }

    void unbindEventLog(EventLog log) {
        dispatcher.eventLogs().close(log);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRevocationLists(RevocationLists lists) {
        dispatcher.revocationLists().open(lists);
    }

    void unbindRevocationLists(RevocationLists lists) {
        dispatcher.revocationLists().close(lists);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindStatistics(Statistics statistics) {
        dispatcher.statistics().open(statistics);
    }

    void unbindStatistics(Statistics statistics) {
        dispatcher.statistics().close(statistics);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindEventSink(EventSink sink) {
        events.add(sink);
    }

    void unbindEventSink(EventSink sink) {
        events.remove(sink);
    }

    /** Begins to look for what has waited too long. */
    @Activate
    void start() {
        ScheduledFuture<?> unused = timer.scheduleWithFixedDelay(
                dispatcher::expire, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Refuses what waits. What was handed on is answered by who has it. */
    @Deactivate
    void stop() {
        timer.shutdownNow();
        dispatcher.stop();
        later.shutdown();
        events.stop();
    }

    @Override
    public Cancellable execute(Request request, Sink sink) {
        return dispatcher.execute(request, sink);
    }

    @Override
    public Optional<Refusal> refusalOfBlob(Caller caller, Name name) {
        return dispatcher.refusalOfBlob(caller, name);
    }

    @Override
    public Optional<Refusal> refusalOfAdministration(Caller caller) {
        return dispatcher.refusalOfAdministration(caller);
    }

    @Override
    public Map<String, Metric> getMetrics() {
        return metrics.getMetrics();
    }
}
