package org.albatross.host;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** What processes and network interfaces have used since they began. */
@ProviderType
public interface Measurements {
    /**
     * What was measured at one moment.
     *
     * @param pageBytes how many bytes a page of memory has
     * @param processes by process; one that has ended, or that cannot be seen, is not among them
     * @param interfaces by name; one that is gone is not among them
     * @param hypervisors what the hypervisor has counted of a process's virtual machine, by its own words and in its order; a
     *     process of which it tells nothing is not among them
     */
    record Measurement(
            long pageBytes,
            Map<ProcessId, ProcessUsage> processes,
            Map<String, InterfaceUsage> interfaces,
            Map<ProcessId, Map<String, Long>> hypervisors) {
        /** Copies the maps of processes and interfaces. */
        public Measurement {
            processes = Map.copyOf(processes);
            interfaces = Map.copyOf(interfaces);
            hypervisors = Map.copyOf(hypervisors);
        }
    }

    /**
     * Measures processes and network interfaces. A process whose number another one has by now is one that has ended.
     *
     * @throws IOException when nothing at all can be measured, with a message for people
     */
    Measurement measure(Collection<ProcessId> processes, Collection<String> interfaces) throws IOException;
}
