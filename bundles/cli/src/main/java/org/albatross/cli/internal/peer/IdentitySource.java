package org.albatross.cli.internal.peer;

import java.io.IOException;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.model.Command;
import org.albatross.model.Name;

/** Gives a certificate for each command. */
@FunctionalInterface
public interface IdentitySource {
    /**
     * Returns a certificate by which a platform carries a command out.
     *
     * @param name what the command is about, below the path of who issues the certificate
     * @throws CommandFailure when there can be none, with the reason
     */
    ClientIdentity of(Name name, Command command) throws IOException, CommandFailure;
}
