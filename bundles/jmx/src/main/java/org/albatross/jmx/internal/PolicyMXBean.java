package org.albatross.jmx.internal;

import java.util.List;

/** The MBean {@code org.albatross:type=Policy,path=..} of the policy of a path. */
@Description("A policy: what all unikernels at or below its path may use together. Attributes are at most a second old")
public interface PolicyMXBean {
    /** Returns its path. */
    @Description("Its path, as in a:b:")
    String getPath();

    /** Returns how many unikernels there may be. */
    @Description("How many unikernels there may be")
    long getUnikernels();

    /** Returns their memory. */
    @Description("Their memory together, in MB")
    long getMemoryMb();

    /** Returns their CPUs. */
    @Description("Numbers of the CPUs that may be used")
    List<Long> getCpus();

    /** Returns the size of their block devices. */
    @Description("Their block devices together, in MB; -1 for none")
    long getBlockMb();

    /** Returns their bridges. */
    @Description("Bridges that may be used")
    List<String> getBridges();

    /** Replaces it. */
    @Description("Replaces it")
    String replace(
            @Description("How many unikernels there may be") long unikernelsAllowed,
            @Description("Their memory together, in MB") long memoryMb,
            @Description("CPUs that may be used, as in 0,2") String cpus,
            @Description("Their block devices together, in MB; -1 for none") long blockMb,
            @Description("Bridges that may be used, as in br0,br1; empty for none") String bridges);

    /** Removes it. */
    @Description("Removes it; this MBean goes with it")
    String remove();
}
