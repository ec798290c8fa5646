package org.albatross.local.internal;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricSet;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Map;
import org.albatross.api.CommandService;
import org.albatross.api.Statistics;
import org.albatross.api.WriteBack;
import org.albatross.host.Host;
import org.albatross.host.PresentPeers;
import org.albatross.session.DescriptorLimit;
import org.albatross.session.SessionLimits;
import org.albatross.session.Spool;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a {@link LocalServer} on the listening sockets, with its spool below the state directory. */
@Component(
        configurationPid = LocalConfig.PID,
        service = MetricSet.class,
        immediate = true,
        property = Statistics.METRICS + "=local")
@Designate(ocd = LocalConfig.class)
public final class LocalComponent implements MetricSet {
    private static final Logger LOG = LoggerFactory.getLogger(LocalComponent.class);

    private final PresentPeers peers = new PresentPeers();
    private final Map<SocketRole, ServerSocketChannel> sockets;
    private final Spool spool;
    private final LocalServer server;

    /** Makes it ready to start. */
    @Activate
    public LocalComponent(
            @Reference(name = "vmmd", target = "(albatross.socket=vmmd)") ServerSocketChannel vmmd,
            @Reference(name = "console", target = "(albatross.socket=console)") ServerSocketChannel console,
            @Reference(name = "stat", target = "(albatross.socket=stat)") ServerSocketChannel stat,
            @Reference(name = "log", target = "(albatross.socket=log)") ServerSocketChannel log,
            BundleContext context,
            LocalConfig config)
            throws IOException {
        String state = context.getProperty("albatross.state.dir");
        if (state == null) {
            throw new IllegalStateException("the framework property albatross.state.dir is not set");
        }
        SessionLimits wanted = LocalLimits.of(config);
        SessionLimits limits = wanted.within(DescriptorLimit.ofThisProcess());
        if (limits.connections().most() < wanted.connections().most()) {
            LOG.warn(
                    "the limit of open files (ulimit -n, LimitNOFILE) leaves room for {} connections of {}",
                    limits.connections().most(),
                    wanted.connections().most());
        }
        this.sockets =
                Map.of(SocketRole.VMMD, vmmd, SocketRole.CONSOLE, console, SocketRole.STAT, stat, SocketRole.LOG, log);
        this.spool = new Spool(Path.of(state, "spool"), limits.spool());
        this.server = new LocalServer(limits, spool, peers);
    }

    /** Begins to accept connections. */
    @Activate
    public void start() {
        server.start(sockets);
    }

    /** Ends within some seconds. */
    @Deactivate
    public void stop() throws InterruptedException, IOException {
        server.stop();
    }

    /** Takes the machine, which knows the groups of who connects. */
    @Reference(
            name = "host",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void bindHost(Host host) {
        peers.bind(host);
    }

    /** Gives it back. */
    public void unbindHost(Host host) {
        peers.unbind(host);
    }

    /** Takes the service that carries commands out. */
    @Reference(
            name = "commands",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    public void bindCommands(CommandService commands) {
        server.open(commands);
    }

    /** Gives it back. */
    public void unbindCommands(CommandService commands) {
        server.close(commands);
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
    public Map<String, Metric> getMetrics() {
        return Map.of("connections", (Gauge<Integer>) server::connections, "accepted", server.accepted());
    }
}
