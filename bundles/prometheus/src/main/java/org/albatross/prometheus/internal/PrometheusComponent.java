package org.albatross.prometheus.internal;

import com.codahale.metrics.MetricRegistry;
import java.util.Optional;
import org.albatross.api.Statistics;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Has an {@link Endpoint} where the configuration says so. */
@Component(
        service = {},
        configurationPid = PrometheusConfig.PID)
@Designate(ocd = PrometheusConfig.class)
public final class PrometheusComponent {
    private static final long AGAIN_MILLIS = 5000;

    private final Optional<Endpoint> endpoint;
    private final Optional<Statistics.Watch> watch;

    /** Begins to listen. */
    @Activate
    public PrometheusComponent(
            @Reference(name = "statistics") Statistics statistics,
            @Reference(name = "registry") MetricRegistry registry,
            PrometheusConfig config) {
        if (config.listen().equals(PrometheusConfig.OFF)) {
            endpoint = Optional.empty();
            watch = Optional.empty();
        } else {
            watch = Optional.of(statistics.watch(sample -> {}));
            endpoint = Optional.of(
                    new Endpoint(config.listen(), new PlatformCollector(statistics::latest, registry), AGAIN_MILLIS));
            endpoint.get().start();
        }
    }

    /** Ends at once. */
    @Deactivate
    public void stop() {
        endpoint.ifPresent(Endpoint::stop);
        watch.ifPresent(Statistics.Watch::close);
    }
}
