package org.albatross.admission;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.albatross.model.Caller;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.pki.Certificates;
import org.albatross.pki.Entitlement;
import org.albatross.pki.EntitlementException;
import org.albatross.pki.Leaf;
import org.albatross.pki.MalformedPkiException;
import org.albatross.pki.TrustedChain;
import org.albatross.session.BlobReceiver;
import org.albatross.session.HeldMemory;
import org.albatross.session.PresetCommand;
import org.albatross.session.Sessions;

/**
 * What a trusted chain leads to.
 *
 * @param caller who is at the other end
 * @param command what is to be carried out, unless it is refused
 * @param refusal why nothing is, if so
 */
public record Admission(Caller.Remote caller, Optional<PresetCommand> command, String refusal) {
    /**
     * Reads a chain. Takes as long as its leaf is large. What the command takes of memory and of the spool is that of {@code sessions}, and
     * is given back unless there is a command.
     *
     * @param peer where the connection comes from, as the audit tells it
     */
    public static Admission of(TrustedChain chain, String peer, Sessions sessions) {
        Caller.Remote somebody = holder(chain, peer);
        BlobReceiver.Blobs blobs = sessions.receive(somebody);
        HeldMemory memory = sessions.memory(somebody);
        boolean admitted = false;
        try {
            Entitlement entitlement = Entitlement.of(chain, blobs, memory);
            Caller.Remote caller =
                    new Caller.Remote(somebody.subjects(), entitlement.serial(), peer, entitlement.path());
            if (entitlement.leaf() instanceof Leaf.Ask ask) {
                PresetCommand command = new CertificateCommand(
                        caller,
                        ask.name(),
                        ask.command(),
                        memory,
                        entitlement.policies(),
                        blobs,
                        sessions.limits().frame());
                admitted = true;
                return new Admission(caller, Optional.of(command), "");
            }
            return refused(caller, noCommand(entitlement.leaf()) + " (serial " + entitlement.serial() + ")");
        } catch (EntitlementException e) {
            return refused(somebody, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return refused(somebody, "the image in the certificate cannot be kept: " + e.getMessage());
        } finally {
            if (!admitted) {
                blobs.discardAll();
                memory.giveBack();
            }
        }
    }

    /** Returns the holder of a chain of which nothing else is known: who may do nothing. */
    public static Caller.Remote holder(TrustedChain chain, String peer) {
        List<X509Certificate> certificates = chain.certificates();
        List<String> subjects = new ArrayList<>();
        for (int i = certificates.size() - 1; i >= 0; i--) {
            subjects.add(commonName(certificates.get(i)));
        }
        return new Caller.Remote(subjects, Certificates.serial(chain.leaf()), peer, Path.ROOT);
    }

    private static String noCommand(Leaf leaf) {
        return leaf instanceof Leaf.Person
                ? "the certificate tells the role of a person, which is not a command"
                : "the certificate carries no command";
    }

    private static Admission refused(Caller.Remote caller, String reason) {
        return new Admission(caller, Optional.empty(), reason);
    }

    /** What cannot be read here is refused where the chain is. */
    private static String commonName(X509Certificate certificate) {
        try {
            return Certificates.commonName(certificate).orElse("");
        } catch (MalformedPkiException e) {
            return "";
        }
    }

    /** Returns what the refusal, if it is one, is about. */
    public Name about() {
        return command.map(PresetCommand::name).orElse(caller.path().asName());
    }
}
