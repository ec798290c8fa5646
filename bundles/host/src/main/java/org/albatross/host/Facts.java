package org.albatross.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import org.albatross.model.CpuId;
import org.albatross.model.Megabytes;
import org.osgi.annotation.versioning.ProviderType;

/** What the machine has. Read anew at every call unless said otherwise. */
@ProviderType
public interface Facts {
    /** Returns the CPUs that this process may use. */
    SortedSet<CpuId> cpus() throws IOException;

    /** Returns the physical memory, rounded down. */
    Megabytes memory() throws IOException;

    /** Returns how much of the memory a program could have now without anything being swapped out. */
    Megabytes available() throws IOException;

    /** Returns the size of the file system on which {@code directory} lies, used or not. */
    Megabytes size(Path directory) throws IOException;

    /**
     * Returns the group whose members may use the hypervisor.
     *
     * @return nothing where there is no hypervisor, or where only root may use it
     */
    Optional<Long> hypervisorGroup() throws IOException;

    /**
     * Returns what tells this boot of the machine from every other one. Constant for the life of the
     * process.
     */
    String bootId() throws IOException;
}
