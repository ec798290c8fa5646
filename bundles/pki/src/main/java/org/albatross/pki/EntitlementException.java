package org.albatross.pki;

/** A trusted chain that entitles to nothing; the message is for its holder. */
public final class EntitlementException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient NoEntitlement reason;

    /** Says why. */
    public EntitlementException(NoEntitlement reason) {
        super(reason.message());
        this.reason = reason;
    }

    /** Returns why. */
    public NoEntitlement reason() {
        return reason;
    }
}
