package org.albatross.pki;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.albatross.core.PolicyRules;
import org.albatross.model.Arguments;
import org.albatross.model.Command;
import org.albatross.model.Path;
import org.albatross.model.Policy;
import org.albatross.model.PolicyCommand;
import org.albatross.model.PolicyRefusal;
import org.albatross.wire.BlobSink;
import org.albatross.wire.ProtocolException;

/**
 * What a CA signs: a request without a command becomes a server's certificate, one with a policy a CA's, any other a leaf's. A policy
 * has to be usable, and at most what each CA from this one to the root allows; a unikernel alone may not exceed them either. Counts
 * are the platform's business, which knows what runs.
 */
public final class SigningRules {
    /** How long CAs below the root are valid unless it is said. */
    public static final Duration AUTHORITY_TIME = Duration.ofDays(365);

    /** How long a server's certificate is valid unless it is said. */
    public static final Duration SERVER_TIME = Duration.ofDays(365);

    /** How long a leaf is valid unless it is said. */
    public static final Duration LEAF_TIME = Duration.ofDays(1);

    /** How long a leaf is valid that is made for one connection. */
    public static final Duration ONE_SHOT_TIME = Duration.ofMinutes(5);

    private final Authority authority;
    private final Path path;
    private final List<PathPolicy> policies;

    private SigningRules(Authority authority, Path path, List<PathPolicy> policies) {
        this.authority = authority;
        this.path = path;
        this.policies = policies;
    }

    /**
     * Returns those of a CA.
     *
     * @throws MalformedPkiException when its own certificates do not go together, so that no platform would take what it signs
     */
    public static SigningRules of(Authority authority) throws MalformedPkiException {
        Path path = Path.ROOT;
        List<PathPolicy> policies = new ArrayList<>();
        List<X509Certificate> certificates = authority.withoutRoot();
        for (int i = certificates.size() - 1; i >= 0; i--) {
            X509Certificate certificate = certificates.get(i);
            Optional<Policy> policy = policy(certificate);
            if (policy.isPresent()) {
                path = child(path, Certificates.commonName(certificate).orElse(""));
                policies.add(new PathPolicy(path, policy.get()));
            }
        }
        return new SigningRules(authority, path, policies);
    }

    /** Returns the path that the CA's certificates make, as far as its file has them. */
    public Path path() {
        return path;
    }

    /**
     * Signs a request.
     *
     * @param command its command, as {@link SigningRequest#command} returns it
     * @param time how long it is valid; the default for its kind where nothing is said
     * @throws MalformedPkiException when it is refused, with the reason
     */
    public X509Certificate sign(SigningRequest request, Optional<Command> command, Optional<Duration> time, Instant now)
            throws MalformedPkiException {
        Profile profile = check(request.commonName().orElse(""), command);
        Duration usual =
                switch (profile) {
                    case SERVER -> SERVER_TIME;
                    case ROOT, AUTHORITY -> AUTHORITY_TIME;
                    case CLIENT -> LEAF_TIME;
                };
        return authority.issue(
                request.subject(),
                request.key(),
                validity(now, time.orElse(usual)),
                profile,
                new Authority.Request(request.extension(), List.of(), List.of()));
    }

    /**
     * Says what a request becomes, if it is one that this CA signs.
     *
     * @param commonName its common name, empty where it has none
     */
    public Profile check(String commonName, Optional<Command> command) throws MalformedPkiException {
        return check(path, policies, commonName, command);
    }

    /** As {@link #check}, without knowing who will sign: says what a request is for. */
    public static Profile checkRequest(String commonName, Optional<Command> command) throws MalformedPkiException {
        if (command.isPresent()) {
            CommandExtension.checkLength(command.get());
        }
        return check(Path.ROOT, List.of(), commonName, command);
    }

    private static Profile check(Path path, List<PathPolicy> policies, String commonName, Optional<Command> command)
            throws MalformedPkiException {
        if (command.isEmpty()) {
            return Profile.SERVER;
        }
        if (command.get() instanceof PolicyCommand.Add add) {
            child(path, commonName);
            refuse(PolicyRules.unusable(add.policy()));
            for (PathPolicy above : policies) {
                refuse(PolicyRules.exceeds(above.policy(), add.policy()));
            }
            return Profile.AUTHORITY;
        }
        LeafCommand leaf = LeafCommand.of(command.get());
        if (leaf.use() == LeafCommand.Use.REFUSED) {
            throw new MalformedPkiException("unexpected command: no platform takes it from a certificate");
        }
        if (!Entitlement.isPathItself(commonName)) {
            checkLabel(path, commonName);
        } else if (leaf.use() == LeafCommand.Use.LABEL) {
            throw new MalformedPkiException("path used instead of name: the request has no label as its common name");
        }
        for (PathPolicy above : policies) {
            Optional<Arguments> arguments = leaf.arguments();
            if (arguments.isPresent()) {
                refuse(PolicyRules.forbids(above.policy(), arguments.get()));
            }
        }
        return Profile.CLIENT;
    }

    private static Validity validity(Instant now, Duration time) throws MalformedPkiException {
        try {
            return Validity.of(now, time);
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new MalformedPkiException(time.toDays() + " days are not possible: " + e.getMessage(), e);
        }
    }

    private static void refuse(Optional<? extends PolicyRefusal> refusal) throws MalformedPkiException {
        if (refusal.isPresent()) {
            throw new MalformedPkiException(refusal.get().message());
        }
    }

    private static Optional<Policy> policy(X509Certificate authority) throws MalformedPkiException {
        try {
            Optional<Command> command = CommandExtension.of(authority, BlobSink.REFUSING);
            if (command.isEmpty()) {
                return Optional.empty();
            }
            if (command.get() instanceof PolicyCommand.Add add) {
                return Optional.of(add.policy());
            }
            throw new MalformedPkiException("certificate " + CertificateId.of(authority) + " carries no policy");
        } catch (ProtocolException | IOException e) {
            throw new MalformedPkiException(
                    "the policy of certificate " + CertificateId.of(authority) + " cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private static void checkLabel(Path path, String commonName) throws MalformedPkiException {
        try {
            Labels.below(path, commonName);
        } catch (IllegalArgumentException e) {
            throw unusable(e);
        }
    }

    private static Path child(Path path, String commonName) throws MalformedPkiException {
        try {
            return Labels.child(path, commonName);
        } catch (IllegalArgumentException e) {
            throw unusable(e);
        }
    }

    private static MalformedPkiException unusable(IllegalArgumentException reason) {
        return new MalformedPkiException("the common name cannot be used: " + reason.getMessage(), reason);
    }
}
