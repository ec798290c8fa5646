package org.albatross.host;

import org.osgi.annotation.versioning.ProviderType;

/** The machine, as a service. All methods of its parts may be called from any thread. */
@ProviderType
public interface Host {
    /** CPUs, memory, disk space and boot id. */
    Facts facts();

    /** Bridges and taps. */
    Network network();

    /** Starting, finding, watching and ending processes. */
    Processes processes();

    /** What processes and network interfaces use. */
    Measurements measurements();

    /** Processes at the other end of a Unix domain socket. */
    Peers peers();

    /** Fifos, locks, owners: what the JDK's file API does not do. */
    HostFiles files();
}
