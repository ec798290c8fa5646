package org.albatross.admission;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
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
import org.albatross.session.PresetCommand;

/**
 * What a trusted chain leads to.
 *
 * @param caller who is at the other end
 * @param command what is to be carried out, unless it is refused
 * @param refusal why nothing is, if so
 */
public record Admission(Caller.Remote caller, Optional<PresetCommand> command, String refusal) {
    /**
     * Reads a chain. Takes as long as its leaf is large.
     *
     * @param peer where the connection comes from, as the audit tells it
     * @param blobs where a large image in the leaf goes
     * @param mostImage bytes that an image may have that comes behind the handshake
     */
    public static Admission of(TrustedChain chain, String peer, BlobReceiver blobs, long mostImage) {
        Caller.Remote somebody = holder(chain, peer);
        BlobReceiver.Blobs kept = blobs.receive(somebody);
        try {
            AtomicLong memory = new AtomicLong();
            Entitlement entitlement = Entitlement.of(chain, kept, memory::addAndGet);
            Caller.Remote caller =
                    new Caller.Remote(somebody.subjects(), entitlement.serial(), peer, entitlement.path());
            if (entitlement.leaf() instanceof Leaf.Ask ask) {
                return new Admission(
                        caller,
                        Optional.of(new CertificateCommand(
                                caller,
                                ask.name(),
                                ask.command(),
                                memory.get(),
                                entitlement.policies(),
                                kept,
                                mostImage)),
                        "");
            }
            return refused(caller, kept, noCommand(entitlement.leaf()) + " (serial " + entitlement.serial() + ")");
        } catch (EntitlementException e) {
            return refused(somebody, kept, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return refused(somebody, kept, "the image in the certificate cannot be kept: " + e.getMessage());
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

    private static Admission refused(Caller.Remote caller, BlobReceiver.Blobs kept, String reason) {
        kept.discardAll();
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
