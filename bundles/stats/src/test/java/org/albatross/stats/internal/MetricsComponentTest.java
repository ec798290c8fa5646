package org.albatross.stats.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricSet;
import java.util.Map;
import org.albatross.api.Statistics;
import org.junit.jupiter.api.Test;

class MetricsComponentTest {
    private final MetricsComponent registry = new MetricsComponent();

    private static final Map<String, Object> PREFIX = Map.of(Statistics.METRICS, "x");

    @Test
    void holdsTheMetricsOfThoseThatAreThere() {
        MetricSet set = () -> Map.of("a.b", new Counter());
        registry.bindMetrics(set, PREFIX);
        assertThat(registry.getNames()).containsExactly("x.a.b");
        registry.unbindMetrics(set);
        assertThat(registry.getNames()).isEmpty();
    }

    @Test
    void keepsTheSuccessorOfASetThatLeavesLater() {
        Counter former = new Counter();
        Counter next = new Counter();
        MetricSet leaving = () -> Map.of("a", former, "gone", former);
        MetricSet coming = () -> Map.of("a", next);
        registry.bindMetrics(leaving, PREFIX);
        registry.bindMetrics(coming, PREFIX);
        registry.unbindMetrics(leaving);
        assertThat(registry.getMetrics()).containsOnlyKeys("x.a").containsValue(next);
    }

    @Test
    void knowsTheJvmByNamesThatDoNotDependOnItsCollector() {
        assertThat(new JvmMetrics().getMetrics())
                .containsOnlyKeys(
                        "heap.used",
                        "heap.committed",
                        "heap.max",
                        "nonheap.used",
                        "gc.collections",
                        "gc.millis",
                        "threads",
                        "uptime.millis",
                        "cpu.nanos",
                        "descriptors.open",
                        "descriptors.max")
                .allSatisfy((name, metric) -> assertThat((Long) ((Gauge<?>) metric).getValue())
                        .as(name)
                        .isNotNegative());
    }
}
