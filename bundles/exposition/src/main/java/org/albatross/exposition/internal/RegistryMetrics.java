package org.albatross.exposition.internal;

import com.codahale.metrics.Counting;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Sampling;
import com.codahale.metrics.Timer;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import org.albatross.api.MetricName;

/**
 * The platform's own metrics as Prometheus has them: {@code dispatch.commands{outcome=done}} is
 * {@code albatross_platform_dispatch_commands_total{outcome="done"}}, times are in seconds, and what is spread is a summary. A
 * function of what the registry holds now. Metrics of one name are one family, which is why this is not the client's bridge for
 * Dropwizard: that one makes a family of each.
 */
final class RegistryMetrics {
    private static final String PREFIX = "albatross_platform_";
    private static final double MILLIS = 1e3;
    private static final double NANOS = 1e9;

    private final Metrics metrics = new Metrics();

    private RegistryMetrics() {}

    /** Returns the metrics of a registry. */
    static List<MetricSnapshot> of(MetricRegistry registry) {
        RegistryMetrics all = new RegistryMetrics();
        registry.getMetrics().forEach(all::add);
        return all.metrics.snapshots();
    }

    private void add(String text, Metric metric) {
        MetricName name = MetricName.parse(text);
        String help = "The platform's " + name.name() + ".";
        Labels labels = Labels.of(
                name.labels().keySet().toArray(String[]::new),
                name.labels().values().toArray(String[]::new));
        if (metric instanceof Timer timer) {
            metrics.summary(
                    seconds(name.name() + ".nanos"), help, labels, timer.getCount(), timer.getSnapshot(), NANOS);
        } else if (metric instanceof Histogram histogram) {
            double unit = unit(name.name());
            metrics.summary(
                    seconds(name.name()),
                    help,
                    labels,
                    histogram.getCount(),
                    ((Sampling) histogram).getSnapshot(),
                    unit);
        } else if (metric instanceof Counting counting) {
            metrics.counter(seconds(name.name()), help, labels, counting.getCount() / unit(name.name()));
        } else if (metric instanceof Gauge<?> gauge && gauge.getValue() instanceof Number number) {
            metrics.gauge(seconds(name.name()), help, labels, number.doubleValue() / unit(name.name()));
        }
    }

    private static double unit(String name) {
        return name.endsWith(".millis") ? MILLIS : name.endsWith(".nanos") ? NANOS : 1;
    }

    private static String seconds(String name) {
        return PREFIX + name.replaceAll("\\.(millis|nanos)$", ".seconds").replace('.', '_');
    }
}
