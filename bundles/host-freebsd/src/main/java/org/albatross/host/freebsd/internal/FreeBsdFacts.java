package org.albatross.host.freebsd.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.albatross.host.Facts;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;

/** CPUs, memory, disk space, the group of the hypervisor and boot id on FreeBSD. */
final class FreeBsdFacts implements Facts {
    private static final String[] AVAILABLE = {
        "vm.stats.vm.v_page_size", "vm.stats.vm.v_free_count", "vm.stats.vm.v_inactive_count"
    };

    private final Commands commands;
    private final Path hypervisor;
    private final String bootId;

    /**
     * Asks for the boot id.
     *
     * @param hypervisor the device by which a virtual machine is made, {@code /dev/vmmctl} (FreeBSD 15)
     */
    FreeBsdFacts(Commands commands, Path hypervisor) throws IOException {
        this.commands = commands;
        this.hypervisor = hypervisor;
        bootId = SystemText.bootId(commands.text(CommandLines.bootId(), "cannot read the id of this boot"));
    }

    @Override
    public SortedSet<CpuId> cpus() throws IOException {
        return SystemText.cpus(
                commands.text(CommandLines.cpus(ProcessHandle.current().pid()), "cannot read the usable CPUs"));
    }

    @Override
    public Megabytes memory() throws IOException {
        return Megabytes.ofBytes(numbers("hw.physmem").get(0));
    }

    /** What is free, and what was not used for a while and can be freed. */
    @Override
    public Megabytes available() throws IOException {
        List<Long> counted = numbers(AVAILABLE);
        return Megabytes.ofBytes(counted.get(0) * (counted.get(1) + counted.get(2)));
    }

    private List<Long> numbers(String... names) throws IOException {
        return SystemText.numbers(commands.text(CommandLines.values(names), "cannot read the memory"), names);
    }

    @Override
    public Megabytes size(Path directory) throws IOException {
        long bytes = directory.toFile().getTotalSpace();
        if (bytes == 0) {
            throw new IOException("cannot tell the size of the file system of " + directory);
        }
        return Megabytes.ofBytes(bytes);
    }

    @Override
    public Optional<Long> hypervisorGroup() throws IOException {
        if (!Files.exists(hypervisor)) {
            return Optional.empty();
        }
        long gid = Integer.toUnsignedLong((Integer) Files.getAttribute(hypervisor, "unix:gid"));
        return gid == 0 ? Optional.empty() : Optional.of(gid);
    }

    @Override
    public String bootId() {
        return bootId;
    }
}
