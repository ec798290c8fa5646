package org.albatross.host.linux.internal;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.albatross.host.InterfaceUsage;
import org.albatross.host.Measurements;
import org.albatross.host.ProcessId;
import org.albatross.host.ProcessUsage;

/**
 * Use on Linux: three files of each process and {@code io} where it may be read, one for all interfaces, and two ioctls for each that is asked for. Why
 * no library reads them: docs/decisions/0009-sampling.md. What KVM counts needs root, and is not told.
 */
final class LinuxMeasurements implements Measurements {
    private static final int IFF_RUNNING = 0x40;

    /** Has a carrier: beyond the 16 flags that can be asked for, and set when the interface is running. */
    private static final int IFF_LOWER_UP = 1 << 16;

    private static final int SC_CLK_TCK = 2;
    private static final int SC_PAGESIZE = 30;
    /** More than a file of a process that is read here has. */
    private static final int MAX_FILE = 16 * 1024;

    private static final LibC C = LibC.INSTANCE;

    private final Path proc;
    private final long pageBytes = C.sysconf(SC_PAGESIZE);
    private final long ticks = C.sysconf(SC_CLK_TCK);

    LinuxMeasurements(Path proc) {
        this.proc = proc;
    }

    @Override
    public Measurement measure(Collection<ProcessId> processes, Collection<String> interfaces) throws IOException {
        UsageText text = new UsageText(ticks, boot());
        Map<ProcessId, ProcessUsage> used = new HashMap<>();
        byte[] buffer = new byte[MAX_FILE];
        for (ProcessId process : processes) {
            process(process, text, buffer).ifPresent(usage -> used.put(process, usage));
        }
        return new Measurement(pageBytes, used, interfaces.isEmpty() ? Map.of() : interfaces(interfaces), Map.of());
    }

    private Instant boot() throws IOException {
        try (var lines = Files.lines(proc.resolve("stat"))) {
            return lines.filter(line -> line.startsWith("btime "))
                    .map(line -> Instant.ofEpochSecond(Long.parseLong(line.substring(6))))
                    .findFirst()
                    .orElseThrow(() -> new IOException(proc.resolve("stat") + " has no btime"));
        }
    }

    /** Returns nothing when the process has ended, at whatever moment, or is another one. */
    private Optional<ProcessUsage> process(ProcessId process, UsageText text, byte[] buffer) throws IOException {
        String directory = proc + "/" + process.pid() + "/";
        Optional<String> stat = read(directory + "stat", buffer);
        try {
            if (stat.isEmpty() || UsageText.start(stat.get()) != process.start()) {
                return Optional.empty();
            }
            Optional<String> statm = read(directory + "statm", buffer);
            Optional<String> status = read(directory + "status", buffer);
            Optional<String> io = read(directory + "io", buffer);
            return statm.isEmpty() || status.isEmpty()
                    ? Optional.empty()
                    : Optional.of(text.process(stat.get(), statm.get(), status.get(), io));
        } catch (IllegalArgumentException e) {
            throw new IOException("cannot understand what " + directory + " says: " + e.getMessage(), e);
        }
    }

    /** Returns what a file holds; nothing when it is gone or this process may not read it. */
    private static Optional<String> read(String file, byte[] buffer) {
        try (FileInputStream in = new FileInputStream(file)) {
            // In one read(2): the kernel makes the text at that moment.
            int count = in.read(buffer);
            return count <= 0
                    ? Optional.empty()
                    : Optional.of(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Map<String, InterfaceUsage> interfaces(Collection<String> names) throws IOException {
        Path dev = proc.resolve("self/net/dev");
        Map<String, InterfaceUsage> counted;
        try {
            counted = UsageText.interfaces(Files.readString(dev, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new IOException("cannot understand what " + dev + " says: " + e.getMessage(), e);
        }
        Map<String, InterfaceUsage> found = new HashMap<>();
        try (InterfaceSocket socket = new InterfaceSocket()) {
            for (String name : names) {
                Optional<InterfaceUsage> counters = Optional.ofNullable(counted.get(name));
                Optional<Integer> flags = counters.isPresent() ? socket.flags(name) : Optional.empty();
                if (counters.isPresent() && flags.isPresent()) {
                    mtu(socket, name).ifPresent(mtu -> found.put(name, complete(counters.get(), flags.get(), mtu)));
                }
            }
        }
        return found;
    }

    /** Returns nothing for one that is gone since. */
    private static Optional<Integer> mtu(InterfaceSocket socket, String name) throws IOException {
        try {
            return Optional.of(socket.mtu(name));
        } catch (ErrnoException e) {
            if (socket.index(name).isEmpty()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static InterfaceUsage complete(InterfaceUsage counters, int flags, int mtu) {
        return new InterfaceUsage(
                (flags & IFF_RUNNING) == 0 ? flags : flags | IFF_LOWER_UP,
                mtu,
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
