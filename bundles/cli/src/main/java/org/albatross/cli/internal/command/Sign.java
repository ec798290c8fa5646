package org.albatross.cli.internal.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import org.albatross.cli.internal.report.CommandText;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.model.Command;
import org.albatross.pki.Authority;
import org.albatross.pki.CaDatabase;
import org.albatross.pki.Certificates;
import org.albatross.pki.MalformedPkiException;
import org.albatross.pki.SigningRequest;
import org.albatross.pki.SigningRules;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sign}: a certificate for a request, if the CA's policy allows what it asks for. */
@CommandLine.Command(
        name = "sign",
        description =
                "Sign a request, if what it asks for goes with the policy of each CA in CACERT. Writes NAME.pem, the"
                        + " certificate and those of the CAs below the root, and appends to the database.",
        footer = {
            "",
            "A request for a policy becomes a CA of its own, valid for a year; one for a command or a role lasts a day;"
                    + " one without either becomes a server's certificate, valid for a year.",
            "",
            "Example:",
            "  albatross sign cacert.pem db ca.key customer.req"
        })
public final class Sign extends Subcommand {
    @Parameters(index = "0", paramLabel = "CACERT", description = "The CA's certificate, and those above it.")
    private Path certificate = Path.of("");

    @Parameters(index = "1", paramLabel = "DB", description = "The CA's database, a file to which is appended.")
    private Path database = Path.of("");

    @Parameters(index = "2", paramLabel = "KEY", description = "The CA's key.")
    private Path key = Path.of("");

    @Parameters(index = "3", paramLabel = "CSR", description = "The request, NAME.req.")
    private Path request = Path.of("");

    @Option(names = "--days", paramLabel = "N", order = 1, description = "How long the certificate is valid.")
    private Optional<Long> days = Optional.empty();

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            order = 2,
            description = "Where the certificate is written. Default: the current directory.")
    private Path directory = Path.of("");

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        Optional<Duration> time = days.isPresent() ? Optional.of(Days.of("--days", days.get())) : Optional.empty();
        Authority authority = CertificateFiles.authority(certificate, key);
        SigningRequest asked = CertificateFiles.request(request);
        PrintStream out = results(environment);
        out.print("signing certificate with subject " + asked.display() + "\n");
        try (SpoolFile spool = new SpoolFile(environment.temporaryDirectory())) {
            Optional<Command> command = asked.command(spool);
            command.ifPresent(one -> out.print(CommandText.of("signing ", one) + "\n"));
            X509Certificate signed = SigningRules.of(authority)
                    .sign(asked, command, time, environment.clock().instant());
            String name = asked.commonName().orElse("");
            // In the database first: what is not in it could not be revoked by its name.
            new CaDatabase(database).add(signed, name.isEmpty() ? "." : name);
            CertificateFiles.write(
                    directory.resolve(fileName(name) + ".pem"), Certificates.text(authority.chain(signed)));
            return ExitCode.OK;
        } catch (MalformedPkiException e) {
            throw CommandFailure.usage("[ERROR] error while signing: " + e.getMessage());
        }
    }

    /** Returns the common name where it can be a file's, and the name of the request otherwise. */
    private String fileName(String commonName) {
        if (Converters.isLabel(commonName)) {
            return commonName;
        }
        String file = String.valueOf(request.getFileName());
        int dot = file.lastIndexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }
}
