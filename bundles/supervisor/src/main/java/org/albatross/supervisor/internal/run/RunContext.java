package org.albatross.supervisor.internal.run;

import org.albatross.disk.DurableFiles;
import org.albatross.host.Host;
import org.albatross.store.RunLocks;
import org.albatross.store.RunPaths;

/**
 * Where runs are: on which host, as whose, and in which run directory.
 *
 * @param instance the platform that they belong to
 * @param paths the run directory
 * @param locks its locks, one for each unikernel
 * @param files how what has to survive a power cut is written
 * @param limits how long is waited for wrappers and tenders
 */
public record RunContext(
        Host host, String instance, RunPaths paths, RunLocks locks, DurableFiles files, RunLimits limits) {
    /** Makes the locks of the run directory. */
    public RunContext(Host host, String instance, RunPaths paths, DurableFiles files, RunLimits limits) {
        this(host, instance, paths, new RunLocks(paths, host.files()), files, limits);
    }
}
