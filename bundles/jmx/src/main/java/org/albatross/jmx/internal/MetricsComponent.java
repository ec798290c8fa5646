package org.albatross.jmx.internal;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.jmx.JmxReporter;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import javax.management.MBeanServer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Shows every metric of a registry as an MBean, {@code org.albatross.metrics:type=counters,name=influx.sent,label.server=".."}, while
 * this bundle and the registry are there. A process that only passes on what others ask has none.
 */
@Component(
        service = {},
        immediate = true)
public final class MetricsComponent {
    static final String DOMAIN = "org.albatross.metrics";

    private record Shown(MetricRegistry registry, JmxReporter reporter) {}

    private final MBeanServer server;
    private Optional<Shown> shown = Optional.empty();

    /** Shows them with the JVM's server. */
    @Activate
    public MetricsComponent() {
        this(ManagementFactory.getPlatformMBeanServer());
    }

    /** Shows them with a server. */
    MetricsComponent(MBeanServer server) {
        this.server = server;
    }

    /** Shows the metrics of a registry from now on, in the place of those of another one. */
    @Reference(name = "registry", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    public synchronized void bindRegistry(MetricRegistry registry) {
        shown.ifPresent(before -> before.reporter().close());
        JmxReporter reporter = JmxReporter.forRegistry(registry)
                .registerWith(server)
                .inDomain(DOMAIN)
                .createsObjectNamesWith((type, domain, name) -> Names.ofMetric(domain, type, name))
                .build();
        reporter.start();
        shown = Optional.of(new Shown(registry, reporter));
    }

    /** Takes them away, unless those of another one are in their place. */
    public synchronized void unbindRegistry(MetricRegistry registry) {
        if (shown.isPresent() && shown.get().registry() == registry) {
            shown.get().reporter().close();
            shown = Optional.empty();
        }
    }
}
