package org.albatross.jmx.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.albatross.jmx.internal.SupervisorMXBean.BlockDeviceRow;
import org.albatross.jmx.internal.SupervisorMXBean.PolicyRow;
import org.albatross.jmx.internal.SupervisorMXBean.UnikernelRow;
import org.albatross.model.BlockCommand;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.CpuId;
import org.albatross.model.Grant;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Path;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;

/**
 * What there is for who asks, as tables by name. The platform is asked at most once a second for each and for all who may the same, and after
 * {@link #forget}. For any thread.
 */
final class Inventory {
    private static final Duration FRESH = Duration.ofSeconds(1);

    /** The most callers whose tables are kept; callers who may the same share them. */
    private static final int MOST = 64;

    private final Commands commands;
    private final LongSupplier nanos;
    private final Map<Grant, Tables> tables = new ConcurrentHashMap<>();

    /** What there is for one grant. */
    private final class Tables {
        private final Cached<SortedMap<Name, UnikernelRow>> unikernels =
                new Cached<>(Inventory.this::readUnikernels, FRESH, nanos);
        private final Cached<SortedMap<Name, PolicyRow>> policies =
                new Cached<>(Inventory.this::readPolicies, FRESH, nanos);
        private final Cached<SortedMap<Name, BlockDeviceRow>> blockDevices =
                new Cached<>(Inventory.this::readBlockDevices, FRESH, nanos);
        private final Cached<SortedMap<Name, Boolean>> consoles =
                new Cached<>(Inventory.this::readConsoles, FRESH, nanos);
    }

    /** Asks by {@code commands}; {@code nanos} is a monotonic clock. */
    Inventory(Commands commands, LongSupplier nanos) {
        this.commands = commands;
        this.nanos = nanos;
    }

    private Tables tables() {
        if (tables.size() >= MOST) {
            tables.clear();
        }
        return tables.computeIfAbsent(commands.grant(), grant -> new Tables());
    }

    /** Returns every desired and every recently finished unikernel. */
    Cached<SortedMap<Name, UnikernelRow>> unikernels() {
        return tables().unikernels;
    }

    /** Returns every policy, by the name that its path is. */
    Cached<SortedMap<Name, PolicyRow>> policies() {
        return tables().policies;
    }

    /** Returns every block device. */
    Cached<SortedMap<Name, BlockDeviceRow>> blockDevices() {
        return tables().blockDevices;
    }

    /** Returns every console, and whether its unikernel runs. */
    Cached<SortedMap<Name, Boolean>> consoles() {
        return tables().consoles;
    }

    /**
     * Returns the row of one of a table.
     *
     * @param what what it is, for people
     * @throws IllegalStateException when it is there no longer
     */
    static <T> T row(Cached<SortedMap<Name, T>> table, String what, Name name) {
        return Optional.ofNullable(table.get().get(name))
                .orElseThrow(() -> new IllegalStateException(name + ": this " + what + " does not exist any more"));
    }

    /** Has everything read anew the next time. */
    void forget() {
        tables.clear();
    }

    /** Returns the whole of a name that an answer tells relative to the path that was asked about. */
    private Name whole(Name told) {
        Path base = commands.grant().path();
        List<String> labels = new ArrayList<>(base.labels());
        labels.addAll(told.path().labels());
        return new Name(new Path(labels), told.label());
    }

    private SortedMap<Name, UnikernelRow> readUnikernels() {
        Reply.Statuses statuses = (Reply.Statuses) commands.ask(commands.everything(), new LifecycleCommand.Status());
        Reply.Infos infos = (Reply.Infos)
                commands.ask(commands.everything(), new UnikernelCommand.Info(UnikernelCommand.InfoForm.CURRENT));
        Map<Name, UnikernelInfo> running = new TreeMap<>();
        infos.unikernels().forEach(named -> running.put(named.name(), named.value()));
        SortedMap<Name, UnikernelRow> rows = new TreeMap<>();
        for (Named<UnikernelStatus> named : statuses.statuses()) {
            rows.put(whole(named.name()), row(named.value(), Optional.ofNullable(running.get(named.name()))));
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
                info.map(UnikernelInfo::memory).orElse(Megabytes.ZERO).count(),
                info.map(present -> present.cpuids().stream().map(CpuId::number).toList())
                        .orElse(List.of()),
                info.map(UnikernelInfo::digestText).orElse(""));
    }

    private SortedMap<Name, PolicyRow> readPolicies() {
        Reply.Policies reply = (Reply.Policies) commands.ask(commands.everything(), new PolicyCommand.Info());
        SortedMap<Name, PolicyRow> rows = new TreeMap<>();
        reply.policies().forEach(named -> rows.put(whole(named.name()).path().asName(), PolicyText.row(named.value())));
        return rows;
    }

    private SortedMap<Name, BlockDeviceRow> readBlockDevices() {
        Reply.BlockDevices reply = (Reply.BlockDevices) commands.ask(commands.everything(), new BlockCommand.Info());
        SortedMap<Name, BlockDeviceRow> rows = new TreeMap<>();
        reply.devices()
                .forEach(named -> rows.put(
                        whole(named.name()),
                        new BlockDeviceRow(
                                named.value().size().count(), named.value().active())));
        return rows;
    }

    private SortedMap<Name, Boolean> readConsoles() {
        Reply.Consoles inactive =
                (Reply.Consoles) commands.ask(commands.everything(), new ConsoleCommand.ListInactive());
        Reply.Statuses statuses = (Reply.Statuses) commands.ask(commands.everything(), new LifecycleCommand.Status());
        SortedMap<Name, Boolean> rows = new TreeMap<>();
        inactive.names().forEach(name -> rows.put(whole(name), false));
        statuses.statuses().stream()
                .filter(named -> named.value().state().equals(UnikernelStatus.State.RUNNING.text()))
                .forEach(named -> rows.put(whole(named.name()), true));
        return rows;
    }
}
