package org.albatross.eventlog.internal;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.albatross.api.Cancellable;
import org.albatross.api.EventLog;
import org.albatross.api.EventSink;
import org.albatross.api.Sink;
import org.albatross.api.Statistics;
import org.albatross.model.EventLine;
import org.albatross.model.EventRecord;
import org.albatross.model.LogCommand;
import org.albatross.model.Name;
import org.albatross.model.Refusal;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers a {@link FileEventLog} as a service, with its files below {@code events} of the state directory. */
@Component(
        configurationPid = EventLogConfig.PID,
        service = {EventLog.class, EventSink.class, MetricSet.class},
        property = Statistics.METRICS + "=eventlog")
@Designate(ocd = EventLogConfig.class)
public final class EventLogComponent implements EventLog, EventSink, MetricSet {
    private static final Logger LOG = LoggerFactory.getLogger("org.albatross.eventlog");

    private final FileEventLog log;
    private final Consumer<EventRecord> forward;
    private final Syslog syslog = new Syslog(
            Path.of("/dev/log"), ZoneId.systemDefault(), ProcessHandle.current().pid());
    private final PlatformEvents platform;

    /** Opens it. */
    @Activate
    public EventLogComponent(BundleContext context, EventLogConfig config) throws IOException {
        String state = context.getProperty("albatross.state.dir");
        if (state == null) {
            throw new IllegalStateException("the framework property albatross.state.dir is not set");
        }
        forward = switch (config.forward()) {
            case EventLogConfig.JOURNAL -> told -> LOG.info("{}", EventLine.of(told));
            case EventLogConfig.SYSLOG -> syslog::send;
            default -> told -> {};
        };
        log = new FileEventLog(Path.of(state, "events"), LogLimits.of(config), Clock.systemUTC());
        platform = new PlatformEvents(context, this, Clock.systemUTC());
    }

    /** Begins to tell what becomes of the platform. */
    @Activate
    void start() {
        platform.begin();
    }

    /** Ends within some seconds. */
    @Deactivate
    public void stop() throws InterruptedException, IOException {
        platform.end();
        log.stop();
        syslog.close();
    }

    @Override
    public void accept(EventRecord told) {
        log.accept(told);
        forward.accept(told);
    }

    @Override
    public void lost(long number) {
        log.lost(number);
    }

    @Override
    public boolean keepsEvents() {
        return true;
    }

    @Override
    public Cancellable subscribe(Name name, LogCommand command, Sink sink) {
        return log.subscribe(name, command, sink);
    }

    @Override
    public Optional<Refusal> awaitRoom() throws InterruptedException {
        return log.awaitRoom();
    }

    @Override
    public Counters counters() {
        return log.counters();
    }

    @Override
    public Map<String, Metric> getMetrics() {
        return Map.of(
                "synced", counter(Counters::written),
                "lost", counter(Counters::lost),
                "failures", counter(Counters::failures),
                "sequence", counter(Counters::sequence),
                "waiting.bytes", (Gauge<Long>) () -> log.counters().waitingBytes(),
                "followers", (Gauge<Integer>) log::followers);
    }

    private Counter counter(ToLongFunction<Counters> number) {
        return new Counter() {
            @Override
            public long getCount() {
                return number.applyAsLong(log.counters());
            }
        };
    }
}
