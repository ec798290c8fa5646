package org.albatross.influx.internal;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Counting;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricFilter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.ScheduledReporter;
import com.codahale.metrics.Snapshot;
import com.codahale.metrics.Timer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.albatross.api.MetricName;
import org.albatross.threads.PlatformThreads;

/**
 * Tells the platform's own metrics as lines: the measurement {@code platform}, the name as the tag {@code metric}, its labels as
 * tags. A number is the field {@code value}, a text {@code text}; a counter has {@code count}; what is spread has {@code count},
 * {@code mean}, {@code median}, {@code p95}, {@code p99} and {@code max}, times in seconds. What has labels and has never counted
 * is left out: there is one for each kind of command. What the original tells of connections is its measurement
 * {@code connections}, too.
 */
final class RegistryReporter extends ScheduledReporter {
    private static final double NANOS = 1e9;
    private static final List<Connections> CONNECTIONS = List.of(
            new Connections("unix", "local.connections", "local.accepted"),
            new Connections("tls", "tls.connections", "tls.accepted"),
            new Connections("fifo", "console.printing", "console.opened"));

    private final Clock clock;
    private final Consumer<List<String>> lines;

    /** A kind of connections of the original, and our names of how many are open and of how many there were. */
    private record Connections(String kind, String open, String all) {}

    /** Tells {@code lines} all metrics each time; it begins with {@link #start}. */
    RegistryReporter(MetricRegistry registry, Clock clock, Consumer<List<String>> lines) {
        super(
                registry,
                "influx",
                MetricFilter.ALL,
                TimeUnit.SECONDS,
                TimeUnit.SECONDS,
                PlatformThreads.timer("albatross-influx"),
                true,
                Set.of());
        this.clock = clock;
        this.lines = lines;
    }

    @Override
    @SuppressWarnings("rawtypes") // the library's signature
    public void report(
            SortedMap<String, Gauge> gauges,
            SortedMap<String, Counter> counters,
            SortedMap<String, Histogram> histograms,
            SortedMap<String, Meter> meters,
            SortedMap<String, Timer> timers) {
        Instant now = clock.instant();
        List<String> told = new ArrayList<>();
        gauges.forEach((name, gauge) -> {
            Line line = line(name);
            Object value = gauge.getValue();
            if (value instanceof Number number) {
                line.field("value", number.doubleValue());
            } else if (value instanceof String text) {
                line.field("text", text);
            }
            if (line.isPoint()) {
                told.add(line.at(now));
            }
        });
        counted(counters)
                .forEach((name, counter) ->
                        told.add(line(name).field("count", counter.getCount()).at(now)));
        meters.forEach((name, meter) ->
                told.add(line(name).field("count", meter.getCount()).at(now)));
        counted(histograms)
                .forEach((name, histogram) ->
                        told.add(spread(line(name).field("count", histogram.getCount()), histogram.getSnapshot(), 1)
                                .at(now)));
        counted(timers)
                .forEach((name, timer) ->
                        told.add(spread(line(name).field("count", timer.getCount()), timer.getSnapshot(), NANOS)
                                .at(now)));
        CONNECTIONS.forEach(kind -> {
            Gauge<?> open = gauges.get(kind.open());
            Counter all = counters.get(kind.all());
            if (all != null && open != null && open.getValue() instanceof Number active) {
                told.add(Line.of("connections")
                        .tag("vm", Points.PLATFORM)
                        .tag("kind", kind.kind())
                        .field("active", active.longValue())
                        .field("total", all.getCount())
                        .at(now));
            }
        });
        lines.accept(told);
    }

    private static <M extends Counting> SortedMap<String, M> counted(SortedMap<String, M> metrics) {
        SortedMap<String, M> counted = new TreeMap<>(metrics);
        counted.entrySet()
                .removeIf(metric ->
                        metric.getKey().indexOf('{') >= 0 && metric.getValue().getCount() == 0);
        return counted;
    }

    private static Line line(String text) {
        MetricName name = MetricName.parse(text);
        Line line = Line.of("platform").tag("vm", Points.PLATFORM).tag("metric", name.name());
        name.labels().forEach(line::tag);
        return line;
    }

    private static Line spread(Line line, Snapshot values, double unit) {
        return line.field("mean", values.getMean() / unit)
                .field("median", values.getMedian() / unit)
                .field("p95", values.get95thPercentile() / unit)
                .field("p99", values.get99thPercentile() / unit)
                .field("max", values.getMax() / unit);
    }
}
