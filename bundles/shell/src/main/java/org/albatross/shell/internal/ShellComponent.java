package org.albatross.shell.internal;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricSet;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.albatross.api.CommandService;
import org.albatross.api.EventSink;
import org.albatross.api.Health;
import org.albatross.api.Statistics;
import org.albatross.host.Host;
import org.albatross.host.PresentPeers;
import org.albatross.model.Caller;
import org.albatross.session.Share;
import org.albatross.session.Spool;
import org.albatross.threads.PlatformThreads;
import org.albatross.threads.Relays;
import org.apache.felix.service.command.CommandProcessor;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXSelectorProvider;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketCredentials;
import org.newsclub.net.unix.FileDescriptorCast;
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

/** Offers the commands to Gogo, and shells on their socket. */
@Component(
        configurationPid = ShellConfig.PID,
        service = MetricSet.class,
        immediate = true,
        property = Statistics.METRICS + "=shell")
@Designate(ocd = ShellConfig.class)
public final class ShellComponent implements MetricSet {
    private static final int EVENTS = 1024;
    private static final Share SPOOL = new Share(2L << 30, 1L << 30);

    private final PresentPeers peers = new PresentPeers();
    private final BundleContext context;
    private final ExecutorService pool = PlatformThreads.unboundedPool("albatross-shell");
    private final Relays<EventSink> events =
            new Relays<>("albatross-shell-events", "events", EVENTS, EventSink::keepsEvents, EventSink::lost);
    private final AtomicReference<@Nullable Health> health = new AtomicReference<>();
    private final Access access = new Access(events, Clock.systemUTC());
    private final AtomicReference<@Nullable Function<List<String>, List<String>>> launcher = new AtomicReference<>();
    private final UpgradeCommands upgrades = new UpgradeCommands(() -> Optional.ofNullable(launcher.get()), access);
    private final ShellCommands commands;
    private final ShellServer server;
    private List<ServiceRegistration<?>> offered = new ArrayList<>();

    /** Makes it ready to start. */
    @Activate
    public ShellComponent(
            @Reference(name = "socket", target = "(albatross.socket=shell)") ServerSocketChannel socket,
            @Reference(name = "processor") CommandProcessor processor,
            BundleContext context,
            ShellConfig config)
            throws IOException {
        this.context = context;
        String state = context.getProperty("albatross.state.dir");
        if (state == null) {
            throw new IllegalStateException("the framework property albatross.state.dir is not set");
        }
        Spool spool = new Spool(Path.of(state, "spool-shell"), SPOOL);
        this.commands = new ShellCommands(List.of(
                new PlatformCommands(access),
                new UnikernelCommands(access),
                new ImageCommands(access, spool),
                new ResourceCommands(access),
                new ContentCommands(access),
                new StreamCommands(access),
                new HealthCommands(this::health),
                upgrades,
                new ToolCommands()));
        String version = context.getBundle().getVersion().toString();
        this.server = new ShellServer(
                socket,
                AFUNIXSelectorProvider.provider(),
                this::callerOf,
                (caller, connection) -> new ShellSession(
                        caller,
                        connection,
                        pool,
                        access,
                        client -> new Interpreter(processor, new MessageOutput(client), commands, access),
                        version),
                config.sessions(),
                config.sessions_per_user());
    }

    private Caller callerOf(SocketChannel channel) throws IOException {
        AFUNIXSocketChannel connection = (AFUNIXSocketChannel) channel;
        AFUNIXSocketCredentials peer = connection.getPeerCredentials();
        int descriptor =
                FileDescriptorCast.using(connection.getFileDescriptor()).as(Integer.class);
        return new Caller.Local(peer.getUid(), peer.getGid(), peers.groups(descriptor), peer.getPid());
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindCommands(CommandService service) {
        access.gate().open(service);
    }

    void unbindCommands(CommandService service) {
        access.gate().close(service);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindHost(Host host) {
        peers.bind(host);
    }

    void unbindHost(Host host) {
        peers.unbind(host);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindEventSink(EventSink sink) {
        events.add(sink);
    }

    void unbindEventSink(EventSink sink) {
        events.remove(sink);
    }

    private Optional<Health> health() {
        return Optional.ofNullable(health.get());
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindHealth(Health service) {
        health.set(service);
    }

    void unbindHealth(Health service) {
        boolean unused = health.compareAndSet(service, null);
    }

    @Reference(
            service = Function.class,
            target = "(albatross.upgrade=platform)",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindLauncher(Function<List<String>, List<String>> service) {
        launcher.set(service);
    }

    void unbindLauncher(Function<List<String>, List<String>> service) {
        boolean unused = launcher.compareAndSet(service, null);
    }

    /** Begins to accept connections. */
    @Activate
    void start() throws IOException {
        offered = commands.register(context);
        Consumer<List<String>> observer = upgrades::ended;
        offered.add(context.registerService(
                Consumer.class, observer, FrameworkUtil.asDictionary(Map.of("albatross.upgrade", "observer"))));
        server.start();
    }

    /** Closes every shell. What one is carrying out, which may be this very stop, goes on for as long as it likes. */
    @Deactivate
    void stop() throws IOException, InterruptedException {
        offered.forEach(ServiceRegistration::unregister);
        server.stop();
        pool.shutdown();
        events.stop();
    }

    @Override
    public Map<String, Metric> getMetrics() {
        return Map.of("connections", (Gauge<Integer>) server::connections);
    }
}
