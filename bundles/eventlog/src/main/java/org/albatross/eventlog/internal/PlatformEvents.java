package org.albatross.eventlog.internal;

import java.time.Clock;
import org.albatross.api.EventSink;
import org.albatross.model.Caller;
import org.albatross.model.EventRecord;
import org.albatross.model.Name;
import org.albatross.model.PlatformEvent;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;

/**
 * Tells that the platform has started or is stopping, and what becomes of its bundles in between. Called by threads of the
 * framework.
 */
final class PlatformEvents implements BundleListener, FrameworkListener {
    private final BundleContext context;
    private final EventSink log;
    private final Clock clock;

    /** Tells {@code log}. */
    PlatformEvents(BundleContext context, EventSink log, Clock clock) {
        this.context = context;
        this.log = log;
        this.clock = clock;
    }

    /** Listens from now on. */
    void begin() {
        context.addFrameworkListener(this);
        context.addBundleListener(this);
    }

    /** Listens no more, and tells whether the platform as a whole is stopping. */
    void end() {
        context.removeBundleListener(this);
        context.removeFrameworkListener(this);
        if (stateOfFramework() == Bundle.STOPPING) {
            tell(new PlatformEvent.Stopped());
        }
    }

    private int stateOfFramework() {
        return context.getBundle(0).getState();
    }

    @Override
    public void frameworkEvent(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.STARTED) {
            tell(new PlatformEvent.Started(context.getBundle().getVersion().toString()));
        }
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (stateOfFramework() != Bundle.ACTIVE || event.getBundle().getBundleId() == 0) {
            return;
        }
        String bundle = event.getBundle().getSymbolicName();
        String version = event.getBundle().getVersion().toString();
        switch (event.getType()) {
            case BundleEvent.STARTED -> tell(new PlatformEvent.BundleStarted(bundle, version));
            case BundleEvent.STOPPED -> tell(new PlatformEvent.BundleStopped(bundle, version));
            case BundleEvent.UPDATED -> tell(new PlatformEvent.BundleUpdated(bundle, version));
            default -> {
                // Installed, resolved, about to start: nothing that an operator has to know.
            }
        }
    }

    private void tell(PlatformEvent event) {
        log.accept(new EventRecord(clock.instant(), new Caller.Platform(), Name.ROOT, event));
    }
}
