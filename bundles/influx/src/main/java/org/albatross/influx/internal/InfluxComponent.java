package org.albatross.influx.internal;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.MetricSet;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.albatross.api.Health;
import org.albatross.api.HealthSource;
import org.albatross.api.MetricName;
import org.albatross.api.Statistics;
import org.albatross.threads.PlatformThreads;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Sends what is measured to one server; there is one component for each file {@code etc/org.albatross.influx~NAME.cfg}. */
@Component(
        service = {MetricSet.class, HealthSource.class},
        immediate = true,
        configurationPid = InfluxConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = Statistics.METRICS + "=influx")
@Designate(ocd = InfluxConfig.class, factory = true)
public final class InfluxComponent implements MetricSet, HealthSource {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final int HTTP_THREADS = 2;
    private static final long KIB = 1024;

    private final Target target;
    private final ExecutorService threads = PlatformThreads.pool("albatross-influx-http", HTTP_THREADS);
    private final LineSender sender;
    private final RegistryReporter reporter;
    private final Statistics.Watch watch;

    /** Begins to send. */
    @Activate
    public InfluxComponent(
            @Reference(name = "statistics") Statistics statistics,
            @Reference(name = "registry") MetricRegistry registry,
            InfluxConfig config) {
        target = Target.of(config);
        sender = new LineSender(
                target.toString(), config.buffer_kib() * KIB, target.destination(threads), FIRST_PAUSE, LONGEST_PAUSE);
        sender.start();
        reporter = new RegistryReporter(registry, Clock.systemUTC(), sender::add);
        long interval = statistics.interval().toMillis();
        reporter.start(interval, TimeUnit.MILLISECONDS);
        Points points = new Points(config.drop_path().equals("on"));
        watch = statistics.watch(sample -> sender.add(points.of(sample)));
    }

    /** Sends what waits if the server takes it, and ends within some seconds. */
    @Deactivate
    public void stop() throws InterruptedException {
        watch.close();
        reporter.stop();
        sender.stop();
        threads.shutdownNow();
    }

    @Override
    public Map<String, Metric> getMetrics() {
        return Map.of(
                name("sent"), counter(sender::sent),
                name("dropped"), counter(sender::dropped),
                name("refused"), counter(sender::refused),
                name("waiting.bytes"), (Gauge<Long>) sender::waitingBytes);
    }

    @Override
    public String check() {
        return "influx";
    }

    /** A server that takes nothing is somebody else's; what the platform does goes on, so this is a warning. */
    @Override
    public Report look() {
        return sender.trouble()
                .map(trouble -> new Report(Health.Status.WARN, List.of(trouble)))
                .orElseGet(
                        () -> new Report(Health.Status.OK, List.of(target + " has taken " + sender.sent() + " lines")));
    }

    private String name(String what) {
        String server = target.kind().name().toLowerCase(Locale.ROOT) + " " + target.host() + ":" + target.port();
        return MetricName.of(what)
                .with("server", server.replaceAll("[,{}\\p{Cntrl}]", "?"))
                .toString();
    }

    private static Counter counter(LongSupplier count) {
        return new Counter() {
            @Override
            public long getCount() {
                return count.getAsLong();
            }
        };
    }
}
