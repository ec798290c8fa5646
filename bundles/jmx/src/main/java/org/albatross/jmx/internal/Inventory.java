package org.albatross.jmx.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.albatross.jmx.internal.SupervisorMXBean.BlockDeviceRow;
import org.albatross.jmx.internal.SupervisorMXBean.PolicyRow;
import org.albatross.jmx.internal.SupervisorMXBean.UnikernelRow;
import org.albatross.model.BlockCommand;
import org.albatross.model.ConsoleCommand;
import org.albatross.model.CpuId;
import org.albatross.model.LifecycleCommand;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Reply;
import org.albatross.model.Text;
import org.albatross.model.UnikernelCommand;
import org.albatross.model.UnikernelInfo;
import org.albatross.model.UnikernelStatus;

/**
 * What there is, as tables by name. The platform is asked at most once a second for each, and after {@link #forget}. For any
 * thread.
 */
final class Inventory {
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Commands commands;
    private final Cached<SortedMap<Name, UnikernelRow>> unikernels;
    private final Cached<SortedMap<Name, PolicyRow>> policies;
    private final Cached<SortedMap<Name, BlockDeviceRow>> blockDevices;
    private final Cached<SortedMap<Name, Boolean>> consoles;

    /** Asks by {@code commands}; {@code nanos} is a monotonic clock. */
    Inventory(Commands commands, LongSupplier nanos) {
        this.commands = commands;
        unikernels = new Cached<>(this::readUnikernels, FRESH, nanos);
        policies = new Cached<>(this::readPolicies, FRESH, nanos);
        blockDevices = new Cached<>(this::readBlockDevices, FRESH, nanos);
        consoles = new Cached<>(this::readConsoles, FRESH, nanos);
    }

    /** Returns every desired and every recently finished unikernel. */
    Cached<SortedMap<Name, UnikernelRow>> unikernels() {
        return unikernels;
    }

    /** Returns every policy, by the name that its path is. */
    Cached<SortedMap<Name, PolicyRow>> policies() {
        return policies;
    }

    /** Returns every block device. */
    Cached<SortedMap<Name, BlockDeviceRow>> blockDevices() {
        return blockDevices;
    }

    /** Returns every console, and whether its unikernel runs. */
    Cached<SortedMap<Name, Boolean>> consoles() {
        return consoles;
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
        unikernels.forget();
        policies.forget();
        blockDevices.forget();
        consoles.forget();
    }

    private SortedMap<Name, UnikernelRow> readUnikernels() {
        Reply.Statuses statuses = (Reply.Statuses) commands.ask(Name.ROOT, new LifecycleCommand.Status());
        Reply.Infos infos =
                (Reply.Infos) commands.ask(Name.ROOT, new UnikernelCommand.Info(UnikernelCommand.InfoForm.CURRENT));
        Map<Name, UnikernelInfo> running = new TreeMap<>();
        infos.unikernels().forEach(named -> running.put(named.name(), named.value()));
        SortedMap<Name, UnikernelRow> rows = new TreeMap<>();
        for (Named<UnikernelStatus> named : statuses.statuses()) {
            rows.put(named.name(), row(named.value(), Optional.ofNullable(running.get(named.name()))));
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
                info.map(present -> present.digest().toString()).orElse(""));
    }

    private SortedMap<Name, PolicyRow> readPolicies() {
        Reply.Policies reply = (Reply.Policies) commands.ask(Name.ROOT, new PolicyCommand.Info());
        SortedMap<Name, PolicyRow> rows = new TreeMap<>();
        reply.policies().forEach(named -> rows.put(named.name().path().asName(), PolicyText.row(named.value())));
        return rows;
    }

    private SortedMap<Name, BlockDeviceRow> readBlockDevices() {
        Reply.BlockDevices reply = (Reply.BlockDevices) commands.ask(Name.ROOT, new BlockCommand.Info());
        SortedMap<Name, BlockDeviceRow> rows = new TreeMap<>();
        reply.devices()
                .forEach(named -> rows.put(
                        named.name(),
                        new BlockDeviceRow(
                                named.value().size().count(), named.value().active())));
        return rows;
    }

    private SortedMap<Name, Boolean> readConsoles() {
        Reply.Consoles inactive = (Reply.Consoles) commands.ask(Name.ROOT, new ConsoleCommand.ListInactive());
        Reply.Statuses statuses = (Reply.Statuses) commands.ask(Name.ROOT, new LifecycleCommand.Status());
        SortedMap<Name, Boolean> rows = new TreeMap<>();
        inactive.names().forEach(name -> rows.put(name, false));
        statuses.statuses().stream()
                .filter(named -> named.value().state().equals(UnikernelStatus.State.RUNNING.text()))
                .forEach(named -> rows.put(named.name(), true));
        return rows;
    }
}
