package org.albatross.jmx.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class MetricsComponentTest {
    private static final ObjectName ALL = Names.of(MetricsComponent.DOMAIN + ":*");

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();
    private final MetricRegistry registry = new MetricRegistry();

    @Test
    void showsMetricsWhileTheyAreThere() throws Exception {
        registry.counter("events.lost").inc(3);
        MetricsComponent metrics = new MetricsComponent(server);
        metrics.bindRegistry(registry);
        registry.register("influx.sent{server=influx \"a\":1,type=x}", (Gauge<Long>) () -> 7L);
        registry.counter("Not of ours:*").inc();

        assertThat(server.getAttribute(Names.of(MetricsComponent.DOMAIN + ":type=counters,name=events.lost"), "Count"))
                .isEqualTo(3L);
        ObjectName gauge = Names.of(MetricsComponent.DOMAIN + ":type=gauges,name=influx.sent,label.server="
                + ObjectName.quote("influx \"a\":1") + ",label.type=\"x\"");
        assertThat(server.getAttribute(gauge, "Value")).isEqualTo(7L);
        assertThat(server.queryNames(ALL, null)).hasSize(3);
        registry.remove("influx.sent{server=influx \"a\":1,type=x}");
        assertThat(server.queryNames(ALL, null)).hasSize(2).doesNotContain(gauge);

        MetricRegistry next = new MetricRegistry();
        next.counter("events.lost");
        metrics.bindRegistry(next);
        metrics.unbindRegistry(registry);
        assertThat(server.queryNames(ALL, null)).hasSize(1);
        metrics.unbindRegistry(next);
        assertThat(server.queryNames(ALL, null)).isEmpty();
    }
}
