package org.albatross.console.internal;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.Metric;
import com.codahale.metrics.MetricSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.albatross.api.Cancellable;
import org.albatross.api.Consoles;
import org.albatross.api.Sink;
import org.albatross.api.Statistics;
import org.albatross.host.Host;
import org.albatross.model.Command;
import org.albatross.model.Name;
import org.albatross.model.Text;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Offers {@link RingConsoles} as a service, with its rings below {@code console} of the state directory. */
@Component(
        configurationPid = ConsoleConfig.PID,
        service = {Consoles.class, MetricSet.class},
        property = Statistics.METRICS + "=console")
@Designate(ocd = ConsoleConfig.class)
public final class ConsoleComponent implements Consoles, MetricSet {
    private final RingConsoles consoles;

    /** Starts it. */
    @Activate
    public ConsoleComponent(@Reference(name = "host") Host host, BundleContext context, ConsoleConfig config)
            throws IOException {
        String state = context.getProperty("albatross.state.dir");
        if (state == null) {
            throw new IllegalStateException("the framework property albatross.state.dir is not set");
        }
        this.consoles = new RingConsoles(
                Path.of(state, "console"), host, ConsoleLimits.of(config), Clock.systemUTC(), System::nanoTime);
    }

    /** Ends within some seconds. */
    @Deactivate
    public void stop() throws InterruptedException {
        consoles.stop();
    }

    @Override
    public void add(Source source, long rings) throws IOException {
        consoles.add(source, rings);
    }

    @Override
    public CompletionStage<Optional<Text>> finish(Name name, long runId) {
        return consoles.finish(name, runId);
    }

    @Override
    public Cancellable subscribe(Name name, Command.Begin begin, Sink sink) {
        return consoles.subscribe(name, begin, sink);
    }

    @Override
    public List<Name> inactive(org.albatross.model.Path path) {
        return consoles.inactive(path);
    }

    @Override
    public void abandon(Name name, long runId) {
        consoles.abandon(name, runId);
    }

    @Override
    public Map<String, Metric> getMetrics() {
        return Map.of(
                "rings",
                (Gauge<Integer>) consoles::rings,
                "printing",
                (Gauge<Integer>) consoles::printing,
                "subscribers",
                (Gauge<Integer>) consoles::subscribers,
                "opened",
                consoles.metrics().opened(),
                "read.bytes",
                consoles.metrics().bytes(),
                "lines",
                consoles.metrics().lines(),
                "lost",
                consoles.metrics().lost());
    }
}
