package org.albatross.configuration.internal;

import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.albatross.api.EventSink;
import org.albatross.configuration.ConfigurationDirectory;
import org.albatross.configuration.Schema;
import org.albatross.model.Caller;
import org.albatross.model.EventRecord;
import org.albatross.model.Name;
import org.albatross.model.PlatformEvent;
import org.albatross.threads.PlatformThreads;
import org.albatross.threads.Relays;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Keeps the configurations of the framework as the files in {@code etc/} say, from the moment that it starts. */
@Component(service = {})
public final class ConfigurationComponent {
    private static final long PERIOD_MILLIS = 1000;
    private static final long END_SECONDS = 5;

    /** How many events wait for a sink that does not keep up, or is not there yet. */
    private static final int EVENTS = 1024;

    private final ScheduledExecutorService thread = PlatformThreads.timer("albatross-configuration");
    private final Relays<EventSink> events =
            new Relays<>("albatross-configuration-events", "events", EVENTS, EventSink::keepsEvents, EventSink::lost);
    private final ScheduledFuture<?> looking;

    /** Applies the files, so that what is started later finds its configuration, and begins to watch them. */
    @Activate
    public ConfigurationComponent(@Reference(name = "admin") ConfigurationAdmin admin, BundleContext context) {
        String etc = context.getProperty("albatross.etc.dir");
        if (etc == null) {
            throw new IllegalStateException("the framework property albatross.etc.dir is not set");
        }
        String state = context.getProperty("albatross.state.dir");
        if (state == null) {
            throw new IllegalStateException("the framework property albatross.state.dir is not set");
        }
        ToldValues told = new ToldValues(Path.of(state, "configuration"));
        Watch watch = new Watch(
                new ConfigurationDirectory(Path.of(etc)),
                () -> Schema.of(context),
                new Configurations(admin, this::tell, told));
        watch.begin();
        looking = thread.scheduleWithFixedDelay(watch::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tell(PlatformEvent event) {
        EventRecord told = new EventRecord(Instant.now(), new Caller.Platform(), Name.ROOT, event);
        events.tell(sink -> sink.accept(told));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindEventSink(EventSink sink) {
        events.add(sink);
    }

    void unbindEventSink(EventSink sink) {
        events.remove(sink);
    }

    /** Ends within some seconds; what is in force stays so. */
    @Deactivate
    public void stop() throws InterruptedException {
        looking.cancel(false);
        thread.shutdown();
        if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
            thread.shutdownNow();
        }
        events.stop();
    }
}
