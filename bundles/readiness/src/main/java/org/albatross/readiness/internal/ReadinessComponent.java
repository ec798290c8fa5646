package org.albatross.readiness.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.albatross.threads.PlatformThreads;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the launcher whether the platform can serve: a {@link Supplier} of the reasons why it cannot, a line each, none
 * when it can. A type of the JDK, for the launcher knows no bundle. It asks itself too, for the launcher does not when this
 * bundle alone is replaced. Later on, when a component has failed, as after an update or a change of its configuration, it
 * stops the framework: a platform that cannot serve ends. What is missing for another reason, as a bundle that somebody has
 * stopped, is logged. A service manager ({@code Type=notify} of systemd) is told when the platform serves, and, when it
 * watches, as long as every socket answers.
 */
@Component(service = Supplier.class, immediate = true, property = "albatross.readiness=platform")
public final class ReadinessComponent implements Supplier<List<String>> {
    private static final Logger LOG = LoggerFactory.getLogger(ReadinessComponent.class);
    private static final long PERIOD_SECONDS = 2;

    /** How often a service manager hears of the platform within the time after which it would end it. */
    private static final int WATCHDOG_SHARE = 3;

    private final BundleContext context;
    private final Components components;
    private final Supplier<List<String>> sockets;
    private final ScheduledExecutorService timer = PlatformThreads.timer("albatross-readiness");
    private final Optional<ServiceNotifier> manager;
    private final AtomicBoolean watching = new AtomicBoolean();
    private List<String> failedBefore = List.of();
    private List<String> missingBefore = List.of();
    private List<String> missingTold = List.of();

    /**
     * Begins to look.
     *
     * @throws IOException when the environment names a service manager that cannot be one
     */
    @Activate
    public ReadinessComponent(
            @Reference(name = "runtime") ServiceComponentRuntime runtime,
            @Reference(name = "sockets", target = "(albatross.readiness=sockets)") Supplier<List<String>> sockets,
            BundleContext context)
            throws IOException {
        this.context = context;
        this.components = new Components(runtime);
        this.sockets = sockets;
        this.manager =
                ServiceNotifier.of(System.getenv(), ProcessHandle.current().pid());
        ScheduledFuture<?> unused =
                timer.scheduleWithFixedDelay(this::look, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Returns why the platform cannot serve; asked by the launcher when all bundles have started, and again in an upgrade. From the
     * first time on that it can, a failure ends it.
     */
    @Override
    public List<String> get() {
        List<String> reasons = new ArrayList<>(components.missing());
        if (reasons.isEmpty()) {
            reasons.addAll(silentSockets());
        }
        if (reasons.isEmpty() && watching.compareAndSet(false, true)) {
            manager.ifPresent(this::tellReady);
        }
        return reasons;
    }

    private List<String> silentSockets() {
        return sockets.get();
    }

    private void tellReady(ServiceNotifier notifier) {
        tell(notifier::ready);
        notifier.watchdog().ifPresent(limit -> {
            tell(notifier::alive); // of this bundle's predecessor it may be long
            long period = limit.toMillis() / WATCHDOG_SHARE;
            ScheduledFuture<?> unused = timer.scheduleWithFixedDelay(
                    () -> tellAlive(notifier), period, Math.max(1, period), TimeUnit.MILLISECONDS);
        });
    }

    /** A platform of which a socket does not answer is not told of: who watches it ends it, and starts it again. */
    private void tellAlive(ServiceNotifier notifier) {
        List<String> silent = silentSockets();
        silent.forEach(reason -> LOG.error("The service manager is not told that the platform is alive: {}", reason));
        if (silent.isEmpty()) {
            tell(notifier::alive);
        }
    }

    private static void tell(Notification notification) {
        try {
            notification.send();
        } catch (IOException e) {
            LOG.warn("The service manager could not be told how the platform fares: {}", e.toString());
        }
    }

    private interface Notification {
        void send() throws IOException;
    }

    private void look() {
        if (watching.get()) {
            endWithAFailure();
            tellWhatIsMissing();
        } else {
            get();
        }
    }

    /** A failure counts when two looks have found it: an update of a bundle makes its components several times. */
    private void endWithAFailure() {
        List<String> failed = components.failed();
        if (!failed.isEmpty() && failed.equals(failedBefore)) {
            timer.shutdown();
            failed.forEach(reason -> LOG.error("The platform ends: {}", reason));
            end();
        }
        failedBefore = failed;
    }

    /** As a failure, what is missing counts when two looks have found it; once it is told, only a change is. */
    private void tellWhatIsMissing() {
        List<String> missing = components.missing();
        if (missing.equals(missingBefore) && !missing.equals(missingTold)) {
            missing.forEach(reason -> LOG.error("A component is missing: {}", reason));
            missingTold = missing;
        }
        missingBefore = missing;
    }

    private void end() {
        try {
            context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).stop();
        } catch (BundleException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Looks no longer. A service manager that is told that the platform stops gives it a limit, so it is told then alone. */
    @Deactivate
    void stop() {
        timer.shutdown();
        if (context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getState() == Bundle.STOPPING) {
            manager.ifPresent(notifier -> tell(notifier::stopping));
        }
    }
}
