package org.albatross.jmx.internal;

import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import org.albatross.api.CommandService;
import org.albatross.api.EventSink;
import org.albatross.api.RunObserver;
import org.albatross.model.EventRecord;
import org.albatross.model.Name;
import org.albatross.model.RunningUnikernel;
import org.albatross.threads.PlatformThreads;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Registers MBeans with the JVM's server while the bundle is there. */
@Component(
        service = {EventSink.class, RunObserver.class},
        immediate = true)
public final class JmxComponent implements EventSink, RunObserver {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final NotificationBroadcasterSupport listeners =
            new NotificationBroadcasterSupport(new MBeanNotificationInfo(
                    new String[] {"org.albatross"},
                    Notification.class.getName(),
                    "What happens, as the event log has it"));
    private final Commands commands = new Commands();
    private final Inventory inventory = new Inventory(commands, System::nanoTime);
    private final Platform platform = new Platform(listeners, commands, inventory);
    private final ObjectMBeans objects =
            new ObjectMBeans(server, commands, inventory, PlatformThreads.timer("albatross-jmx"));

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
    }

    /** Takes them away again. */
    @Deactivate
    void stop() throws JMException, InterruptedException {
        objects.stop();
        server.unregisterMBean(Names.EVENT_LOG);
        server.unregisterMBean(Names.SUPERVISOR);
    }

    @Override
    public void accept(EventRecord told) {
        platform.accept(told);
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
