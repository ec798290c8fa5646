package org.albatross.eventlog.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.albatross.json.EventJson;
import org.albatross.model.Bytes;

/**
 * A line of the log that is an entry.
 *
 * @param header what it begins with
 * @param json the line without its newline
 */
record LogEntry(EventJson.Header header, Bytes json) {
    /** Reads a line without its newline; nothing when it is not an entry, but what somebody else has written. */
    static Optional<LogEntry> of(byte[] bytes, int offset, int length) {
        try {
            EventJson.Header header = EventJson.header(bytes, offset, length);
            return bytes[offset + length - 1] == '}'
                    ? Optional.of(new LogEntry(header, Bytes.of(Arrays.copyOfRange(bytes, offset, offset + length))))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    long sequence() {
        return header.sequence();
    }
}
