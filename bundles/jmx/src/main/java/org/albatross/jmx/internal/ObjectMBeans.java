package org.albatross.jmx.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.albatross.model.Name;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MBeans of the objects that there are. Whenever something may have changed the platform is asked what there is, and
 * MBeans are registered and taken away until it is the same: so none is left over, whatever was not told. All of it happens
 * on the thread of a timer; {@link #changed} may come from any.
 */
final class ObjectMBeans {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectMBeans.class);

    /** How long further changes are waited for, so that a thousand of them are one look. */
    private static final long SOON_MILLIS = 250;

    private static final long AGAIN_MILLIS = 2_000;
    private static final long LONGEST_PAUSE_MILLIS = 16_000;
    private static final long NOW_AND_THEN_SECONDS = 60;

    private static final long STOP_SECONDS = 10;

    /** Makes an MBean. */
    @FunctionalInterface
    private interface Making {
        ObjectMBean make() throws JMException;
    }

    private final MBeanServer server;
    private final Commands commands;
    private final Inventory inventory;
    private final ScheduledExecutorService timer;
    private final AtomicBoolean waits = new AtomicBoolean();
    private long pauseMillis = AGAIN_MILLIS;
    private final Set<ObjectName> registered = ConcurrentHashMap.newKeySet();

    /** Without any yet. */
    ObjectMBeans(MBeanServer server, Commands commands, Inventory inventory, ScheduledExecutorService timer) {
        this.server = server;
        this.commands = commands;
        this.inventory = inventory;
        this.timer = timer;
    }

    /** Begins: also what nobody tells of, as that a finished unikernel is forgotten, is seen within a minute. */
    void start() {
        Future<?> unused = timer.scheduleWithFixedDelay(
                this::changed, NOW_AND_THEN_SECONDS, NOW_AND_THEN_SECONDS, TimeUnit.SECONDS);
        changed();
    }

    /** Says that there may be more or fewer objects. Returns at once. */
    void changed() {
        soon(SOON_MILLIS);
    }

    private void soon(long millis) {
        if (waits.compareAndSet(false, true)) {
            Future<?> unused = timer.schedule(this::look, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        waits.set(false);
        try {
            registerWhatThereIs();
            pauseMillis = AGAIN_MILLIS;
        } catch (IllegalStateException e) {
            LOG.debug("what there is will be asked for again", e);
            soon(pauseMillis);
            pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
        }
    }

    /**
     * Makes the MBeans those of the objects that there are.
     *
     * @throws IllegalStateException when the platform does not tell; then nothing is changed
     */
    void registerWhatThereIs() {
        Map<ObjectName, Making> present = new HashMap<>();
        inventory.policies().read().keySet().forEach(name -> present.put(Names.of("Policy", name), () -> policy(name)));
        inventory
                .blockDevices()
                .read()
                .keySet()
                .forEach(name -> present.put(Names.of("BlockDevice", name), () -> blockDevice(name)));
        inventory
                .consoles()
                .read()
                .keySet()
                .forEach(name -> present.put(Names.of("Console", name), () -> console(name)));
        inventory
                .unikernels()
                .read()
                .keySet()
                .forEach(name -> present.put(Names.of("Unikernel", name), () -> unikernel(name)));
        Set.copyOf(registered).stream()
                .filter(name -> !present.containsKey(name))
                .forEach(this::unregister);
        present.forEach((name, making) -> {
            if (!registered.contains(name)) {
                register(name, making);
            }
        });
    }

    private ObjectMBean policy(Name name) throws JMException {
        return new ObjectMBean(new NamedObjects.Policy(commands, inventory, name), PolicyMXBean.class);
    }

    private ObjectMBean blockDevice(Name name) throws JMException {
        return new ObjectMBean(new NamedObjects.BlockDevice(commands, inventory, name), BlockDeviceMXBean.class);
    }

    private ObjectMBean console(Name name) throws JMException {
        return new ObjectMBean(new NamedObjects.Console(commands, inventory, name), ConsoleMXBean.class);
    }

    private ObjectMBean unikernel(Name name) throws JMException {
        return new ObjectMBean(new NamedObjects.Unikernel(commands, inventory, name), UnikernelMXBean.class);
    }

    private void register(ObjectName name, Making making) {
        try {
            Object unused = server.registerMBean(making.make(), name);
            registered.add(name);
        } catch (JMException e) {
            LOG.warn("there is no MBean {}: {}", name, e.toString());
        }
    }

    private void unregister(ObjectName name) {
        registered.remove(name);
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            LOG.debug("{} has been taken away by somebody else", name, e);
        } catch (JMException e) {
            LOG.warn("the MBean {} stays: {}", name, e.toString());
        }
    }

    /** Takes all away, and has nothing registered after that. */
    void stop() throws InterruptedException {
        timer.shutdownNow();
        if (!timer.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            LOG.warn("MBeans are still being registered after {} s", STOP_SECONDS);
        }
        Set.copyOf(registered).forEach(this::unregister);
    }
}
