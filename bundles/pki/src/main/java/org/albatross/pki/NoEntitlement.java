package org.albatross.pki;

import org.albatross.model.Path;
import org.albatross.model.PolicyRefusal;

/** Why a trusted chain entitles its holder to nothing. */
public sealed interface NoEntitlement {
    /** Returns which certificate is wrong, and what about it, in one line for the peer and the log. */
    String message();

    /** The command of a certificate cannot be read: malformed, of another version, unknown, or with bytes behind it. */
    record MalformedExtension(CertificateId certificate, String reason) implements NoEntitlement {
        @Override
        public String message() {
            return "the command of certificate " + certificate + " cannot be read: " + reason;
        }
    }

    /** The common name of a certificate cannot be the next part of a name. */
    record NotALabel(CertificateId certificate, String reason) implements NoEntitlement {
        @Override
        public String message() {
            return "the common name of certificate " + certificate + " cannot be used: " + reason;
        }
    }

    /** A CA carries a command, which only a leaf does. */
    record CommandOfAuthority(CertificateId certificate) implements NoEntitlement {
        @Override
        public String message() {
            return "certificate " + certificate + " is that of a CA, and carries a command other than add policy";
        }
    }

    /** The leaf is a CA's certificate. */
    record LeafIsAuthority(CertificateId certificate) implements NoEntitlement {
        @Override
        public String message() {
            return "certificate " + certificate
                    + " is that of a CA, which issues certificates with commands and asks for" + " nothing itself";
        }
    }

    /** The leaf carries a command that is none of a certificate. */
    record UnexpectedCommand(CertificateId certificate) implements NoEntitlement {
        @Override
        public String message() {
            return "unexpected command in certificate " + certificate;
        }
    }

    /** The command is about a unikernel or block device, and the leaf names none. */
    record PathForName(CertificateId certificate) implements NoEntitlement {
        @Override
        public String message() {
            return "path used instead of name: certificate " + certificate + " has no label as its common name";
        }
    }

    /** The command is about a path, and the leaf names something in it. */
    record NameForPath(CertificateId certificate) implements NoEntitlement {
        @Override
        public String message() {
            return "name used: the common name of certificate " + certificate + " has to be empty or a dot";
        }
    }

    /** A policy that allows more than the one above it. */
    record PolicyExceeds(CertificateId certificate, Path path, PolicyRefusal reason) implements NoEntitlement {
        @Override
        public String message() {
            return "certificate " + certificate + " carries a policy for " + path + " that exceeds the one above it: "
                    + reason.message();
        }
    }

    /** A unikernel that alone is more than a policy above it allows. */
    record UnikernelExceeds(CertificateId certificate, Path path, PolicyRefusal reason) implements NoEntitlement {
        @Override
        public String message() {
            return "certificate " + certificate + " asks for more than the policy of " + path + " allows: "
                    + reason.message();
        }
    }
}
