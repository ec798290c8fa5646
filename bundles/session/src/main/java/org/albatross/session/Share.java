package org.albatross.session;

/**
 * How much there is of something that peers have in common.
 *
 * @param most for all of them together
 * @param perAccount for those of one account together
 */
public record Share(long most, long perAccount) {
    /** Returns a share that is no larger than this one, nor than three quarters of what there is, for one account. */
    public Share within(long bound) {
        return bound >= most ? this : new Share(bound, Math.min(perAccount, Math.max(1, bound * 3 / 4)));
    }
}
