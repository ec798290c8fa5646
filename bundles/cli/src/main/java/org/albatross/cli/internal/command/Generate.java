package org.albatross.cli.internal.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.pki.Authority;
import org.albatross.pki.CaDatabase;
import org.albatross.pki.Certificates;
import org.albatross.pki.KeyType;
import org.albatross.pki.Profile;
import org.albatross.pki.Validity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code generate}: a CA and the certificate of its server, or new certificates for the keys that are there. */
@Command(
        name = "generate",
        description =
                "Make a CA and a server's certificate: NAME.key and cacert.pem, server.key and server.pem. A key that is"
                        + " there is kept: certificates are renewed by the same command.",
        footer = {
            "",
            "NAME.key can sign anything for every platform that trusts cacert.pem. Keep it where no platform is.",
            "",
            "Example, and then a certificate for browsers:",
            "  albatross generate ca db",
            "  albatross generate ca db --server-only --server=www --web=host.example"
        })
public final class Generate extends Subcommand {
    private static final Path CA_CERTIFICATE = Path.of("cacert.pem");

    @Parameters(index = "0", paramLabel = "NAME", converter = Converters.Label.class, description = "The CA's name.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "DB", description = "The CA's database, a file to which is appended.")
    private Path database = Path.of("");

    @Option(names = "--days", paramLabel = "N", order = 1, description = "How long the CA is valid. Default: 3650.")
    private long days = 3650;

    @Option(
            names = "--server",
            paramLabel = "NAME",
            order = 2,
            converter = Converters.Label.class,
            description = "The server's name. Default: server.")
    private String server = "server";

    @Option(
            names = "--server-days",
            paramLabel = "N",
            order = 3,
            description = "How long the server's certificate is valid. Default: 365.")
    private long serverDays = 365;

    @Option(names = "--server-only", order = 4, description = "Leave the CA's certificate as it is.")
    private boolean serverOnly;

    @Option(
            names = "--web",
            paramLabel = "HOST",
            order = 5,
            description =
                    "Make a server's certificate that browsers take: for a P-256 key, and for this name or address,"
                            + " as its subjectAltName; may be repeated.")
    private List<String> web = new ArrayList<>();

    @Option(
            names = "--key-type",
            paramLabel = "TYPE",
            order = 6,
            description = "The kind of new keys: ${COMPLETION-CANDIDATES}. Default: ed25519.")
    private KeyType keyType = KeyType.ED25519;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            order = 7,
            description = "Where keys and certificates are. Default: the current directory.")
    private Path directory = Path.of("");

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        Instant now = environment.clock().instant();
        Validity authorityTime = Validity.of(now, Days.of("--days", days));
        Validity serverTime = Validity.of(now, Days.of("--server-days", serverDays));
        PrintStream out = results(environment);
        Path certificate = directory.resolve(CA_CERTIFICATE);
        Path keyFile = directory.resolve(name + ".key");
        Authority authority = serverOnly
                ? CertificateFiles.authority(certificate, keyFile)
                : authority(certificate, keyFile, authorityTime, out);
        SubjectNames names = SubjectNames.of(web);
        KeyPair key = serverKey(directory.resolve(server + ".key"));
        X509Certificate issued = authority.issue(
                server,
                key.getPublic(),
                serverTime,
                Profile.SERVER,
                new Authority.Request(Optional.empty(), names.dns(), names.addresses()));
        new CaDatabase(database).add(issued, server);
        write(directory.resolve(server + ".pem"), authority.chain(issued), out);
        return ExitCode.OK;
    }

    /** Makes a certificate for the CA's key; one that is there is renewed, if it is that of the same key. */
    private Authority authority(Path certificate, Path keyFile, Validity validity, PrintStream out)
            throws IOException, CommandFailure {
        if (Files.exists(certificate)) {
            if (!Files.exists(keyFile)) {
                throw CommandFailure.usage(
                        certificate + ": is there, and " + keyFile + " is not; a new CA needs another directory");
            }
            if (!CertificateFiles.authority(certificate, keyFile).isRoot()) {
                throw CommandFailure.usage(certificate + ": is not that of a root; the CA above it renews it");
            }
        }
        Authority authority = Authority.root(name, CertificateFiles.keyOrNew(keyFile, keyType), validity);
        write(certificate, List.of(authority.certificate()), out);
        return authority;
    }

    private KeyPair serverKey(Path file) throws IOException, CommandFailure {
        KeyPair key = CertificateFiles.keyOrNew(file, web.isEmpty() ? keyType : KeyType.P256);
        if (!web.isEmpty() && key.getPublic().getAlgorithm().equals("EdDSA")) {
            throw CommandFailure.usage(
                    file + ": is an Ed25519 key, which browsers do not take; --server names another");
        }
        return key;
    }

    private static void write(Path file, List<X509Certificate> chain, PrintStream out) throws IOException {
        CertificateFiles.write(file, Certificates.text(chain));
        X509Certificate own = chain.get(0);
        out.print(file + ": " + Certificates.display(own) + ", serial " + Certificates.serial(own) + ", until "
                + own.getNotAfter().toInstant() + "\n");
    }

    /** Names and addresses of a host. */
    private record SubjectNames(List<String> dns, List<String> addresses) {
        private static final String DNS =
                "(\\*\\.)?([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\\.)*[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?";

        static SubjectNames of(List<String> hosts) throws CommandFailure {
            List<String> dns = new ArrayList<>();
            List<String> addresses = new ArrayList<>();
            for (String host : hosts) {
                if (Authority.isAddress(host)) {
                    addresses.add(host);
                } else if (host.matches(DNS)) {
                    dns.add(host);
                } else {
                    throw CommandFailure.usage("--web " + host + " is not a host's name or address");
                }
            }
            return new SubjectNames(dns, addresses);
        }
    }
}
