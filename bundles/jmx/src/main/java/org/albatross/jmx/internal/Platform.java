package org.albatross.jmx.internal;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import org.albatross.model.BlockCommand;
import org.albatross.model.Command;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelStatus;

/**
 * What the MBean of the platform tells and does, by the command service like every front end. For any thread; its listeners
 * are called on the thread of who tells of events.
 */
final class Platform implements SupervisorMXBean {
    /** How many events are kept. */
    static final int EVENTS = 1000;

    private final NotificationBroadcasterSupport listeners;
    private final Commands commands;
    private final Inventory inventory;
    private final Creation creation;
    private final EventHistory history = new EventHistory(EVENTS);

    /** Tells {@code listeners} of events, and asks by {@code commands}. */
    Platform(NotificationBroadcasterSupport listeners, Commands commands, Inventory inventory, Creation creation) {
        this.listeners = listeners;
        this.commands = commands;
        this.inventory = inventory;
        this.creation = creation;
    }

    @Override
    public String getVersion() {
        return hello().version().toString();
    }

    @Override
    public List<String> getFeatures() {
        return hello().features().stream().map(Text::toString).toList();
    }

    private Reply.Hello hello() {
        return (Reply.Hello) commands.ask(Name.ROOT, new Command.SayHello());
    }

    @Override
    public Map<String, UnikernelRow> getUnikernels() {
        return byWrittenName(inventory.unikernels().get());
    }

    @Override
    public int getRunning() {
        String running = UnikernelStatus.State.RUNNING.text().toString();
        return Math.toIntExact(inventory.unikernels().get().values().stream()
                .filter(row -> row.state().equals(running))
                .count());
    }

    @Override
    public Map<String, PolicyRow> getPolicies() {
        return byWrittenName(inventory.policies().get());
    }

    @Override
    public Map<String, BlockDeviceRow> getBlockDevices() {
        return byWrittenName(inventory.blockDevices().get());
    }

    private static <T> Map<String, T> byWrittenName(Map<Name, T> table) {
        Map<String, T> written = new TreeMap<>();
        table.forEach((name, row) -> written.put(name.toString(), row));
        return written;
    }

    @Override
    public long getLastEvent() {
        return commands.grant().path().isRoot()
                ? history.last()
                : listEventsSince(0).stream().mapToLong(EventRow::number).max().orElse(0);
    }

    @Override
    public List<EventRow> listEventsSince(long number) {
        Path path = commands.grant().path();
        return history.since(number).stream()
                .filter(row -> path.isRoot()
                        || (!row.name().isEmpty()
                                && path.contains(Name.parse(row.name()).path())))
                .toList();
    }

    /** Takes an event that has happened. */
    void accept(EventRow row) {
        history.add(row);
        inventory.forget();
        Notification notification = new Notification(
                "org.albatross." + row.kind(),
                Names.SUPERVISOR,
                row.number(),
                Instant.parse(row.time()).toEpochMilli(),
                row.line());
        notification.setUserData(row.name());
        listeners.sendNotification(notification);
    }

    @Override
    public String restart(String name) {
        return change(name, new UnikernelCommand.Restart(Optional.empty()));
    }

    @Override
    public String start(String name) {
        return change(name, new LifecycleCommand.Start());
    }

    @Override
    public String stop(String name) {
        return change(name, new LifecycleCommand.Stop());
    }

    @Override
    public String destroy(String name) {
        return change(name, new UnikernelCommand.Destroy());
    }

    @Override
    public String create(String name, String digest, String options) {
        String said = creation.create(name, digest, options);
        inventory.forget();
        return said;
    }

    @Override
    public String stage(String id, long offset, byte[] piece) {
        return creation.stage(id, offset, piece);
    }

    @Override
    public String stageText(String id, long offset, String base64) {
        return creation.stageText(id, offset, base64);
    }

    @Override
    public String unstage(String id) {
        return creation.unstage(id);
    }

    @Override
    public String addPolicy(
            String path, long unikernelsAllowed, long memoryMb, String cpus, long blockMb, String bridges) {
        return change(
                Path.parse(path).asName(),
                new PolicyCommand.Add(PolicyText.read(unikernelsAllowed, memoryMb, cpus, blockMb, bridges)));
    }

    @Override
    public String removePolicy(String path) {
        return change(Path.parse(path).asName(), new PolicyCommand.Remove());
    }

    @Override
    public String createBlockDevice(String name, long megabytes) {
        return change(name, new BlockCommand.Add(new Megabytes(megabytes)));
    }

    @Override
    public String destroyBlockDevice(String name) {
        return change(name, new BlockCommand.Remove());
    }

    private String change(String name, Command command) {
        return change(Name.parse(name), command);
    }

    private String change(Name name, Command command) {
        String said = commands.change(name, command);
        inventory.forget();
        return said;
    }
}
