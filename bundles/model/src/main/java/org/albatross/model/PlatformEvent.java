package org.albatross.model;

/** The platform itself: its parts, its configuration, its state as a whole. */
public sealed interface PlatformEvent extends Event {
    /**
     * One method for each event.
     *
     * @param <R> what it returns
     */
    interface Handler<R> {
        /** Handles {@link Started}. */
        R started(Started event);

        /** Handles {@link Stopped}. */
        R stopped(Stopped event);

        /** Handles {@link BundleStarted}. */
        R bundleStarted(BundleStarted event);

        /** Handles {@link BundleStopped}. */
        R bundleStopped(BundleStopped event);

        /** Handles {@link BundleUpdated}. */
        R bundleUpdated(BundleUpdated event);

        /** Handles {@link Upgraded}. */
        R upgraded(Upgraded event);

        /** Handles {@link UpgradeFailed}. */
        R upgradeFailed(UpgradeFailed event);

        /** Handles {@link ConfigurationChanged}. */
        R configurationChanged(ConfigurationChanged event);

        /** Handles {@link StateImported}. */
        R stateImported(StateImported event);

        /** Handles {@link StateExported}. */
        R stateExported(StateExported event);

        /** Handles {@link BridgeAddressKept}. */
        R bridgeAddressKept(BridgeAddressKept event);

        /** Handles {@link EventsLost}. */
        R eventsLost(EventsLost event);
    }

    /** Calls the handler's method for this event. */
    <R> R accept(Handler<R> handler);

    @Override
    default <R> R accept(Event.Handler<R> handler) {
        return handler.platform(this);
    }

    /** A value of the configuration, as far as it may be told. */
    sealed interface Setting {}

    /** None was given. */
    record Unset() implements Setting {}

    /** This one. */
    record Shown(String value) implements Setting {}

    /** One that is a secret. */
    record Hidden() implements Setting {}

    /** It is ready. */
    record Started(String version) implements PlatformEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.started(this);
        }
    }

    /** It is stopping; unikernels run on. */
    record Stopped() implements PlatformEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.stopped(this);
        }
    }

    /** A bundle was started after the platform was ready. */
    record BundleStarted(String bundle, String version) implements PlatformEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.bundleStarted(this);
        }
    }

    /** A bundle was stopped while the platform runs on. */
    record BundleStopped(String bundle, String version) implements PlatformEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.bundleStopped(this);
        }
    }

    /**
     * A bundle was updated.
     *
     * @param version the new one
     */
    record BundleUpdated(String bundle, String version) implements PlatformEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.bundleUpdated(this);
        }
    }

    /**
     * The platform runs other bundles from now on, or does so from its next start on.
     *
     * @param source what was upgraded to
     * @param restarted how many bundles started anew without being replaced
     */
    record Upgraded(String source, int replaced, int added, int removed, int restarted) implements PlatformEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.upgraded(this);
        }
    }

    /**
     * An upgrade was refused, or has failed: the platform runs what it ran before.
     *
     * @param source what it was to be upgraded to
     */
    record UpgradeFailed(String source, String reason) implements PlatformEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.upgradeFailed(this);
        }
    }

    /**
     * A value of the configuration was put in force.
     *
     * @param file its name in the configuration directory
     */
    record ConfigurationChanged(String file, String key, Setting before, Setting after) implements PlatformEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.configurationChanged(this);
        }
    }

    /**
     * The state of another installation was taken over.
     *
     * @param source where it came from
     */
    record StateImported(String source, int unikernels, int policies) implements PlatformEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.stateImported(this);
        }
    }

    /**
     * The state was written out for another installation.
     *
     * @param target where it went
     */
    record StateExported(String target, int unikernels, int policies) implements PlatformEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.stateExported(this);
        }
    }

    /** Events are missing here, since there was no room for them. */
    record EventsLost(long number) implements PlatformEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.eventsLost(this);
        }
    }

    /** A bridge keeps its address from now on, whatever taps come and go. */
    record BridgeAddressKept(String bridge, MacAddress address) implements PlatformEvent {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.bridgeAddressKept(this);
        }
    }
}
