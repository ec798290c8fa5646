package org.albatross.session;

/**
 * What peers may take of the platform.
 *
 * @param frame bytes of the largest message
 * @param connections open at once
 * @param spool bytes in the spool directory
 * @param workers commands that are decoded and begun at once
 * @param transfers messages above 16 KiB that are received or sent at once
 * @param deadlines how long they may take
 */
public record SessionLimits(
        long frame, Share connections, Share spool, Share workers, Share transfers, Deadlines deadlines) {
    /** Returns these, with no more connections than there may be descriptors for. */
    public SessionLimits within(DescriptorLimit descriptors) {
        long bound = descriptors.connections((int) connections.most());
        return new SessionLimits(frame, connections.within(bound), spool, workers, transfers, deadlines);
    }
}
