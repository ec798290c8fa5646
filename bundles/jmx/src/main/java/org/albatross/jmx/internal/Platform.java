package org.albatross.jmx.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import org.albatross.api.BlockingCall;
import org.albatross.api.Cancellable;
import org.albatross.api.CommandService;
import org.albatross.api.EventSink;
import org.albatross.api.Outcome;
import org.albatross.api.Request;
import org.albatross.api.ServiceGate;
import org.albatross.api.Sink;
import org.albatross.model.BlockCommand;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.EventRecord;
import org.albatross.model.Grant;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Path;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Refusal;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;

/**
 * What the MBean tells and does, by the command service like every front end. Attributes are asked for at most once a
 * second. For any thread; its listeners are called on the thread of the event sink.
 */
final class Platform implements SupervisorMXBean, EventSink {
    /** Whoever may attach to this process: its own user, or root. */
    private static final Caller ATTACHED = new Caller.Person("JMX", "attached", Grant.ADMIN);

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final int EVENTS = 1000;

    private final ServiceGate<CommandService> gate = new ServiceGate<>("the platform's command service", LIMIT);
    private final NotificationBroadcasterSupport listeners;
    private final EventHistory history = new EventHistory(EVENTS);
    private final Cached<SortedMap<String, UnikernelRow>> unikernels;
    private final Cached<SortedMap<String, PolicyRow>> policies;
    private final Cached<SortedMap<String, BlockDeviceRow>> blockDevices;

    /** Tells {@code listeners} of events; {@code nanos} is a monotonic clock. */
    Platform(NotificationBroadcasterSupport listeners, LongSupplier nanos) {
        this.listeners = listeners;
        unikernels = new Cached<>(this::read, FRESH, nanos);
        policies = new Cached<>(this::readPolicies, FRESH, nanos);
        blockDevices = new Cached<>(this::readBlockDevices, FRESH, nanos);
    }

    /** Returns the way to the command service. */
    ServiceGate<CommandService> gate() {
        return gate;
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
        return (Reply.Hello) ask(Name.ROOT, new Command.SayHello());
    }

    @Override
    public Map<String, UnikernelRow> getUnikernels() {
        return unikernels.get();
    }

    @Override
    public int getRunning() {
        String running = UnikernelStatus.State.RUNNING.text().toString();
        return Math.toIntExact(unikernels.get().values().stream()
                .filter(row -> row.state().equals(running))
                .count());
    }

    private SortedMap<String, UnikernelRow> read() {
        Reply.Statuses statuses = (Reply.Statuses) ask(Name.ROOT, new LifecycleCommand.Status());
        Reply.Infos infos = (Reply.Infos) ask(Name.ROOT, new UnikernelCommand.Info(UnikernelCommand.InfoForm.CURRENT));
        Map<Name, UnikernelInfo> running = new TreeMap<>();
        infos.unikernels().forEach(named -> running.put(named.name(), named.value()));
        SortedMap<String, UnikernelRow> rows = new TreeMap<>();
        for (Named<UnikernelStatus> named : statuses.statuses()) {
            rows.put(named.name().toString(), row(named.value(), Optional.ofNullable(running.get(named.name()))));
        }
        return rows;
    }

    private static UnikernelRow row(UnikernelStatus status, Optional<UnikernelInfo> info) {
        return new UnikernelRow(
                status.state().toString(),
                status.runId(),
                status.restarts(),
                status.reason().map(Text::toString).orElse(""),
                status.lastExit().map(Text::toString).orElse(""),
                status.since().map(Object::toString).orElse(""),
                info.map(UnikernelInfo::memory).orElse(0L),
                info.map(present -> List.copyOf(present.cpuids())).orElse(List.of()),
                info.map(present -> present.digest().toString()).orElse(""));
    }

    @Override
    public Map<String, PolicyRow> getPolicies() {
        return policies.get();
    }

    private SortedMap<String, PolicyRow> readPolicies() {
        Reply.Policies reply = (Reply.Policies) ask(Name.ROOT, new PolicyCommand.Info());
        SortedMap<String, PolicyRow> rows = new TreeMap<>();
        reply.policies().forEach(named -> rows.put(named.name().path().toString(), PolicyText.row(named.value())));
        return rows;
    }

    @Override
    public Map<String, BlockDeviceRow> getBlockDevices() {
        return blockDevices.get();
    }

    private SortedMap<String, BlockDeviceRow> readBlockDevices() {
        Reply.BlockDevices reply = (Reply.BlockDevices) ask(Name.ROOT, new BlockCommand.Info());
        SortedMap<String, BlockDeviceRow> rows = new TreeMap<>();
        reply.devices()
                .forEach(named -> rows.put(
                        named.name().toString(),
                        new BlockDeviceRow(named.value().size(), named.value().active())));
        return rows;
    }

    private void forget() {
        unikernels.forget();
        policies.forget();
        blockDevices.forget();
    }

    @Override
    public long getLastEvent() {
        return history.last();
    }

    @Override
    public List<EventRow> listEventsSince(long number) {
        return history.since(number);
    }

    @Override
    public void accept(EventRecord told) {
        EventRow row = history.add(told);
        forget();
        Notification notification = new Notification(
                "org.albatross." + row.kind(),
                Names.SUPERVISOR,
                row.number(),
                told.time().toEpochMilli(),
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
        return change(name, new BlockCommand.Add(megabytes));
    }

    @Override
    public String destroyBlockDevice(String name) {
        return change(name, new BlockCommand.Remove());
    }

    private String change(String name, Command command) {
        return change(Name.parse(name), command);
    }

    private String change(Name name, Command command) {
        Reply reply = ask(name, command);
        forget();
        return reply instanceof Reply.Done done ? done.message().toString() : "done";
    }

    private Reply ask(Name name, Command command) {
        try {
            Outcome outcome = BlockingCall.perform(this::execute, ATTACHED, name, command, LIMIT);
            if (outcome instanceof Outcome.Answered answered) {
                return answered.reply();
            }
            throw new IllegalStateException(
                    ((Outcome.Refused) outcome).refusal().message());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the platform was asked", e);
        }
    }

    private Cancellable execute(Request request, Sink sink) {
        Optional<Cancellable> running = gate.performNow(service -> service.execute(request, sink));
        if (running.isEmpty()) {
            sink.fail(new Refusal.Unavailable("the platform's command service is being replaced; ask again"));
        }
        return running.orElse(Cancellable.NOTHING);
    }
}
