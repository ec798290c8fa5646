package org.albatross.exposition.internal;

import com.codahale.metrics.Snapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Metrics as they are put together, each with all its points; one without a point is left out. Of points with the same labels,
 * which Prometheus does not have, the first one stays: names that are different bytes may be the same text. For one thread.
 */
final class Metrics {
    private static final double[] QUANTILES = {0.5, 0.95, 0.99, 1};

    private final Map<String, Family> families = new LinkedHashMap<>();

    private enum Type {
        COUNTER,
        GAUGE,
        SUMMARY
    }

    private static final class Family {
        private final String help;
        private final Type type;
        private final Set<Labels> labels = new HashSet<>();
        private final List<CounterSnapshot.CounterDataPointSnapshot> counters = new ArrayList<>();
        private final List<GaugeSnapshot.GaugeDataPointSnapshot> gauges = new ArrayList<>();
        private final List<SummarySnapshot.SummaryDataPointSnapshot> summaries = new ArrayList<>();

        Family(String help, Type type) {
            this.help = help;
            this.type = type;
        }
    }

    /**
     * Adds a point of a counter.
     *
     * @param name without {@code _total}, which the client adds
     */
    void counter(String name, String help, Labels labels, double value) {
        family(name, help, Type.COUNTER, labels)
                .ifPresent(family -> family.counters.add(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .labels(labels)
                        .value(value)
                        .build()));
    }

    /** Adds a point of a gauge. */
    void gauge(String name, String help, Labels labels, double value) {
        family(name, help, Type.GAUGE, labels)
                .ifPresent(family -> family.gauges.add(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .labels(labels)
                        .value(value)
                        .build()));
    }

    /** Adds a point of a counter, beyond 2^53 with less digits than it has. */
    void counter(String name, String help, Labels labels, long value) {
        counter(name, help, labels, (double) value);
    }

    /** Adds a point of a gauge, likewise. */
    void gauge(String name, String help, Labels labels, long value) {
        gauge(name, help, labels, (double) value);
    }

    /**
     * Adds a point of a summary, without quantiles when nothing was counted.
     *
     * @param unit what a value is divided by
     */
    void summary(String name, String help, Labels labels, long count, Snapshot values, double unit) {
        Quantiles.Builder quantiles = Quantiles.builder();
        if (count > 0) {
            for (double quantile : QUANTILES) {
                quantiles.quantile(quantile, values.getValue(quantile) / unit);
            }
        }
        family(name, help, Type.SUMMARY, labels)
                .ifPresent(family -> family.summaries.add(SummarySnapshot.SummaryDataPointSnapshot.builder()
                        .labels(labels)
                        .count(count)
                        .quantiles(quantiles.build())
                        .build()));
    }

    /** Returns the metric that gets a point with these labels; nothing when it has one. */
    private Optional<Family> family(String name, String help, Type type, Labels labels) {
        Family family = families.computeIfAbsent(name, unknown -> new Family(help, type));
        return family.labels.add(labels) ? Optional.of(family) : Optional.empty();
    }

    /** Returns what was added, by metric. */
    List<MetricSnapshot> snapshots() {
        List<MetricSnapshot> snapshots = new ArrayList<>();
        families.forEach((name, family) -> {
            MetricMetadata metadata = new MetricMetadata(name, family.help);
            snapshots.add(
                    switch (family.type) {
                        case COUNTER -> new CounterSnapshot(metadata, family.counters);
                        case GAUGE -> new GaugeSnapshot(metadata, family.gauges);
                        case SUMMARY -> new SummarySnapshot(metadata, family.summaries);
                    });
        });
        return snapshots;
    }
}
