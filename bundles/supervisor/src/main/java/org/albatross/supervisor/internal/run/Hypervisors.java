package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.albatross.api.Hypervisor;
import org.albatross.model.Arguments;
import org.albatross.model.Name;
import org.albatross.model.UnikernelType;

/** The hypervisors of this machine for unikernels that no tender runs; they come and go as their bundles do. For any thread. */
public final class Hypervisors {
    private final boolean separate;
    private final List<Hypervisor> present = new CopyOnWriteArrayList<>();

    /** Without one at first; none is used where each unikernel has a user of its own. */
    public Hypervisors(Isolation.Mode isolation) {
        separate = isolation == Isolation.Mode.SEPARATE;
    }

    /** A hypervisor has come. */
    public void bind(Hypervisor hypervisor) {
        present.add(hypervisor);
    }

    /** A hypervisor has gone. */
    public void unbind(Hypervisor hypervisor) {
        present.remove(hypervisor);
    }

    /**
     * Returns the one that runs a configuration.
     *
     * @throws IOException with a message for people when none can
     */
    public Hypervisor require(Name name, UnikernelType type, Arguments arguments) throws IOException {
        String typ = "typ " + type.name().toLowerCase(Locale.ROOT);
        Hypervisor hypervisor = of(type).orElseThrow(() ->
                new IOException(typ + " is not available on this host: it needs FreeBSD, use a solo5 image"));
        if (separate) {
            throw new IOException(
                    typ + " is not available with --mode separate: its process has to be the platform's user");
        }
        Optional<String> refusal = hypervisor.refusal(name, arguments);
        if (refusal.isPresent()) {
            throw new IOException(refusal.get());
        }
        return hypervisor;
    }

    private Optional<Hypervisor> of(UnikernelType type) {
        return present.stream().filter(one -> one.type() == type).findFirst();
    }

    /** Returns what the machine of a run is called; nothing where no hypervisor of that type is present. */
    public Optional<String> machine(UnikernelType type, Hypervisor.Run run) {
        return of(type).map(hypervisor -> hypervisor.machine(run));
    }

    /** Returns whose machine a process runs, by its command line. */
    Optional<Hypervisor.Run> runOf(List<String> commandLine) {
        return present.stream()
                .map(hypervisor -> hypervisor.runOf(commandLine))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Removes the machine of a run of which no process lives, if there is one. */
    void remove(Hypervisor.Run run) throws IOException {
        for (Hypervisor hypervisor : present) {
            hypervisor.remove(run);
        }
    }
}
