package org.albatross.pki;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;

/** A chain that is not trusted. JSSE makes an alert of it by its cause. */
public final class UntrustedException extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final transient Distrust reason;

    /** Says why. */
    public UntrustedException(Distrust reason) {
        super(reason.message(), new CertPathValidatorException(reason.message(), null, null, -1, reason.kind()));
        this.reason = reason;
    }

    /** Returns why. */
    public Distrust reason() {
        return reason;
    }
}
