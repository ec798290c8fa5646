package org.albatross.prometheus.internal;

import com.codahale.metrics.MetricRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.albatross.api.Sample;

/**
 * Everything that a scrape tells: the last sample, which is not taken for it, and the platform's own metrics, whose names begin
 * with {@code albatross_platform_}. For any thread.
 */
final class PlatformCollector implements MultiCollector {
    private final Supplier<Optional<Sample>> latest;
    private final MetricRegistry registry;

    PlatformCollector(Supplier<Optional<Sample>> latest, MetricRegistry registry) {
        this.latest = latest;
        this.registry = registry;
    }

    @Override
    public MetricSnapshots collect() {
        List<MetricSnapshot> snapshots = new ArrayList<>();
        latest.get().ifPresent(sample -> snapshots.addAll(SampleMetrics.of(sample)));
        snapshots.addAll(RegistryMetrics.of(registry));
        return new MetricSnapshots(snapshots);
    }
}
