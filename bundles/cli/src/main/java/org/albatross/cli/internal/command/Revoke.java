package org.albatross.cli.internal.command;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.pki.Authority;
import org.albatross.pki.CaDatabase;
import org.albatross.pki.Certificates;
import org.albatross.pki.MalformedPkiException;
import org.albatross.pki.RevocationList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code revoke}: enters certificates as revoked, and makes the list of a CA. */
@Command(
        name = "revoke",
        description =
                "Revoke certificates that a CA has signed: enter them into DB.revoked, and write DB.crl, the list of all"
                        + " that it ever revoked. Without an operand only the list is made anew, before it expires.",
        footer = {
            "",
            "A platform learns of it by the list: albatross crl DB.crl, or a file in its directory of lists. Everything"
                    + " below a revoked CA is refused, too. Unikernels keep running.",
            "",
            "Example:",
            "  albatross revoke customer && albatross crl db.crl"
        })
public final class Revoke extends Subcommand {
    @Parameters(
            arity = "0..*",
            paramLabel = "CERT|SERIAL|NAME",
            description = "A file with a certificate, a serial number of the database, or a name: all of that name.")
    private List<String> words = new ArrayList<>();

    @Option(
            names = "--ca",
            paramLabel = "CACERT",
            order = 1,
            description = "The CA's certificate, and those above it. Default: cacert.pem.")
    private Path certificate = Path.of("cacert.pem");

    @Option(names = "--ca-key", paramLabel = "KEY", order = 2, description = "The CA's key. Default: ca.key.")
    private Path key = Path.of("ca.key");

    @Option(names = "--db", paramLabel = "DB", order = 3, description = "The CA's database. Default: db.")
    private Path file = Path.of("db");

    @Option(
            names = "--days",
            paramLabel = "N",
            order = 4,
            description = "By when there is to be a next list. Default: 30 days.")
    private long days = 30;

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        Duration time = Days.of("--days", days);
        Authority authority = CertificateFiles.authority(certificate, key);
        CaDatabase database = new CaDatabase(file);
        List<CaDatabase.Entry> signed = database.signed();
        List<CaDatabase.Entry> revoked = new ArrayList<>();
        for (String word : words) {
            revoked.addAll(meant(word, authority, signed));
        }
        PrintStream out = results(environment);
        try {
            Set<BigInteger> before = database.revoked().keySet();
            RevocationList list =
                    database.revoke(authority, revoked, environment.clock().instant(), time);
            for (CaDatabase.Entry entry : revoked) {
                out.print((before.contains(entry.serial()) ? "was revoked before: " : "revoked: ") + digits(entry) + " "
                        + entry.name() + "\n");
            }
            out.print(database.listFile() + ": list of " + list.issuer() + ", number " + list.number() + ", "
                    + list.size() + " revoked, next by "
                    + list.end().map(Object::toString).orElse("-") + "\n");
            return ExitCode.OK;
        } catch (MalformedPkiException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()));
        }
    }

    /** Finds what a word means: a file first, then a serial number, then a name. */
    private List<CaDatabase.Entry> meant(String word, Authority authority, List<CaDatabase.Entry> signed)
            throws CommandFailure {
        if (Files.isRegularFile(Path.of(word))) {
            X509Certificate found = CertificateFiles.certificates(Path.of(word)).get(0);
            if (!authority.hasIssued(found)) {
                throw CommandFailure.usage(word + ": " + Certificates.display(found) + " was not issued by "
                        + Certificates.display(authority.certificate()) + " of " + certificate);
            }
            return List.of(new CaDatabase.Entry(
                    found.getSerialNumber(), Certificates.display(found).replaceFirst("^/CN=", "")));
        }
        List<CaDatabase.Entry> serials = signed.stream()
                .filter(entry ->
                        digits(entry).equalsIgnoreCase(word) || digits(entry).equalsIgnoreCase("00" + word))
                .toList();
        if (!serials.isEmpty()) {
            return serials;
        }
        List<CaDatabase.Entry> names =
                signed.stream().filter(entry -> entry.name().equals(word)).toList();
        if (names.isEmpty()) {
            throw CommandFailure.usage("'" + word + "' is neither a file nor a serial number or a name in " + file);
        }
        return names;
    }

    private static String digits(CaDatabase.Entry entry) {
        return HexFormat.of().formatHex(entry.serial().toByteArray());
    }
}
