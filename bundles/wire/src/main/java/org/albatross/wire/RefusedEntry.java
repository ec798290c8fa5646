package org.albatross.wire;

import org.albatross.model.Bytes;
import org.albatross.model.Text;

/**
 * An entry of a state file that was passed over, as a name that the original takes and we do not.
 *
 * @param kind what it is about
 * @param name its name as the file has it, cut off behind {@value #LONGEST_NAME} bytes; empty when that was not found
 * @param reason why it cannot be read, in one line
 */
public record RefusedEntry(Kind kind, Text name, String reason) {
    /** What an entry is about. */
    public enum Kind {
        /** A unikernel and its configuration. */
        UNIKERNEL("unikernel"),
        /** A path and its policy. */
        POLICY("policy");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** Takes refused entries. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes one; what is behind it is read next.
         *
         * @throws ProtocolException to refuse the whole file
         */
        void refused(RefusedEntry entry) throws ProtocolException;
    }

    private static final int LONGEST_NAME = 240;

    /** Cuts the name off. */
    public RefusedEntry {
        name = name.length() <= LONGEST_NAME
                ? name
                : Text.of(Bytes.of(name.bytes().toArray(), 0, LONGEST_NAME));
    }
}
