package org.albatross.cli.internal.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.albatross.cli.internal.peer.ClientIdentity;
import org.albatross.cli.internal.peer.Destination;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.cli.internal.run.ExitCode;
import org.albatross.disk.DurableFiles;
import org.albatross.pki.Keys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code certificate}: a certificate is shown to a platform, or put into a file with its key for programs that people use. */
@Command(
        name = "certificate",
        description =
                "Show a certificate to a platform, which carries out the command in it; or put it, those above it, and"
                        + " its key into a PKCS#12 file, which browsers and JConsole take, and the CA that they are to"
                        + " trust into another one.",
        footer = {
            "",
            "Examples, the second one for JConsole:",
            "  albatross certificate hello.pem hello.key --destination host.example",
            "  albatross certificate alice.pem alice.key --pkcs12 alice.p12 \\",
            "    --trust-store ca.p12 --server-ca cacert.pem --password-file secret"
        })
public final class CertificateCommand extends Subcommand {
    private static final int LEAST_PASSWORD = 6;

    @Parameters(index = "0", paramLabel = "CERT", description = "The certificate, and those above it.")
    private Path certificate = Path.of("");

    @Parameters(index = "1", paramLabel = "KEY", description = "Its key.")
    private Path key = Path.of("");

    @Option(names = "--pkcs12", paramLabel = "FILE", order = 1, description = "Where both are written.")
    private Optional<Path> target = Optional.empty();

    @Option(
            names = "--trust-store",
            paramLabel = "FILE",
            order = 2,
            description = "Where the CA of --server-ca is written as one to be trusted.")
    private Optional<Path> trust = Optional.empty();

    @Option(
            names = "--server-ca",
            paramLabel = "CACERT",
            order = 3,
            description = "The CA's certificate. Default: cacert.pem.")
    private Path serverCa = Path.of("cacert.pem");

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            order = 4,
            description = "The file whose first line is the password of what is written.")
    private Optional<Path> passwordFile = Optional.empty();

    @Option(
            names = {"-d", "--destination"},
            paramLabel = "HOST[:PORT]",
            order = 5,
            converter = Converters.RemoteAddress.class,
            description = "Show the certificate to the platform there, which carries its command out.")
    private Optional<Destination> destination = Optional.empty();

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public int run(Environment environment) throws IOException, CommandFailure {
        if (target.isPresent() == destination.isPresent()) {
            throw CommandFailure.usage(
                    "either --destination HOST is needed, where the certificate is shown, or --pkcs12"
                            + " FILE, where certificate and key are written");
        }
        List<X509Certificate> chain = CertificateFiles.certificates(certificate);
        KeyPair pair = CertificateFiles.key(key);
        if (!Keys.belongTogether(pair, chain.get(0).getPublicKey())) {
            throw CommandFailure.usage(key + ": is not the key of the certificate in " + certificate);
        }
        if (destination.isPresent()) {
            return new Presentation(environment, ServerCommand.reporter(environment, this), output)
                    .run(
                            RemoteOptions.platform(
                                    destination.get(), serverCa, environment, ServerCommand.LONG_SILENCE),
                            new ClientIdentity(chain, pair));
        }
        return store(environment, chain, pair);
    }

    private int store(Environment environment, List<X509Certificate> chain, KeyPair pair)
            throws IOException, CommandFailure {
        char[] password = password();
        if (pair.getPublic().getAlgorithm().equals("EdDSA")) {
            warn(
                    environment,
                    "browsers do not take Ed25519 keys: --csr --key-type=p256 requests a certificate for another");
        }
        List<Certificate> authorities =
                new ArrayList<>(trust.isPresent() ? CertificateFiles.certificates(serverCa) : List.of());
        write(
                target.orElseThrow(),
                password,
                store -> store.setKeyEntry(
                        alias(certificate), pair.getPrivate(), password, chain.toArray(Certificate[]::new)));
        if (trust.isPresent()) {
            write(trust.get(), password, store -> {
                for (Certificate authority : authorities) {
                    store.setCertificateEntry("ca" + store.size(), authority);
                }
            });
        }
        return ExitCode.OK;
    }

    /** Something that is put into a key store. */
    @FunctionalInterface
    private interface Entries {
        void addTo(KeyStore store) throws GeneralSecurityException;
    }

    private static void write(Path file, char[] password, Entries entries) throws IOException, CommandFailure {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            entries.addTo(store);
            ByteArrayOutputStream contents = new ByteArrayOutputStream();
            store.store(contents, password);
            Files.deleteIfExists(file);
            new DurableFiles().createSecret(file, contents.toByteArray());
        } catch (GeneralSecurityException e) {
            throw CommandFailure.usage(file + ": cannot be made: " + e.getMessage());
        }
    }

    private char[] password() throws CommandFailure {
        Path file = passwordFile.orElseThrow(() ->
                CommandFailure.usage("--password-file FILE is needed: what is written is encrypted by its first line"));
        String first = CertificateFiles.read(file, contents -> new String(contents, StandardCharsets.UTF_8))
                .lines()
                .findFirst()
                .orElse("");
        if (first.length() < LEAST_PASSWORD) {
            throw CommandFailure.usage(file + ": the password has " + first.length() + " characters, at least "
                    + LEAST_PASSWORD + " are needed");
        }
        return first.toCharArray();
    }

    private static String alias(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".pem") ? name.substring(0, name.length() - ".pem".length()) : name;
    }
}
