package org.albatross.pki;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.albatross.core.PolicyRules;
import org.albatross.model.Blob;
import org.albatross.model.Command;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.PolicyCommand;
import org.albatross.model.PolicyRefusal;
import org.albatross.wire.BlobSink;
import org.albatross.wire.MemoryMeter;
import org.albatross.wire.ProtocolException;

/**
 * What a trusted chain entitles its holder to (wire-protocol section 5). From the root down, each CA with a policy adds its common
 * name to the path, and its policy is at most the one above it. What is left to the platform: whether the policies fit those that it
 * has, and what is in use.
 *
 * @param path the domain at and below which the holder may act
 * @param policies those of the chain from the root down, which are to be added, all or none, before the command
 * @param leaf what the chain is for
 * @param subjects the common names of all its certificates but the root from the root down, empty where there is none
 * @param serial the leaf's serial number, as {@link Certificates#serial}
 */
public record Entitlement(Path path, List<PathPolicy> policies, Leaf leaf, List<String> subjects, String serial) {
    /** Common names by which a leaf means the path itself. */
    private static final Set<String> PATH_ITSELF = Set.of("", ".", ":");

    /** Copies the lists. */
    public Entitlement {
        policies = List.copyOf(policies);
        subjects = List.copyOf(subjects);
    }

    /**
     * Reads a chain.
     *
     * @param sink where an image in the leaf goes that is too large for memory; one that is refused is discarded there
     * @throws EntitlementException when it entitles to nothing
     * @throws IOException of the sink
     */
    public static Entitlement of(TrustedChain chain, BlobSink sink) throws IOException, EntitlementException {
        return of(chain, sink, MemoryMeter.NONE);
    }

    /** As above, and tells {@code memory} what the commands of all certificates take. */
    public static Entitlement of(TrustedChain chain, BlobSink sink, MemoryMeter memory)
            throws IOException, EntitlementException {
        Path path = Path.ROOT;
        List<PathPolicy> policies = new ArrayList<>();
        List<String> subjects = new ArrayList<>();
        List<X509Certificate> certificates = chain.certificates();
        for (int i = certificates.size() - 1; i > 0; i--) {
            X509Certificate authority = certificates.get(i);
            subjects.add(commonName(authority).orElse(""));
            Optional<Command> command = command(authority, BlobSink.REFUSING, memory);
            if (command.isEmpty()) {
                continue;
            }
            if (!(command.get() instanceof PolicyCommand.Add add)) {
                throw new EntitlementException(new NoEntitlement.CommandOfAuthority(CertificateId.of(authority)));
            }
            path = child(path, authority);
            checkFits(authority, path, policies, add);
            policies.add(new PathPolicy(path, add.policy()));
        }
        X509Certificate leaf = chain.leaf();
        subjects.add(commonName(leaf).orElse(""));
        Leaf read = leaf(leaf, path, policies, sink, memory);
        return new Entitlement(path, policies, read, subjects, Certificates.serial(leaf));
    }

    /** Tells whether a leaf of this common name is about the path itself. */
    static boolean isPathItself(String commonName) {
        return PATH_ITSELF.contains(commonName);
    }

    private static void checkFits(X509Certificate authority, Path path, List<PathPolicy> above, PolicyCommand.Add add)
            throws EntitlementException {
        if (above.isEmpty()) {
            return;
        }
        PathPolicy parent = above.get(above.size() - 1);
        Optional<PolicyRefusal.Conflict> conflict = PolicyRules.exceeds(parent.policy(), add.policy());
        if (conflict.isPresent()) {
            throw new EntitlementException(new NoEntitlement.PolicyExceeds(
                    CertificateId.of(authority), path, conflict.get().of(parent.path())));
        }
    }

    private static Leaf leaf(
            X509Certificate leaf, Path path, List<PathPolicy> policies, BlobSink sink, MemoryMeter memory)
            throws IOException, EntitlementException {
        CertificateId id = CertificateId.of(leaf);
        if (leaf.getBasicConstraints() >= 0) {
            throw new EntitlementException(new NoEntitlement.LeafIsAuthority(id));
        }
        Name name = name(leaf, path);
        Optional<Command> command = command(leaf, sink, memory);
        if (command.isEmpty()) {
            return new Leaf.Plain();
        }
        try {
            LeafCommand asked = LeafCommand.of(command.get());
            if (asked.use() == LeafCommand.Use.PERSON) {
                return new Leaf.Person(((Command.PersonRole) command.get()).kind());
            }
            Name about = asked.name(name, id);
            checkAllowed(id, asked, policies);
            return new Leaf.Ask(about, command.get());
        } catch (EntitlementException e) {
            discard(command.get(), sink);
            throw e;
        }
    }

    private static void checkAllowed(CertificateId id, LeafCommand asked, List<PathPolicy> policies)
            throws EntitlementException {
        if (asked.arguments().isEmpty()) {
            return;
        }
        for (PathPolicy policy : policies) {
            Optional<PolicyRefusal> refusal =
                    PolicyRules.forbids(policy.policy(), asked.arguments().get());
            if (refusal.isPresent()) {
                throw new EntitlementException(new NoEntitlement.UnikernelExceeds(id, policy.path(), refusal.get()));
            }
        }
    }

    private static void discard(Command command, BlobSink sink) throws IOException {
        Optional<Blob> blob = LeafCommand.of(command).blob();
        if (blob.isPresent() && blob.get() instanceof Blob.Spooled spooled) {
            sink.discard(spooled);
        }
    }

    private static Optional<Command> command(X509Certificate certificate, BlobSink sink, MemoryMeter memory)
            throws IOException, EntitlementException {
        try {
            return CommandExtension.of(certificate, sink, memory);
        } catch (ProtocolException e) {
            throw new EntitlementException(new NoEntitlement.MalformedExtension(
                    CertificateId.of(certificate), String.valueOf(e.getMessage())));
        }
    }

    private static Path child(Path path, X509Certificate authority) throws EntitlementException {
        Optional<String> label = commonName(authority);
        if (label.isEmpty()) {
            throw notALabel(authority, "it has none");
        }
        try {
            return Labels.child(path, label.get());
        } catch (IllegalArgumentException e) {
            throw notALabel(authority, String.valueOf(e.getMessage()));
        }
    }

    private static Name name(X509Certificate leaf, Path path) throws EntitlementException {
        String label = commonName(leaf).orElse("");
        try {
            return isPathItself(label) ? path.asName() : Labels.below(path, label);
        } catch (IllegalArgumentException e) {
            throw notALabel(leaf, String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> commonName(X509Certificate certificate) throws EntitlementException {
        try {
            return Certificates.commonName(certificate);
        } catch (MalformedPkiException e) {
            throw notALabel(certificate, String.valueOf(e.getMessage()));
        }
    }

    private static EntitlementException notALabel(X509Certificate certificate, String reason) {
        return new EntitlementException(new NoEntitlement.NotALabel(CertificateId.of(certificate), reason));
    }
}
