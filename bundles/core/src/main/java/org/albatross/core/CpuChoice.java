package org.albatross.core;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.albatross.model.CpuId;

/** Whether a unikernel can be pinned to the CPUs that it is configured for. */
public final class CpuChoice {
    private CpuChoice() {}

    /**
     * Refuses CPUs of which the machine has none: pinning would fail, and its end would look like the unikernel's own.
     * Those of which it has some are fine, as for the kernel.
     *
     * @return why, in one line
     */
    public static Optional<String> refusal(SortedSet<CpuId> wanted, SortedSet<CpuId> existing) {
        SortedSet<CpuId> common = new TreeSet<>(wanted);
        common.retainAll(existing);
        return wanted.isEmpty() || !common.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "CPUids " + joined(wanted) + " do not exist on this host, which has: " + joined(existing));
    }

    private static String joined(SortedSet<CpuId> cpus) {
        return cpus.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
