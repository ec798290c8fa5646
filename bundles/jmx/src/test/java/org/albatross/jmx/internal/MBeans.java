package org.albatross.jmx.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MBeanServer;
import javax.management.NotificationBroadcasterSupport;
import org.albatross.model.EventRecord;
import org.albatross.model.Name;
import org.albatross.model.UnikernelStatus;
import org.albatross.session.Share;
import org.albatross.session.Spool;
import org.albatross.threads.PlatformThreads;

/** The platform's MBeans with a server, over a {@link FakePlatform}. */
public final class MBeans implements AutoCloseable {
    private final FakePlatform fake = new FakePlatform();
    private final Platform platform;
    private final AtomicLong events = new AtomicLong();
    private final ScheduledExecutorService timer = PlatformThreads.timer("albatross-jmx-test");

    /** Registers them. */
    public MBeans(MBeanServer server, Path spool) throws Exception {
        NotificationBroadcasterSupport listeners = new NotificationBroadcasterSupport();
        Commands commands = new Commands();
        Inventory inventory = new Inventory(commands, System::nanoTime);
        Spool kept = new Spool(spool, new Share(4 << 20, 3 << 20));
        StagedImages staged = new StagedImages(kept, System::nanoTime);
        platform = new Platform(listeners, commands, inventory, new Creation(commands, inventory, kept, staged));
        commands.gate().open(fake);
        fake.unikernels().put(Name.parse("b:other"), UnikernelStatus.State.RUNNING);
        server.registerMBean(new DescribedMBean(platform, SupervisorMXBean.class, listeners), Names.SUPERVISOR);
        server.registerMBean(
                new ObjectMBean(new LoggedEvents(commands, System::nanoTime), EventLogMXBean.class), Names.EVENT_LOG);
        new ObjectMBeans(server, commands, inventory, timer).registerWhatThereIs();
        fake.asked().clear();
        fake.callers().clear();
    }

    /** Returns what they are about. */
    public FakePlatform fake() {
        return fake;
    }

    /** Tells of an event. */
    public void tell(EventRecord event) {
        platform.accept(EventRows.of(events.incrementAndGet(), event));
    }

    @Override
    public void close() throws IOException {
        timer.shutdownNow();
    }
}
