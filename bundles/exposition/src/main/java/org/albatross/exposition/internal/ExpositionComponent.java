package org.albatross.exposition.internal;

import com.codahale.metrics.MetricRegistry;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.albatross.api.Exposition;
import org.albatross.api.Statistics;
import org.albatross.threads.PlatformThreads;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Offers a {@link TextExposition} as a service. */
@Component(service = Exposition.class)
public final class ExpositionComponent implements Exposition {
    private static final long LOOK_MINUTES = 1;

    private final ScheduledExecutorService timer = PlatformThreads.timer("albatross-exposition");
    private final TextExposition exposition;

    /** Nothing is measured before somebody asks. */
    @Activate
    public ExpositionComponent(
            @Reference(name = "statistics") Statistics statistics,
            @Reference(name = "registry") MetricRegistry registry) {
        exposition = new TextExposition(
                statistics::latest, () -> statistics.watch(sample -> {}), registry, System::nanoTime);
    }

    /** Begins to look whether somebody asks. */
    @Activate
    void start() {
        ScheduledFuture<?> unused =
                timer.scheduleWithFixedDelay(exposition::look, LOOK_MINUTES, LOOK_MINUTES, TimeUnit.MINUTES);
    }

    /** Has nothing measured any more. */
    @Deactivate
    void stop() {
        timer.shutdownNow();
        exposition.stop();
    }

    @Override
    public Page page(String accept) {
        return exposition.page(accept);
    }
}
