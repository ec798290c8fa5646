package org.albatross.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import org.osgi.annotation.versioning.ProviderType;

/** What the machine has. Read anew at every call unless said otherwise. */
@ProviderType
public interface Facts {
    /** Returns the numbers of the CPUs that this process may use. */
    SortedSet<Long> cpus() throws IOException;

    /** Returns the physical memory in MB of 2^20 bytes, rounded down. */
    long memoryMb() throws IOException;

    /** Returns how much of the memory a program could have now, in MB of 2^20 bytes, without anything being swapped out. */
    long availableMb() throws IOException;

    /** Returns the size of the file system on which {@code directory} lies, in MB, used or not. */
    long sizeMb(Path directory) throws IOException;

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
