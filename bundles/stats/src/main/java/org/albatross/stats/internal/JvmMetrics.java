package org.albatross.stats.internal;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricSet;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.RuntimeMXBean;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.albatross.api.Statistics;
import org.osgi.service.component.annotations.Component;

/** The JVM of the platform, by names that do not depend on its garbage collector. Memory in bytes, times in milliseconds. */
@Component(service = MetricSet.class, property = Statistics.METRICS + "=jvm")
public final class JvmMetrics implements MetricSet {
    @Override
    public Map<String, Metric> getMetrics() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        Map<String, Metric> metrics = new HashMap<>();
        metrics.put("heap.used.bytes", gauge(() -> memory.getHeapMemoryUsage().getUsed()));
        metrics.put(
                "heap.committed.bytes", gauge(() -> memory.getHeapMemoryUsage().getCommitted()));
        metrics.put("heap.max.bytes", gauge(() -> memory.getHeapMemoryUsage().getMax()));
        metrics.put(
                "nonheap.used.bytes", gauge(() -> memory.getNonHeapMemoryUsage().getUsed()));
        metrics.put("gc.collections", Counted.by(() -> collectors(GarbageCollectorMXBean::getCollectionCount)));
        metrics.put("gc.millis", Counted.by(() -> collectors(GarbageCollectorMXBean::getCollectionTime)));
        metrics.put("threads", gauge(() ->
                (long) ManagementFactory.getThreadMXBean().getThreadCount()));
        metrics.put("uptime.millis", gauge(runtime::getUptime));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            metrics.put("cpu.nanos", Counted.by(system::getProcessCpuTime));
            metrics.put("descriptors.open", gauge(system::getOpenFileDescriptorCount));
            metrics.put("descriptors.max", gauge(system::getMaxFileDescriptorCount));
        }
        return metrics;
    }

    private static Gauge<Long> gauge(Gauge<Long> value) {
        return value;
    }

    private static long collectors(ToLongFunction<GarbageCollectorMXBean> number) {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(number)
                .sum();
    }
}
