package org.albatross.endpoint;

import java.io.IOException;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.Grant;
import org.albatross.model.Role;
import org.albatross.pki.Entitlement;
import org.albatross.pki.EntitlementException;
import org.albatross.pki.Leaf;
import org.albatross.pki.TrustedChain;
import org.albatross.wire.BlobSink;

/** People as a front end knows them, by a role certificate or by a password. */
public final class People {
    private People() {}

    /**
     * Returns whom a trusted chain speaks of.
     *
     * @param frontEnd how people call the front end
     * @param consoles whether viewers may read consoles
     * @throws LoginException when it is not that of a person
     */
    public static Caller.Person of(TrustedChain chain, String frontEnd, boolean consoles) throws LoginException {
        try {
            Entitlement entitlement = Entitlement.of(chain, BlobSink.REFUSING);
            if (!(entitlement.leaf() instanceof Leaf.Person person)) {
                throw new LoginException("the certificate with serial " + entitlement.serial() + " carries "
                        + (entitlement.leaf() instanceof Leaf.Ask ? "a command" : "no role")
                        + "; that of a person carries a role (albatross role)");
            }
            Role role = person.role() == Command.PersonRole.Kind.OPERATOR ? Role.OPERATOR : Role.VIEWER;
            String user = String.join(":", entitlement.subjects()) + ", serial " + entitlement.serial();
            return new Caller.Person(frontEnd, user, new Grant(entitlement.path(), role, consoles));
        } catch (EntitlementException | IOException e) {
            throw new LoginException(String.valueOf(e.getMessage()));
        }
    }

    /** Returns a user who has logged in. */
    public static Caller.Person of(User user, String frontEnd, boolean consoles) {
        boolean all = consoles || user.role() != Role.VIEWER;
        return new Caller.Person(frontEnd, user.name(), new Grant(user.path(), user.role(), all));
    }
}
