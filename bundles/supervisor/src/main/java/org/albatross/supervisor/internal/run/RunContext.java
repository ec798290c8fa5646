package org.albatross.supervisor.internal.run;

import java.io.IOException;
import org.albatross.api.Hypervisor;
import org.albatross.disk.DurableFiles;
import org.albatross.host.Host;
import org.albatross.model.Name;
import org.albatross.store.RunLocks;
import org.albatross.store.RunPaths;

/**
 * Where runs are: on which host, as whose, and in which run directory.
 *
 * @param hypervisors what runs unikernels that no tender runs
 * @param instance the platform that they belong to
 * @param paths the run directory
 * @param locks its locks, one for each unikernel
 * @param files how what has to survive a power cut is written
 * @param limits how long is waited for wrappers and tenders
 */
public record RunContext(
        Host host,
        Hypervisors hypervisors,
        String instance,
        RunPaths paths,
        RunLocks locks,
        DurableFiles files,
        RunLimits limits) {
    /** Makes the locks of the run directory. */
    public RunContext(
            Host host, Hypervisors hypervisors, String instance, RunPaths paths, DurableFiles files, RunLimits limits) {
        this(host, hypervisors, instance, paths, new RunLocks(paths, host.files()), files, limits);
    }

    /** Removes the virtual machine of a run of which nothing lives, if there is one. */
    void removeMachine(Name name, long runId) throws IOException {
        hypervisors.remove(new Hypervisor.Run(instance, name, runId));
    }
}
