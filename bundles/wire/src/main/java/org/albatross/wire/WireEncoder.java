package org.albatross.wire;

import org.albatross.model.Command;

/**
 * Writes values in the form of the original's release 2.7. What the grammar cannot say (a number beyond 63
 * bits, a year beyond 9999, a frame beyond 32 bits) is an {@link IllegalArgumentException}.
 */
public final class WireEncoder {
    private WireEncoder() {}

    /** A message behind the length that frames it: what goes to a stream. */
    public static Encoding frame(Message message) {
        return Encoding.framed(MessageCodec.write(message));
    }

    /** A message without a frame. */
    public static Encoding message(Message message) {
        return Encoding.of(MessageCodec.write(message));
    }

    /** The value of a certificate's extension. */
    public static Encoding extension(Command command) {
        return Encoding.of(MessageCodec.writeExtension(command));
    }

    /** A state file, in its newest form. */
    public static Encoding state(State state) {
        return Encoding.of(StateCodec.write(state));
    }
}
