package org.albatross.wire;

import org.albatross.model.Name;

/**
 * What stands before the payload of every message. The version is not part of it: a message of another
 * version than {@value #VERSION} does not decode.
 *
 * @param sequence the sender's number; an answer echoes that of its command
 * @param name what the message is about
 */
public record Header(long sequence, Name name) {
    /** The version of the protocol. */
    public static final long VERSION = 5;

    /** The header of a failure that answers a message whose own header could not be read. */
    public static final Header UNKNOWN = new Header(0, Name.ROOT);
}
