package org.albatross.stats.internal;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricSet;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.albatross.api.Cancellable;
import org.albatross.api.Request;
import org.albatross.api.RunObserver;
import org.albatross.api.Sample;
import org.albatross.api.Sink;
import org.albatross.api.Statistics;
import org.albatross.api.Unikernels;
import org.albatross.host.Host;
import org.albatross.model.Name;
import org.albatross.model.RunningUnikernel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** Offers {@link SamplingStatistics} as a service. */
@Component(
        configurationPid = StatsConfig.PID,
        service = {Statistics.class, RunObserver.class, MetricSet.class},
        property = Statistics.METRICS + "=stats")
@Designate(ocd = StatsConfig.class)
public final class StatsComponent implements Statistics, RunObserver, MetricSet {
    private final SamplingStatistics statistics;

    /** Makes it ready; nothing is measured before somebody looks. */
    @Activate
    public StatsComponent(@Reference(name = "host") Host host, StatsConfig config) {
        statistics = new SamplingStatistics(host, StatsLimits.of(config), Clock.systemUTC());
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindUnikernels(Unikernels unikernels) {
        statistics.unikernels().open(unikernels);
    }

    void unbindUnikernels(Unikernels unikernels) {
        statistics.unikernels().close(unikernels);
    }

    /** Ends subscriptions and samples. */
    @Deactivate
    public void stop() {
        statistics.stop();
    }

    @Override
    public Cancellable execute(Request request, Sink sink) {
        return statistics.execute(request, sink);
    }

    @Override
    public Watch watch(Consumer<Sample> listener) {
        return statistics.watch(listener);
    }

    @Override
    public Optional<Sample> latest() {
        return statistics.latest();
    }

    @Override
    public Duration interval() {
        return statistics.interval();
    }

    @Override
    public void running(List<RunningUnikernel> all) {
        statistics.running(all);
    }

    @Override
    public void began(RunningUnikernel unikernel) {
        statistics.began(unikernel);
    }

    @Override
    public void ended(Name name, long runId) {
        statistics.ended(name, runId);
    }

    @Override
    public Map<String, Metric> getMetrics() {
        return Map.of(
                "rounds", Counted.by(statistics.sampler()::rounds),
                "failures", Counted.by(statistics.sampler()::failures),
                "subscribers", (Gauge<Integer>) () -> statistics.lookers().subscribers(),
                "watches", (Gauge<Integer>) () -> statistics.lookers().watches(),
                "feeds", (Gauge<Integer>) () -> statistics.lookers().feeds(),
                "added", (Gauge<Integer>) statistics::added);
    }
}
