package org.albatross.stats.internal;

import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.MetricSet;
import java.util.HashMap;
import java.util.Map;
import org.albatross.api.MetricName;
import org.albatross.api.Statistics;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Offers the registry of the platform's metrics, with those of every bundle that is there. A set that comes while an earlier
 * one of its names is there, as while a bundle is being replaced, takes its place. A name that is not a {@link MetricName} is
 * refused, so that exporters need not know what to do with one.
 */
@Component(service = MetricRegistry.class, immediate = true)
public final class MetricsComponent extends MetricRegistry {
    private final Map<String, MetricSet> owners = new HashMap<>();

    @Override
    public <T extends Metric> T register(String name, T metric) {
        return super.register(MetricName.parse(name).toString(), metric);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            target = "(" + Statistics.METRICS + "=*)")
    synchronized void bindMetrics(MetricSet set, Map<String, Object> properties) {
        set.getMetrics().forEach((name, metric) -> {
            String full = MetricName.parse(properties.get(Statistics.METRICS) + "." + name)
                    .toString();
            owners.put(full, set);
            remove(full);
            register(full, metric);
        });
    }

    synchronized void unbindMetrics(MetricSet set) {
        owners.entrySet().removeIf(owned -> {
            boolean gone = owned.getValue() == set;
            if (gone) {
                remove(owned.getKey());
            }
            return gone;
        });
    }
}
