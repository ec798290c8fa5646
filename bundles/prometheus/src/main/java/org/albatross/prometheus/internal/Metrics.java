package org.albatross.prometheus.internal;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Metrics as they are put together, each with all its points; one without a point is left out. For one thread. */
final class Metrics {
    private final Map<String, Family> families = new LinkedHashMap<>();

    private static final class Family {
        private final String help;
        private final boolean counter;
        private final List<CounterSnapshot.CounterDataPointSnapshot> counters = new ArrayList<>();
        private final List<GaugeSnapshot.GaugeDataPointSnapshot> gauges = new ArrayList<>();

        Family(String help, boolean counter) {
            this.help = help;
            this.counter = counter;
        }
    }

    /**
     * Adds a point of a counter.
     *
     * @param name without {@code _total}, which the client adds
     */
    void counter(String name, String help, Labels labels, double value) {
        family(name, help, true)
                .counters
                .add(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .labels(labels)
                        .value(value)
                        .build());
    }

    /** Adds a point of a gauge. */
    void gauge(String name, String help, Labels labels, double value) {
        family(name, help, false)
                .gauges
                .add(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .labels(labels)
                        .value(value)
                        .build());
    }

    /** Adds a point of a counter, beyond 2^53 with less digits than it has. */
    void counter(String name, String help, Labels labels, long value) {
        counter(name, help, labels, (double) value);
    }

    /** Adds a point of a gauge, likewise. */
    void gauge(String name, String help, Labels labels, long value) {
        gauge(name, help, labels, (double) value);
    }

    private Family family(String name, String help, boolean counter) {
        return families.computeIfAbsent(name, unknown -> new Family(help, counter));
    }

    /** Returns what was added, by metric. */
    List<MetricSnapshot> snapshots() {
        List<MetricSnapshot> snapshots = new ArrayList<>();
        families.forEach((name, family) -> {
            if (family.counter) {
                CounterSnapshot.Builder builder =
                        CounterSnapshot.builder().name(name).help(family.help);
                family.counters.forEach(builder::dataPoint);
                snapshots.add(builder.build());
            } else {
                GaugeSnapshot.Builder builder =
                        GaugeSnapshot.builder().name(name).help(family.help);
                family.gauges.forEach(builder::dataPoint);
                snapshots.add(builder.build());
            }
        });
        return snapshots;
    }
}
