package org.albatross.cli.internal.command;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.albatross.cli.internal.peer.ClientIdentity;
import org.albatross.cli.internal.peer.Destination;
import org.albatross.cli.internal.peer.IdentitySource;
import org.albatross.cli.internal.peer.RemotePlatform;
import org.albatross.cli.internal.run.CommandFailure;
import org.albatross.cli.internal.run.Environment;
import org.albatross.model.Command;
import org.albatross.model.Name;
import org.albatross.model.PolicyCommand;
import org.albatross.pki.Authority;
import org.albatross.pki.ChainVerifier;
import org.albatross.pki.KeyType;
import org.albatross.pki.MalformedPkiException;
import org.albatross.pki.Profile;
import org.albatross.pki.Revocation;
import org.albatross.pki.SigningRules;
import org.albatross.pki.Validity;
import org.albatross.wire.BlobSource;
import picocli.CommandLine.Option;

/** The options by which a command goes to a platform elsewhere, in a certificate that is made for it and lives five minutes. */
final class RemoteOptions {
    /** The leaf that stands for the path of its CA, as the original has it. */
    private static final String PATH_ITSELF = ".";

    @Option(
            names = {"-d", "--destination"},
            paramLabel = "HOST[:PORT]",
            order = 91,
            converter = Converters.RemoteAddress.class,
            description = "Send the command over TLS to the platform there, port 1025 unless it is said; of IPv6"
                    + " [ADDRESS]:PORT.")
    private Optional<Destination> destination = Optional.empty();

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            order = 92,
            description = "With --destination: your certificate, which issues one for the command, and those above it."
                    + " Default: ca.pem.")
    private Path authority = Path.of("ca.pem");

    @Option(
            names = "--ca-key",
            paramLabel = "FILE",
            order = 93,
            description = "With --destination: the key of your certificate. Default: ca.key.")
    private Path authorityKey = Path.of("ca.key");

    @Option(
            names = "--server-ca",
            paramLabel = "FILE",
            order = 94,
            description =
                    "With --destination: the CA that the platform trusts, and is certified by. Default: cacert.pem.")
    private Path serverAuthority = Path.of("cacert.pem");

    /** Tells whether the command goes elsewhere. */
    boolean isRemote() {
        return destination.isPresent();
    }

    /** Tells whether the certificates are to be printed instead of being shown to a platform. */
    boolean isPrinted() {
        return destination.filter(where -> where.host().equals("-")).isPresent();
    }

    /** Returns the platform, which may be silent for some time. */
    RemotePlatform platform(Environment environment, Duration silence) throws CommandFailure {
        return platform(destination.orElseThrow(), serverAuthority, environment, silence);
    }

    static RemotePlatform platform(Destination where, Path serverAuthority, Environment environment, Duration silence)
            throws CommandFailure {
        List<X509Certificate> roots = CertificateFiles.certificates(serverAuthority);
        if (roots.size() > ChainVerifier.MAX_ROOTS) {
            throw CommandFailure.usage(serverAuthority + ": holds " + roots.size() + " certificates, at most "
                    + ChainVerifier.MAX_ROOTS + " CAs are trusted");
        }
        return new RemotePlatform(where, new ChainVerifier(roots, Revocation.NONE), environment.clock(), silence);
    }

    /** Returns what makes a certificate for each command. */
    IdentitySource identities(Environment environment, KeyType keyType) throws CommandFailure {
        Authority issuer = CertificateFiles.authority(authority, authorityKey);
        return (name, command) -> {
            try {
                return issue(issuer, keyType, environment, name, command);
            } catch (MalformedPkiException e) {
                throw CommandFailure.usage("[ERROR] couldn't generate certificate chain: " + e.getMessage());
            }
        };
    }

    private static ClientIdentity issue(
            Authority issuer, KeyType keyType, Environment environment, Name name, Command command)
            throws IOException, MalformedPkiException, CommandFailure {
        if (command instanceof PolicyCommand.Add || command instanceof PolicyCommand.Remove) {
            throw CommandFailure.usage(
                    "policies of a platform elsewhere are those of certificates: add-policy --csr" + " requests one");
        }
        if (!name.path().isRoot()) {
            throw CommandFailure.usage("non-empty path: " + name + " lies at the path of the certificate in --ca");
        }
        String label = name.label().orElse(PATH_ITSELF);
        SigningRules.of(issuer).check(label, Optional.of(command));
        KeyPair key = keyType.generate();
        X509Certificate leaf = issuer.issue(
                label,
                key.getPublic(),
                Validity.of(environment.clock().instant(), SigningRules.ONE_SHOT_TIME),
                Profile.CLIENT,
                Authority.Request.of(command, BlobSource.NONE));
        return new ClientIdentity(issuer.chain(leaf), key);
    }
}
