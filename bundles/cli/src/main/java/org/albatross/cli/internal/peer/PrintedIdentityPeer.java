package org.albatross.cli.internal.peer;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.model.Command;
import org.albatross.model.Name;
import org.albatross.pki.Certificates;
import org.albatross.wire.Message;

/** The destination {@code -}: prints the certificates for a command instead of showing them, and never answers. */
public final class PrintedIdentityPeer implements Peer {
    private final PrintStream out;
    private final IdentitySource identities;

    /** Prints what {@code identities} gives. */
    public PrintedIdentityPeer(PrintStream out, IdentitySource identities) {
        this.out = out;
        this.identities = identities;
    }

    @Override
    public boolean takesOneCommand() {
        return true;
    }

    @Override
    public void send(Name name, Command command) throws IOException, CommandFailure {
        ClientIdentity identity = identities.of(name, command);
        for (int i = 1; i < identity.chain().size(); i++) {
            out.print("intermediate:\n"
                    + Certificates.text(List.of(identity.chain().get(i))) + "\n");
        }
        out.print("leaf:\n" + Certificates.text(identity.chain().subList(0, 1)) + "\n");
    }

    @Override
    public OutputStream raw() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public Optional<Message> next() throws CommandFailure {
        throw CommandFailure.silent(ExitCode.COMMUNICATION);
    }

    @Override
    public void waitForEver() {}

    @Override
    public boolean hasMore() {
        return false;
    }

    @Override
    public void close() {}
}
