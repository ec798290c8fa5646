package org.albatross.health.internal;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.albatross.api.CommandService;
import org.albatross.api.EventLog;
import org.albatross.api.Health;
import org.albatross.api.HealthSource;
import org.albatross.api.ServiceGate;
import org.albatross.health.internal.FindingCheck.Look;
import org.albatross.host.Host;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.ResultLog;
import org.apache.felix.hc.api.execution.HealthCheckExecutionOptions;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
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

/** Offers the checks to Felix, which shows them as MBeans and carries them out side by side, and what comes of them. */
@Component(configurationPid = HealthConfig.PID, immediate = true)
@Designate(ocd = HealthConfig.class)
public final class HealthComponent implements Health {
    private static final String TAG = "albatross";
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration CHECK = Duration.ofSeconds(15);

    private final ServiceGate<CommandService> commands = new ServiceGate<>("the platform's command service", ANSWER);
    private final ServiceGate<EventLog> eventLogs = new ServiceGate<>("the event log", ANSWER);
    private final PlatformAnswers answers = new PlatformAnswers(commands, ANSWER);
    private final HealthCheckExecutor executor;
    private final Host host;
    private final Supplier<List<String>> components;
    private final Supplier<List<String>> sockets;
    private final BundleContext context;
    private final HealthConfig config;
    private final List<Runnable> offered = new ArrayList<>();
    private final HealthSources sources = new HealthSources(this::offer);

    /** Makes it ready to start. */
    @Activate
    public HealthComponent(
            @Reference(name = "executor") HealthCheckExecutor executor,
            @Reference(name = "host") Host host,
            @Reference(name = "components", target = "(albatross.readiness=components)")
                    Supplier<List<String>> components,
            @Reference(name = "sockets", target = "(albatross.readiness=sockets)") Supplier<List<String>> sockets,
            BundleContext context,
            HealthConfig config) {
        this.executor = executor;
        this.host = host;
        this.components = components;
        this.sockets = sockets;
        this.context = context;
        this.config = config;
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindCommands(CommandService service) {
        commands.open(service);
    }

    void unbindCommands(CommandService service) {
        commands.close(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindEventLog(EventLog log) {
        eventLogs.open(log);
    }

    void unbindEventLog(EventLog log) {
        eventLogs.close(log);
    }

    /** Offers the checks. */
    @Activate
    void start() {
        looks().forEach((name, look) -> offered.add(offer(name, look)));
    }

    private Runnable offer(String name, Look look) {
        ServiceRegistration<HealthCheck> check = context.registerService(
                HealthCheck.class,
                new FindingCheck(look),
                FrameworkUtil.asDictionary(Map.of(
                        HealthCheck.NAME, name, HealthCheck.TAGS, TAG, HealthCheck.MBEAN_NAME, "albatross-" + name)));
        return check::unregister;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSource(HealthSource source) {
        sources.add(source);
    }

    void unbindSource(HealthSource source) {
        sources.remove(source);
    }

    private Map<String, Look> looks() {
        Reserve disk = new Reserve(config.disk_warning_megabytes(), config.disk_critical_megabytes());
        Reserve memory = new Reserve(config.memory_warning_megabytes(), config.memory_critical_megabytes());
        return Map.of(
                "components", () -> none(components.get(), "every component is there"),
                "sockets", () -> none(sockets.get(), "every socket answers"),
                "unikernels", () -> answers.unikernels(sinceStart()),
                "policies", answers::policies,
                "isolation", answers::isolation,
                "disk", () -> disk(disk),
                "memory",
                        () -> memory.look(
                                "memory of the host", host.facts().available().bytes()),
                "threads", () -> ThreadsState.look(ManagementFactory.getThreadMXBean()),
                "event-log", this::eventLog);
    }

    private static Finding none(List<String> failures, String otherwise) {
        return failures.isEmpty() ? Finding.ok(otherwise) : new Finding(Status.CRITICAL, failures);
    }

    private static Duration sinceStart() {
        return Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    }

    private Finding disk(Reserve reserve) throws IOException {
        Path state = Path.of(String.valueOf(context.getProperty("albatross.state.dir")));
        if (!Files.isDirectory(state)) {
            throw new NoSuchFileException(state.toString());
        }
        return reserve.look(state.toString(), state.toFile().getUsableSpace());
    }

    private Finding eventLog() throws InterruptedException {
        return eventLogs
                .<Finding, InterruptedException>perform(
                        ANSWER, log -> EventLogState.look(log.counters(), log.awaitRoom()))
                .orElse(Finding.of(
                        Status.CRITICAL,
                        "the event log has been away for " + ANSWER.toSeconds() + " s: nothing is kept"));
    }

    /** Offers them no longer. */
    @Deactivate
    void stop() {
        offered.forEach(Runnable::run);
    }

    @Override
    public List<Check> check() {
        HealthCheckExecutionOptions options =
                new HealthCheckExecutionOptions().setOverrideGlobalTimeout((int) CHECK.toMillis());
        return executor.execute(HealthCheckSelector.tags(TAG), options).stream()
                .map(HealthComponent::check)
                .sorted(Comparator.comparing(Check::name))
                .toList();
    }

    private static Check check(HealthCheckExecutionResult result) {
        List<String> details = StreamSupport.stream(
                        result.getHealthCheckResult().spliterator(), false)
                .map(ResultLog.Entry::getMessage)
                .toList();
        return new Check(
                result.getHealthCheckMetadata().getName(),
                FindingCheck.status(result.getHealthCheckResult().getStatus()),
                details,
                result.getElapsedTimeInMs());
    }
}
