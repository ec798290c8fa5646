package org.albatross.host.freebsd.internal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.albatross.host.ProcessId;
import org.albatross.host.Processes.Identity;
import org.albatross.model.CpuId;
import org.albatross.model.MacAddress;

/**
 * The command lines of FreeBSD's base system that the host runs. Pure. Programs are named by their paths, so that nothing
 * depends on the PATH of who started the platform.
 */
final class CommandLines {
    static final String IFCONFIG = "/sbin/ifconfig";
    static final String SYSCTL = "/sbin/sysctl";
    static final String CPUSET = "/usr/bin/cpuset";
    static final String DAEMON = "/usr/sbin/daemon";
    static final String LOCKF = "/usr/bin/lockf";
    static final String CHROOT = "/usr/sbin/chroot";
    static final String PS = "/bin/ps";
    private static final String BHYVECTL = "/usr/sbin/bhyvectl";
    private static final String PROCSTAT = "/usr/bin/procstat";
    private static final String NETSTAT = "/usr/bin/netstat";

    private CommandLines() {}

    /** Prints the names of a group of interfaces, as {@code bridge} or {@code tap}, one a line. */
    static List<String> group(String group) {
        return List.of(IFCONFIG, "-g", group);
    }

    /** Describes all interfaces. */
    static List<String> interfaces() {
        return List.of(IFCONFIG, "-a");
    }

    /** Describes one interface. */
    static List<String> describe(String name) {
        return List.of(IFCONFIG, name);
    }

    /**
     * Makes the tap of that number. All in one, so that there is none for a moment that is not known as ours. The tender brings it
     * up again when it opens it ({@code net.link.tap.up_on_open}).
     */
    static List<String> createTap(String tap, MacAddress address, int mtu) {
        return List.of(IFCONFIG, tap, "create", "ether", address.toString(), "mtu", Integer.toString(mtu), "up");
    }

    /** Connects a tap to a bridge. */
    static List<String> connect(String bridge, String tap) {
        return List.of(IFCONFIG, bridge, "addm", tap);
    }

    /** Disconnects a tap from a bridge. */
    static List<String> disconnect(String bridge, String tap) {
        return List.of(IFCONFIG, bridge, "deletem", tap);
    }

    /** Removes a tap. */
    static List<String> destroy(String tap) {
        return List.of(IFCONFIG, tap, "destroy");
    }

    /** Prints the values of variables of the kernel, one a line. */
    static List<String> values(String... names) {
        List<String> line = new ArrayList<>(List.of(SYSCTL, "-n"));
        line.addAll(List.of(names));
        return line;
    }

    /** Prints the boot's id, which is opaque and printed in hexadecimal only when that is asked for. */
    static List<String> bootId() {
        return List.of(SYSCTL, "-nx", "kern.boot_id");
    }

    /** Prints the CPUs that a process may use. */
    static List<String> cpus(long pid) {
        return List.of(CPUSET, "-g", "-p", Long.toString(pid));
    }

    /** Prints the process table ({@link ProcessText}). */
    static List<String> table() {
        return List.of(PS, "-axww", "-o", ProcessText.KEYWORDS);
    }

    /** Prints the line of one process in that table. */
    static List<String> process(long pid) {
        return List.of(PS, "-ww", "-o", ProcessText.KEYWORDS, "-p", Long.toString(pid));
    }

    /** Prints the lines of processes in that table. */
    static List<String> processes(Collection<ProcessId> processes) {
        return ofEach(ProcessText.KEYWORDS, processes);
    }

    /** Prints the sizes of processes ({@link UsageText}). */
    static List<String> sizes(Collection<ProcessId> processes) {
        return ofEach(UsageText.SIZE_KEYWORDS, processes);
    }

    private static List<String> ofEach(String keywords, Collection<ProcessId> processes) {
        List<String> line = new ArrayList<>(List.of(PS, "-ww", "-o", keywords));
        for (ProcessId process : processes) {
            line.addAll(List.of("-p", Long.toString(process.pid())));
        }
        return line;
    }

    /** Prints what processes have used ({@link UsageText}). */
    static List<String> usage(Collection<ProcessId> processes) {
        List<String> line = new ArrayList<>(List.of(PROCSTAT, "-h", "-r"));
        processes.forEach(process -> line.add(Long.toString(process.pid())));
        return line;
    }

    /** Prints the counters of the first virtual CPU of a virtual machine ({@link HypervisorText}). */
    static List<String> hypervisor(String machine) {
        return List.of(BHYVECTL, "--get-stats", "--cpu=0", "--vm=" + machine);
    }

    /** Prints the counters of all interfaces. */
    static List<String> counters() {
        return List.of(NETSTAT, "-ibdnW");
    }

    /**
     * Pins to CPUs, leaves root, and becomes the tender. To become another user chroot(8) is run: of the base system it alone takes
     * numbers for user and groups, which have no names here; the root directory stays what it is. Without an identity the tender
     * stays the platform's user, root, until it enters capsicum(4) itself.
     *
     * @param cpus empty for all
     */
    static List<String> tender(Optional<Identity> identity, SortedSet<CpuId> cpus, List<String> command) {
        List<String> line = new ArrayList<>();
        if (!cpus.isEmpty()) {
            line.addAll(List.of(CPUSET, "-l", joined(cpus)));
        }
        if (identity.isPresent()) {
            String gid = Long.toString(identity.get().gid());
            String groups = joined(identity.get().groups());
            line.addAll(List.of(CHROOT, "-u", Long.toString(identity.get().uid()), "-g", gid));
            // Without -G root's groups would stay.
            line.addAll(List.of("-G", groups.isEmpty() ? gid : groups, "/"));
        }
        line.addAll(command);
        return line;
    }

    private static String joined(Collection<?> numbers) {
        return numbers.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    /** Starts a program detached: in a session of its own, in {@code /}, with {@code /dev/null} for its three descriptors. */
    static List<String> detached(Path program, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(DAEMON, "-c", "-f", program.toString()));
        line.addAll(arguments);
        return line;
    }
}
