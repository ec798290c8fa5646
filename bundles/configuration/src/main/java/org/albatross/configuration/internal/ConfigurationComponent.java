package org.albatross.configuration.internal;

import java.nio.file.Path;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.albatross.configuration.ConfigurationDirectory;
import org.albatross.configuration.Schema;
import org.albatross.threads.PlatformThreads;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Keeps the configurations of the framework as the files in {@code etc/} say, from the moment that it starts. */
@Component(service = {})
public final class ConfigurationComponent {
    private static final long PERIOD_MILLIS = 1000;
    private static final long END_SECONDS = 5;

    private final ScheduledExecutorService thread = PlatformThreads.timer("albatross-configuration");
    private final ScheduledFuture<?> looking;

    /** Applies the files, so that what is started later finds its configuration, and begins to watch them. */
    @Activate
    public ConfigurationComponent(@Reference(name = "admin") ConfigurationAdmin admin, BundleContext context) {
        String etc = context.getProperty("albatross.etc.dir");
        if (etc == null) {
            throw new IllegalStateException("the framework property albatross.etc.dir is not set");
        }
        Watch watch = new Watch(
                new ConfigurationDirectory(Path.of(etc)), () -> Schema.of(context), new Configurations(admin));
        watch.begin();
        looking = thread.scheduleWithFixedDelay(watch::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Ends within some seconds; what is in force stays so. */
    @Deactivate
    public void stop() throws InterruptedException {
        looking.cancel(false);
        thread.shutdown();
        if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
            thread.shutdownNow();
        }
    }
}
