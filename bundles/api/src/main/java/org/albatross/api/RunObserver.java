package org.albatross.api;

import java.time.Instant;
import java.util.List;
import org.albatross.model.Name;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Is told which processes are unikernels: who samples or shows them needs pid, taps and CPUs, which no client has to
 * know. The supervisor tells an observer that comes everything that runs, before anything else; from then on each
 * change in the order in which it happened. Calls come one after the other, on a thread of the observer's own, so that
 * a slow one delays neither a command nor another observer.
 */
@ConsumerType
public interface RunObserver {
    /** A run has begun, or was taken over; also of those that run already when the observer comes. */
    void began(RunningUnikernel unikernel);

    /** A run has ended, whatever ended it. */
    void ended(Name name, long runId);

    /**
     * A process that is a unikernel.
     *
     * @param name the unikernel
     * @param runId the number of this run; grows within a boot
     * @param pid the tender's process id
     * @param started when it began, by the wall clock
     * @param cpus the CPUs that it may use
     * @param memoryMb what its configuration gives it, in MB
     * @param taps its network devices, in the order of its configuration
     */
    record RunningUnikernel(
            Name name, long runId, long pid, Instant started, List<Integer> cpus, int memoryMb, List<Tap> taps) {
        /** Copies the lists. */
        public RunningUnikernel {
            cpus = List.copyOf(cpus);
            taps = List.copyOf(taps);
        }
    }

    /**
     * A network device of a unikernel.
     *
     * @param device its name in the unikernel's manifest
     * @param bridge the bridge that it is connected to
     * @param networkInterface the tap on the host
     */
    record Tap(String device, String bridge, String networkInterface) {}
}
