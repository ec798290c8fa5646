package org.albatross.jmx.internal;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import org.albatross.api.CommandService;
import org.albatross.api.EventSink;
import org.albatross.model.EventRecord;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Registers the MBean with the JVM's server while the bundle is there. */
@Component(service = EventSink.class, immediate = true)
public final class JmxComponent implements EventSink {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final NotificationBroadcasterSupport listeners =
            new NotificationBroadcasterSupport(new MBeanNotificationInfo(
                    new String[] {"org.albatross"},
                    Notification.class.getName(),
                    "What happens, as the event log has it"));
    private final Platform platform = new Platform(listeners, System::nanoTime);

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindCommands(CommandService commands) {
        platform.gate().open(commands);
    }

    void unbindCommands(CommandService commands) {
        platform.gate().close(commands);
    }

    /** Registers it. */
    @Activate
    void start() throws JMException {
        Object unused = server.registerMBean(
                new DescribedMBean<>(platform, SupervisorMXBean.class, listeners), Names.SUPERVISOR);
    }

    /** Takes it away again. */
    @Deactivate
    void stop() throws JMException {
        server.unregisterMBean(Names.SUPERVISOR);
    }

    @Override
    public void accept(EventRecord told) {
        platform.accept(told);
    }
}
