package org.albatross.readiness.internal;

import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.albatross.threads.PlatformThreads;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the launcher whether the platform can serve: a {@link Supplier} of the reasons why it cannot, a line each, none
 * when it can. A type of the JDK, for the launcher knows no bundle. Later on, when a component has failed, as after an
 * update or a change of its configuration, it stops the framework: a platform that cannot serve ends.
 */
@Component(service = Supplier.class, immediate = true, property = "albatross.readiness=platform")
public final class ReadinessComponent implements Supplier<List<String>> {
    private static final Logger LOG = LoggerFactory.getLogger(ReadinessComponent.class);
    private static final long PERIOD_SECONDS = 2;
    private static final String FILE = "albatross.socket.file";

    private final BundleContext context;
    private final Components components;
    private final List<Path> sockets = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService timer = PlatformThreads.timer("albatross-readiness");
    private List<String> failedBefore = List.of();

    /** Begins to look once the launcher has asked. */
    @Activate
    public ReadinessComponent(@Reference(name = "runtime") ServiceComponentRuntime runtime, BundleContext context) {
        this.context = context;
        this.components = new Components(runtime);
    }

    /** A socket is listened on. */
    @Reference(
            target = "(" + FILE + "=*)",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void bindSocket(ServerSocketChannel socket, Map<String, Object> properties) {
        sockets.add(file(properties));
    }

    void unbindSocket(ServerSocketChannel socket, Map<String, Object> properties) {
        sockets.remove(file(properties));
    }

    private static Path file(Map<String, Object> properties) {
        return Path.of(String.valueOf(properties.get(FILE)));
    }

    /** Returns why the platform cannot serve; asked by the launcher when all bundles have started. */
    @Override
    public List<String> get() {
        List<String> reasons = new ArrayList<>(components.missing());
        if (reasons.isEmpty()) {
            sockets.forEach(file -> SocketProbe.failure(file).ifPresent(reasons::add));
        }
        if (reasons.isEmpty()) {
            ScheduledFuture<?> unused =
                    timer.scheduleWithFixedDelay(this::look, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
        }
        return reasons;
    }

    /** A failure counts when two looks have found it: an update of a bundle makes its components several times. */
    private void look() {
        List<String> failed = components.failed();
        if (!failed.isEmpty() && failed.equals(failedBefore)) {
            timer.shutdown();
            failed.forEach(reason -> LOG.error("The platform ends: {}", reason));
            end();
        }
        failedBefore = failed;
    }

    private void end() {
        try {
            context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).stop();
        } catch (BundleException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Looks no longer. */
    @Deactivate
    void stop() {
        timer.shutdown();
    }
}
