package org.albatross.pki;

import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertPathValidatorException.Reason;
import java.security.cert.PKIXReason;
import java.time.Instant;

/** Why a chain of certificates is not trusted; a TLS peer learns of it by an alert alone. */
public sealed interface Distrust {
    /** Returns what is wrong with which certificate, in one line for the log. */
    String message();

    /** Returns the kind that the JDK has for it, by which its TLS chooses an alert. */
    Reason kind();

    /** There is no certificate. */
    record NoCertificate() implements Distrust {
        @Override
        public String message() {
            return "no certificate was presented";
        }

        @Override
        public Reason kind() {
            return BasicReason.UNSPECIFIED;
        }
    }

    /** There is no CA at present whose certificates could be trusted. */
    record NoAuthority() implements Distrust {
        @Override
        public String message() {
            return "no CA is trusted here at present: the platform's log says why";
        }

        @Override
        public Reason kind() {
            return PKIXReason.NO_TRUST_ANCHOR;
        }
    }

    /** More certificates than are looked at. */
    record TooLong(int count, int most) implements Distrust {
        @Override
        public String message() {
            return "a chain of " + count + " certificates, at most " + most + " are allowed";
        }

        @Override
        public Reason kind() {
            return PKIXReason.PATH_TOO_LONG;
        }
    }

    /** Not issued by the certificate behind it in the chain. */
    record OutOfOrder(CertificateId certificate, CertificateId next) implements Distrust {
        @Override
        public String message() {
            return certificate + " was not issued by " + next + ", which stands behind it";
        }

        @Override
        public Reason kind() {
            return PKIXReason.NAME_CHAINING;
        }
    }

    /** The chain ends at an issuer that is not trusted. */
    record UnknownAuthority(CertificateId certificate, String issuer) implements Distrust {
        @Override
        public String message() {
            return certificate + " was issued by " + issuer + ", which is not a CA that is trusted here";
        }

        @Override
        public Reason kind() {
            return PKIXReason.NO_TRUST_ANCHOR;
        }
    }

    /** The issuer's key has not signed it. */
    record BadSignature(CertificateId certificate, CertificateId issuer) implements Distrust {
        @Override
        public String message() {
            return "the signature of " + certificate + " is not that of " + issuer;
        }

        @Override
        public Reason kind() {
            return BasicReason.INVALID_SIGNATURE;
        }
    }

    /** A key or a signature that is too weak, or of a kind that is not known. */
    record WeakAlgorithm(CertificateId certificate, String algorithm) implements Distrust {
        @Override
        public String message() {
            return certificate + " has " + algorithm + ", which is not accepted";
        }

        @Override
        public Reason kind() {
            return BasicReason.ALGORITHM_CONSTRAINED;
        }
    }

    /** A serial number that is longer than any CA's. */
    record LongSerialNumber(String subject, int bytes, int most) implements Distrust {
        @Override
        public String message() {
            return subject + " has a serial number of " + bytes + " bytes, at most " + most + " are allowed";
        }

        @Override
        public Reason kind() {
            return BasicReason.UNSPECIFIED;
        }
    }

    /** A certificate that is larger than any needs to be: a CA's, or what another one has beside its command. */
    record TooLarge(CertificateId certificate, int bytes, int most, boolean besideCommand) implements Distrust {
        @Override
        public String message() {
            return certificate + " has " + bytes + " bytes" + (besideCommand ? " beside its command" : "")
                    + ", at most " + most + " are allowed";
        }

        @Override
        public Reason kind() {
            return BasicReason.UNSPECIFIED;
        }
    }

    /** It was valid once. */
    record Expired(CertificateId certificate, Instant end) implements Distrust {
        @Override
        public String message() {
            return certificate + " expired at " + end;
        }

        @Override
        public Reason kind() {
            return BasicReason.EXPIRED;
        }
    }

    /** It will be valid. */
    record NotYetValid(CertificateId certificate, Instant begin) implements Distrust {
        @Override
        public String message() {
            return certificate + " is not valid before " + begin;
        }

        @Override
        public Reason kind() {
            return BasicReason.NOT_YET_VALID;
        }
    }

    /** It has signed another one, and is not that of a CA. */
    record NotAnAuthority(CertificateId certificate) implements Distrust {
        @Override
        public String message() {
            return certificate + " is not that of a CA, and may not issue certificates";
        }

        @Override
        public Reason kind() {
            return PKIXReason.NOT_CA_CERT;
        }
    }

    /** A CA that allows fewer certificates below it. */
    record BelowPathLength(CertificateId certificate, int most) implements Distrust {
        @Override
        public String message() {
            return certificate + " allows at most " + most + " CAs below it";
        }

        @Override
        public Reason kind() {
            return PKIXReason.PATH_TOO_LONG;
        }
    }

    /** Its key may not be used for what it is used for. */
    record WrongUsage(CertificateId certificate, String needed) implements Distrust {
        @Override
        public String message() {
            return certificate + " is not for " + needed;
        }

        @Override
        public Reason kind() {
            return PKIXReason.INVALID_KEY_USAGE;
        }
    }

    /** A critical extension that is not known here. */
    record UnknownExtension(CertificateId certificate, String oid) implements Distrust {
        @Override
        public String message() {
            return certificate + " has the critical extension " + oid + ", which is not known";
        }

        @Override
        public Reason kind() {
            return PKIXReason.UNRECOGNIZED_CRIT_EXT;
        }
    }

    /** Its issuer has revoked it. */
    record Revoked(CertificateId certificate, Instant when) implements Distrust {
        @Override
        public String message() {
            return certificate + " was revoked at " + when;
        }

        @Override
        public Reason kind() {
            return BasicReason.REVOKED;
        }
    }

    /** The revocation list of its issuer is too old to tell whether it was revoked. */
    record ListExpired(CertificateId certificate, Instant end) implements Distrust {
        @Override
        public String message() {
            return "the revocation list of the issuer of " + certificate + " expired at " + end;
        }

        @Override
        public Reason kind() {
            return BasicReason.UNDETERMINED_REVOCATION_STATUS;
        }
    }
}
