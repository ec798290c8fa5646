package org.albatross.host.linux.internal;

import static org.albatross.host.linux.internal.SystemCall.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.albatross.host.Facts;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;

/** CPUs, memory, disk space, the group of KVM and boot id on Linux. */
final class LinuxFacts implements Facts {
    private static final String AVAILABLE = "MemAvailable:";
    private static final long KB_PER_MB = 1024;
    private static final int BOOT_ID_BYTES = 36;
    private static final int MAX_CPUS = 8192;
    private static final int SC_PAGESIZE = 30;
    private static final int SC_PHYS_PAGES = 85;

    private final Path kvm;
    private final String bootId;

    /**
     * Reads the boot id.
     *
     * @param proc where the proc file system is
     * @param kvm the hypervisor's device
     */
    LinuxFacts(Path proc, Path kvm) throws IOException {
        this.kvm = kvm;
        Path file = proc.resolve("sys/kernel/random/boot_id");
        try (InputStream in = Files.newInputStream(file)) {
            // By one read(2): some files below sys are at their end for a second one.
            byte[] bytes = new byte[BOOT_ID_BYTES + 1];
            if (in.read(bytes) != bytes.length) {
                throw new IOException(file + " does not hold " + BOOT_ID_BYTES + " bytes and a newline");
            }
            bootId = new String(bytes, 0, BOOT_ID_BYTES, StandardCharsets.US_ASCII);
        }
    }

    @Override
    public SortedSet<CpuId> cpus() throws IOException {
        byte[] mask = new byte[MAX_CPUS / Byte.SIZE];
        int process = Math.toIntExact(ProcessHandle.current().pid());
        check(LibC.INSTANCE.sched_getaffinity(process, mask.length, mask), "cannot read the usable CPUs");
        SortedSet<CpuId> cpus = new TreeSet<>();
        BitSet.valueOf(mask).stream().forEach(cpu -> cpus.add(new CpuId(cpu)));
        return cpus;
    }

    @Override
    public Megabytes memory() {
        return Megabytes.ofBytes(LibC.INSTANCE.sysconf(SC_PHYS_PAGES) * LibC.INSTANCE.sysconf(SC_PAGESIZE));
    }

    @Override
    public Megabytes available() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
            if (line.startsWith(AVAILABLE)) {
                return new Megabytes(Long.parseLong(line.substring(AVAILABLE.length(), line.lastIndexOf(' '))
                                .strip())
                        / KB_PER_MB);
            }
        }
        throw new IOException("/proc/meminfo does not tell " + AVAILABLE);
    }

    @Override
    public Megabytes size(Path directory) throws IOException {
        // By statvfs(3): a FileStore is not found in a chroot that is not a mount point.
        long bytes = directory.toFile().getTotalSpace();
        if (bytes == 0) {
            throw new IOException("cannot tell the size of the file system of " + directory);
        }
        return Megabytes.ofBytes(bytes);
    }

    @Override
    public Optional<Long> hypervisorGroup() throws IOException {
        if (!Files.exists(kvm)) {
            return Optional.empty();
        }
        long gid = Integer.toUnsignedLong((Integer) Files.getAttribute(kvm, "unix:gid"));
        return gid == 0 ? Optional.empty() : Optional.of(gid);
    }

    @Override
    public String bootId() {
        return bootId;
    }
}
