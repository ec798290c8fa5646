package org.albatross.api;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.albatross.model.Arguments;
import org.albatross.model.Name;
import org.albatross.model.Text;
import org.albatross.model.UnikernelType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * How unikernels of one type are run that are virtual machines of the operating system, not images for a tender. Such a machine is
 * something of the kernel's: it is made before the process that runs it, and outlives that one, until it is removed. It runs as the
 * platform's user, and boots from its disks: its image is not read. For any thread.
 */
@ProviderType
public interface Hypervisor {
    /**
     * A run of a unikernel; the name of its machine follows from it.
     *
     * @param instance the platform's
     * @param runId which run of the unikernel it is; grows within a boot of the host
     */
    record Run(String instance, Name name, long runId) {}

    /** Returns what it runs. */
    UnikernelType type();

    /** Returns what the programs of the operating system call the machine of a run. */
    String machine(Run run);

    /** Looks whether this machine can run a configuration now; returns why not, in one line, or nothing. */
    Optional<String> refusal(Name name, Arguments arguments);

    /**
     * Returns the command line of what becomes the process of a run: it makes the machine, and runs it until its end.
     *
     * @param link a path in the directory of the run, to which other files may be added; it is in the command line until the machine
     *     is made, as the machine's name is from then on
     * @param arguments which {@link #refusal} has nothing against
     * @param taps the host's network interface of each network device, by the device's name
     * @throws IOException when a file cannot be written
     */
    List<String> command(Run run, java.nio.file.Path link, Arguments arguments, Map<Text, String> taps)
            throws IOException;

    /** Returns whose run a process is by its command line, once its machine is made; nothing when it runs none. */
    Optional<Run> runOf(List<String> commandLine);

    /**
     * Removes the machine of a run of which no process lives any more; one that does not exist is fine.
     *
     * @throws IOException when it is still there
     */
    void remove(Run run) throws IOException;
}
