package org.albatross.stats.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void refusesWhatIsNotANameOfAMetric() {
        MetricSet set = () -> Map.of("a b", new Counter());

        assertThatThrownBy(() -> registry.bindMetrics(set, PREFIX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'x.a b' is not the name of a metric");
        assertThatThrownBy(() -> registry.counter("A")).isInstanceOf(IllegalArgumentException.class);
        assertThat(registry.getNames()).isEmpty();
    }

    @Test
    void tellsWhatOnlyGrowsFromWhatGoesUpAndDown() {
        assertThat(new JvmMetrics().getMetrics())
                .hasEntrySatisfying("cpu.nanos", metric -> assertThat(metric).isInstanceOf(Counter.class))
                .hasEntrySatisfying("threads", metric -> assertThat(metric).isInstanceOf(Gauge.class));
    }

    @Test
    void knowsTheJvmByNamesThatDoNotDependOnItsCollector() {
        assertThat(new JvmMetrics().getMetrics())
                .containsOnlyKeys(
                        "heap.used.bytes",
                        "heap.committed.bytes",
                        "heap.max.bytes",
                        "nonheap.used.bytes",
                        "gc.collections",
                        "gc.millis",
                        "threads",
                        "uptime.millis",
                        "cpu.nanos",
                        "descriptors.open",
                        "descriptors.max")
                .allSatisfy((name, metric) -> assertThat(
                                metric instanceof Gauge<?> gauge
                                        ? (Long) gauge.getValue()
                                        : ((Counter) metric).getCount())
                        .as(name)
                        .isNotNegative());
    }
}
