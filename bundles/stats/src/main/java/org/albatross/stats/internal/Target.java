package org.albatross.stats.internal;

import java.util.List;
import java.util.Optional;
import org.albatross.host.ProcessId;
import org.albatross.model.Name;
import org.albatross.model.RunningUnikernel;
import org.albatross.model.Text;

/**
 * A process that is measured.
 *
 * @param run what the supervisor tells of it; absent for one that was added by a command
 */
record Target(Name name, ProcessId process, List<Device> devices, Optional<RunningUnikernel> run) {
    /** A network device of a unikernel, and the tap that it is connected by. */
    record Device(Text name, String tap) {}

    /** Copies the list. */
    Target {
        devices = List.copyOf(devices);
    }

    /** A unikernel of this platform. */
    static Target of(RunningUnikernel run) {
        return new Target(
                run.name(),
                new ProcessId(run.pid(), run.processStart()),
                run.taps().stream()
                        .map(tap -> new Device(tap.device(), tap.networkInterface()))
                        .toList(),
                Optional.of(run));
    }
}
