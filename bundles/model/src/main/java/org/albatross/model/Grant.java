package org.albatross.model;

/**
 * What a caller may do, and where.
 *
 * @param path the domain at and below which it may
 * @param role what it may there
 * @param consoles whether it may read consoles there, which may hold secrets; of concern to a viewer only
 */
public record Grant(Path path, Role role, boolean consoles) {
    /** Everything. */
    public static final Grant ADMIN = new Grant(Path.ROOT, Role.ADMIN, true);

    /** Throws {@link IllegalArgumentException} for an administrator of less than the platform. */
    public Grant {
        if (role == Role.ADMIN && !path.isRoot()) {
            throw new IllegalArgumentException("an admin is one of the whole platform, not of " + path + " alone");
        }
    }

    /** Returns the grant as people read it, {@code operator of a:b:}. */
    @Override
    public String toString() {
        return role + " of " + path + (consoles || role != Role.VIEWER ? "" : " without consoles");
    }
}
