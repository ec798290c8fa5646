package org.albatross.host.freebsd.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.albatross.host.InterfaceUsage;
import org.albatross.host.Measurements;
import org.albatross.host.ProcessId;
import org.albatross.host.ProcessUsage;

/**
 * Use on FreeBSD, by ps(1), procstat(1), netstat(1) and ifconfig(8): each is run once for all that is asked for; and by bhyvectl(8)
 * for each virtual machine.
 */
final class FreeBsdMeasurements implements Measurements {
    private static final int FLAGS = 0xffff;

    private final Commands commands;
    private final ProcessTable table;
    private final Path machines;

    /**
     * Measures on this machine.
     *
     * @param machines where the devices of virtual machines are, {@code /dev/vmm}
     */
    FreeBsdMeasurements(Commands commands, ProcessTable table, Path machines) {
        this.commands = commands;
        this.table = table;
        this.machines = machines;
    }

    @Override
    public Measurement measure(Collection<ProcessId> processes, Collection<String> interfaces) throws IOException {
        String what = "cannot read the size of a page";
        long page = SystemText.numbers(commands.text(CommandLines.values("hw.pagesize"), what), "hw.pagesize")
                .get(0);
        Map<ProcessId, ProcessUsage> used = processes.isEmpty() ? Map.of() : processes(processes, page);
        return new Measurement(
                page, used, interfaces.isEmpty() ? Map.of() : interfaces(interfaces), hypervisors(used.keySet()));
    }

    private Map<ProcessId, Map<String, Long>> hypervisors(Collection<ProcessId> processes) throws IOException {
        Map<ProcessId, Map<String, Long>> found = new HashMap<>();
        for (Map.Entry<ProcessId, String> machine : machines(processes).entrySet()) {
            Map<String, Long> counters = HypervisorText.parse(
                    commands.run(CommandLines.hypervisor(machine.getValue())).text());
            if (!counters.isEmpty()) {
                found.put(machine.getKey(), counters);
            }
        }
        return found;
    }

    /** Finds the virtual machines of processes: that of a solo5-hvt is called by its number, that of a bhyve as its title says. */
    private Map<ProcessId, String> machines(Collection<ProcessId> processes) throws IOException {
        Map<ProcessId, String> found = new HashMap<>();
        Set<ProcessId> others = new HashSet<>();
        for (ProcessId process : processes) {
            String machine = "solo5-" + process.pid();
            if (Files.exists(machines.resolve(machine))) {
                found.put(process, machine);
            } else {
                others.add(process);
            }
        }
        if (!others.isEmpty() && Files.isDirectory(machines)) {
            for (ProcessText.Line line : table.lines(others)) {
                HypervisorText.machine(line.entry().commandLine())
                        .filter(machine -> Files.exists(machines.resolve(machine)))
                        .ifPresent(machine -> found.put(line.entry().id(), machine));
            }
        }
        return found;
    }

    /** One that has ended is missing in what ps prints, whose exit code says so; procstat only warns. */
    private Map<ProcessId, ProcessUsage> processes(Collection<ProcessId> processes, long page) throws IOException {
        long boot = table.bootTime().getEpochSecond();
        Map<Long, UsageText.Sizes> sizes =
                UsageText.sizes(commands.run(CommandLines.sizes(processes)).text());
        Map<Long, Map<String, Long>> resources =
                UsageText.resources(commands.run(CommandLines.usage(processes)).text());
        Map<ProcessId, ProcessUsage> found = new HashMap<>();
        for (ProcessId process : processes) {
            Optional<UsageText.Sizes> its = Optional.ofNullable(sizes.get(process.pid()))
                    .filter(size -> size.started().getEpochSecond() - boot == process.start());
            Optional<Map<String, Long>> used = Optional.ofNullable(resources.get(process.pid()));
            if (its.isPresent() && used.isPresent()) {
                found.put(process, UsageText.usage(its.get(), used.get(), page));
            }
        }
        return found;
    }

    private Map<String, InterfaceUsage> interfaces(Collection<String> names) throws IOException {
        String what = "cannot read the counters of network interfaces";
        Map<String, InterfaceUsage> counted = UsageText.interfaces(commands.text(CommandLines.counters(), what));
        Map<String, InterfaceText> described = InterfaceText.parse(commands.text(CommandLines.interfaces(), what));
        Map<String, InterfaceUsage> found = new HashMap<>();
        for (String name : names) {
            InterfaceUsage counters = counted.get(name);
            InterfaceText text = described.get(name);
            if (counters != null && text != null) {
                found.put(name, complete(counters, text));
            }
        }
        return found;
    }

    private static InterfaceUsage complete(InterfaceUsage counters, InterfaceText text) {
        return new InterfaceUsage(
                text.flags() & FLAGS,
                text.mtu(),
                counters.inBytes(),
                counters.inPackets(),
                counters.inErrors(),
                counters.inDropped(),
                counters.inMulticast(),
                counters.outBytes(),
                counters.outPackets(),
                counters.outErrors(),
                counters.outDropped(),
                counters.collisions());
    }
}
