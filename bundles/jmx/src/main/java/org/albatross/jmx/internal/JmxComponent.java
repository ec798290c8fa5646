package org.albatross.jmx.internal;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import org.albatross.api.CommandService;
import org.albatross.api.RunObserver;
import org.albatross.jmx.internal.SupervisorMXBean.EventRow;
import org.albatross.model.Name;
import org.albatross.model.RunningUnikernel;
import org.albatross.session.Share;
import org.albatross.session.Spool;
import org.albatross.threads.PlatformThreads;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Registers MBeans with the JVM's server while the bundle is there. */
@Component(service = RunObserver.class, immediate = true)
public final class JmxComponent implements RunObserver {
    private static final Share SPOOL = new Share(1L << 30, 768L << 20);
    private static final long IDLE_MINUTES = 1;
    private static final long FOLLOW_AGAIN_MILLIS = 1000;

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final NotificationBroadcasterSupport listeners =
            new NotificationBroadcasterSupport(new MBeanNotificationInfo(
                    new String[] {"org.albatross"},
                    Notification.class.getName(),
                    "What happens, as the event log has it"));
    private final Commands commands = new Commands();
    private final Inventory inventory = new Inventory(commands, System::nanoTime);
    private final ScheduledExecutorService timer = PlatformThreads.timer("albatross-jmx");
    private final ObjectMBeans objects = new ObjectMBeans(server, commands, inventory, timer);
    private final StagedImages staged;
    private final Platform platform;
    private final EventFollower follower = new EventFollower(
            commands,
            this::happened,
            Platform.EVENTS,
            PlatformThreads.timer("albatross-jmx-follow"),
            FOLLOW_AGAIN_MILLIS);

    /** Makes it ready to start. */
    @Activate
    public JmxComponent(BundleContext context) throws IOException {
        String state = context.getProperty("albatross.state.dir");
        if (state == null) {
            throw new IllegalStateException("the framework property albatross.state.dir is not set");
        }
        Spool spool = new Spool(Path.of(state, "spool-jmx"), SPOOL);
        staged = new StagedImages(spool, System::nanoTime);
        platform = new Platform(listeners, commands, inventory, new Creation(commands, inventory, spool, staged));
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindCommands(CommandService service) {
        commands.gate().open(service);
        objects.changed();
    }

    void unbindCommands(CommandService service) {
        commands.gate().close(service);
    }

    /** Registers them. */
    @Activate
    void start() throws JMException {
        Object unused =
                server.registerMBean(new DescribedMBean(platform, SupervisorMXBean.class, listeners), Names.SUPERVISOR);
        unused = server.registerMBean(
                new ObjectMBean(new LoggedEvents(commands, System::nanoTime), EventLogMXBean.class), Names.EVENT_LOG);
        objects.start();
        follower.start();
        Future<?> unusedToo =
                timer.scheduleWithFixedDelay(staged::forgetIdle, IDLE_MINUTES, IDLE_MINUTES, TimeUnit.MINUTES);
    }

    /** Takes them away again. */
    @Deactivate
    void stop() throws JMException, InterruptedException {
        follower.stop();
        objects.stop();
        staged.stop();
        server.unregisterMBean(Names.EVENT_LOG);
        server.unregisterMBean(Names.SUPERVISOR);
    }

    private void happened(EventRow row) {
        platform.accept(row);
        objects.changed();
    }

    @Override
    public void running(List<RunningUnikernel> all) {
        objects.changed();
    }

    @Override
    public void began(RunningUnikernel unikernel) {
        objects.changed();
    }

    @Override
    public void ended(Name name, long runId) {
        objects.changed();
    }
}
