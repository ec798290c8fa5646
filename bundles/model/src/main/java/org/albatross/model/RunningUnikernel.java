package org.albatross.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A process that is a unikernel. One that was taken over although it is not what is desired any more, and so will soon
 * be replaced, is told with memory, CPUs and bridges of what is desired.
 *
 * @param name the unikernel
 * @param runId the number of this run; grows within a boot
 * @param pid the tender's process id
 * @param processStart the raw start time of that process, as the host counts it: no other process has both
 * @param started when it began, by the wall clock
 * @param image what it was booted from; absent where that is not known
 * @param cpus the CPUs that it may use
 * @param memory what its configuration gives it
 * @param taps its network devices
 */
public record RunningUnikernel(
        Name name,
        long runId,
        long pid,
        long processStart,
        Instant started,
        Optional<Sha256> image,
        List<CpuId> cpus,
        Megabytes memory,
        List<Tap> taps) {
    /** Copies the lists. */
    public RunningUnikernel {
        cpus = List.copyOf(cpus);
        taps = List.copyOf(taps);
    }

    /**
     * A network device of a unikernel.
     *
     * @param device the unikernel's own name of it
     * @param bridge the bridge that it is connected to
     * @param networkInterface the tap on the host
     */
    public record Tap(Text device, Text bridge, String networkInterface) {}
}
