package org.albatross.prometheus.internal;

import java.util.Optional;
import org.albatross.api.Exposition;
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

    /** Begins to listen. */
    @Activate
    public PrometheusComponent(@Reference(name = "exposition") Exposition exposition, PrometheusConfig config) {
        endpoint = config.listen().equals(PrometheusConfig.OFF)
                ? Optional.empty()
                : Optional.of(new Endpoint(config.listen(), exposition, AGAIN_MILLIS));
        endpoint.ifPresent(Endpoint::start);
    }

    /** Ends at once. */
    @Deactivate
    public void stop() {
        endpoint.ifPresent(Endpoint::stop);
    }
}
