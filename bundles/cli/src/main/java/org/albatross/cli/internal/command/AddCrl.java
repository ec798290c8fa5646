package org.albatross.cli.internal.command;

import java.io.IOException;
import java.nio.file.Path;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.model.Command;
import org.albatross.model.Name;
import org.albatross.pki.RevocationList;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code crl}: hands a revocation list to the platform. */
@CommandLine.Command(
        name = "crl",
        description =
                "Hand the revocation list of a CA, which revoke has made, to the platform. It is taken when that CA has"
                        + " signed it, and it is newer than the one that the platform has.")
public final class AddCrl extends ServerCommand {
    @Parameters(index = "0", paramLabel = "FILE", description = "The list, DB.crl.")
    private Path file = Path.of("");

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        RevocationList list = CertificateFiles.read(file, RevocationList::ofFile);
        Command command = new Command.AddRevocationList(list.der());
        if (isRequest()) {
            return ask(environment, Name.ROOT, command);
        }
        Answer answer = answerOfOurs(environment, Name.ROOT, command);
        reporter(environment).success(answer.host(), answer.reply());
        return ExitCode.OK;
    }
}
