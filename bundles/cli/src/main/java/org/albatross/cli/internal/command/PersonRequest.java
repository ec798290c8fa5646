package org.albatross.cli.internal.command;

import java.io.IOException;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.model.Command;
import org.albatross.model.Name;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code role}: a request for the certificate of a person. */
@CommandLine.Command(
        name = "role",
        description =
                "With --csr: request the certificate of a person, who may see (viewer) or do (operator) what lies at or"
                        + " below the path of the CA that signs it. It is for programs that people use, and carries no command.",
        footer = {"", "Example:", "  albatross role alice operator --csr"})
public final class PersonRequest extends ServerCommand {
    @Parameters(
            index = "0",
            paramLabel = "NAME",
            converter = Converters.LabelledName.class,
            description = "The person.")
    private Name name = Name.ROOT;

    @Parameters(index = "1", paramLabel = "viewer|operator", description = "What the person may do.")
    private Command.PersonRole.Kind role = Command.PersonRole.Kind.VIEWER;

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        if (!isRequest()) {
            throw CommandFailure.usage("a role stands in a certificate, and is not sent: --csr is needed");
        }
        return ask(environment, name, new Command.PersonRole(role));
    }
}
