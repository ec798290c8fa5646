package org.albatross.jmx.internal;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.jmx.JmxReporter;
import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Shows every metric of the platform as an MBean, {@code org.albatross.metrics:type=counters,name=influx.sent,label.server=".."}, while
 * this bundle and the registry are there.
 */
@Component(
        service = {},
        immediate = true)
public final class MetricsComponent {
    static final String DOMAIN = "org.albatross.metrics";

    private final JmxReporter reporter;

    /** Begins to show them with the JVM's server. */
    @Activate
    public MetricsComponent(@Reference(name = "registry") MetricRegistry registry) {
        this(registry, ManagementFactory.getPlatformMBeanServer());
    }

    /** Begins to show them with a server. */
    MetricsComponent(MetricRegistry registry, MBeanServer server) {
        reporter = JmxReporter.forRegistry(registry)
                .registerWith(server)
                .inDomain(DOMAIN)
                .createsObjectNamesWith((type, domain, name) -> Names.ofMetric(domain, type, name))
                .build();
        reporter.start();
    }

    /** Takes them away. */
    @Deactivate
    void stop() {
        reporter.close();
    }
}
