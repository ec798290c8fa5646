package org.albatross.model;

/** What a caller may do at or below the path of its {@link Grant}. Each role but the last may what the one before it may. */
public enum Role {
    /** Reads what there is, but nothing that may hold secrets: no arguments, images or contents of block devices. */
    VIEWER("viewer"),
    /** Reads and changes everything. */
    OPERATOR("operator"),
    /** Everything, the platform itself included. */
    ADMIN("admin"),
    /**
     * What the holder of a certificate asks by it: everything that an operator may, the policies that the certificates of
     * its chain carry, and revocation lists, which are believed for their signature.
     */
    CERTIFICATE("certificate");

    private final String text;

    Role(String text) {
        this.text = text;
    }

    /** Reads what {@link #toString} writes; throws {@link IllegalArgumentException} for any other word. */
    public static Role parse(String word) {
        for (Role role : values()) {
            if (role.text.equals(word)) {
                return role;
            }
        }
        throw new IllegalArgumentException("viewer, operator or admin is needed as a role");
    }

    /** Returns the role as it is written. */
    @Override
    public String toString() {
        return text;
    }
}
