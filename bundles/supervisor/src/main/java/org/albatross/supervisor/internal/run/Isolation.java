package org.albatross.supervisor.internal.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.albatross.core.Spec;
import org.albatross.host.Facts;
import org.albatross.host.Processes;
import org.albatross.model.Name;
import org.albatross.model.Sha256;
import org.albatross.store.IdentityTable;
import org.albatross.store.ImageStore;

/** As whom tenders run (architecture section 3): each as a user of its own, or all as the platform's. */
public final class Isolation implements ImageStore.Readers {
    /** How a mode is called in {@code hello} and in messages. */
    public enum Mode {
        /** Each unikernel has a user of its own. */
        SEPARATE,
        /** All run as the platform's user, which is no barrier between an escaped guest and the platform. */
        SHARED;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final Mode mode;
    private final IdentityTable identities;
    private final Facts facts;

    /** In a mode, with the numbers that it gives out, on a machine. */
    public Isolation(Mode mode, IdentityTable identities, Facts facts) {
        this.mode = mode;
        this.identities = identities;
        this.facts = facts;
    }

    /** Returns the mode. */
    public Mode mode() {
        return mode;
    }

    @Override
    public Optional<Long> groupOf(Sha256 image) throws IOException {
        return mode == Mode.SHARED ? Optional.empty() : Optional.of(identities.numberOf(IdentityTable.owner(image)));
    }

    /** Tells whether a tender may run as this user, beside the platform's: whatever the mode is now. */
    boolean gives(long uid) {
        return identities.contains(uid);
    }

    /**
     * Returns as whom a unikernel's tender runs; nothing for the platform's user. Who gets block devices is that user after a reboot
     * too, since they are its own then. Calls for one unikernel have to take turns.
     */
    Optional<Processes.Identity> identityOf(Name name, Spec spec) throws IOException {
        if (mode == Mode.SHARED) {
            return Optional.empty();
        }
        long number = identities.numberOf(IdentityTable.owner(name));
        if (!spec.arguments().blockDevices().isEmpty()) {
            identities.makeDurable(number);
        }
        List<Long> groups = new ArrayList<>();
        facts.hypervisorGroup().ifPresent(groups::add);
        groups.add(identities.numberOf(IdentityTable.owner(spec.image())));
        return Optional.of(new Processes.Identity(number, number, groups));
    }
}
