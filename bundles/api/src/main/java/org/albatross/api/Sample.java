package org.albatross.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.RunningUnikernel;
import org.albatross.model.Text;
import org.albatross.model.UnikernelStatus;

/**
 * What unikernels, domains and the platform use, as measured in one round. Counters grow from the beginning of a process
 * or an interface: a rate is the difference of two samples of the same process by that of their {@link #nanos}.
 *
 * @param time when the round began, by the wall clock
 * @param nanos the same by {@link System#nanoTime}
 * @param unikernels every process that was measured, in the order of names; one that has ended is not among them
 * @param statuses everything that is desired or finished, in the order of names; empty while the supervisor is being replaced
 * @param domains every path that has a policy, a unikernel or a block device at or below it, the root first; empty while the
 *     supervisor is being replaced
 * @param platform what the platform's own process uses; absent where it could not be measured
 */
public record Sample(
        Instant time,
        long nanos,
        List<Unikernel> unikernels,
        List<Named<UnikernelStatus>> statuses,
        List<Domain> domains,
        Optional<Data.Stats> platform) {
    /** Copies the lists. */
    public Sample {
        unikernels = List.copyOf(unikernels);
        statuses = List.copyOf(statuses);
        domains = List.copyOf(domains);
    }

    /**
     * A unikernel that runs.
     *
     * @param pid its process; another one after each start
     * @param run what the supervisor tells of it; absent for a process that was added by {@code stats add}
     * @param stats what stands on the wire: the interfaces by the unikernel's names of its devices, which {@code run} has,
     *     too, with bridges and taps. A tap that is gone is not among them
     * @param residentBytes its memory in use, in bytes
     * @param storage what it has read and written; absent where the platform may not know (docs/observing.md)
     */
    public record Unikernel(
            Name name,
            long pid,
            Optional<RunningUnikernel> run,
            Data.Stats stats,
            long residentBytes,
            Optional<Storage> storage) {
        /** Returns the CPU time that it has used since its start. */
        public Duration cpuTime() {
            return duration(stats.usage().utime()).plus(duration(stats.usage().stime()));
        }

        /** Returns the bridge of a device, where it is known. */
        public Optional<Text> bridgeOf(Text device) {
            return run.stream()
                    .flatMap(known -> known.taps().stream())
                    .filter(tap -> tap.device().equals(device))
                    .map(RunningUnikernel.Tap::bridge)
                    .findFirst();
        }

        private static Duration duration(Data.TimeValue value) {
            return Duration.ofSeconds(value.seconds(), value.microseconds() * 1000);
        }
    }

    /** Bytes that a process made the disks read and write. */
    public record Storage(long readBytes, long writtenBytes) {}

    /**
     * A path, and what lies at or below it.
     *
     * @param policy the policy at exactly this path, if there is one
     * @param running how many unikernels run
     * @param memoryMb their memory by their configurations, in MB
     * @param attachedBlockMb the size of the block devices that are in use, in MB
     * @param unattachedBlockMb the size of the other ones, in MB
     */
    public record Domain(
            Path path,
            Optional<Policy> policy,
            long running,
            long memoryMb,
            long attachedBlockMb,
            long unattachedBlockMb) {}
}
