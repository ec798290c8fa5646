package org.albatross.supervisor.internal.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A query for the addresses of a name, RFC 1035 section 4. */
record DnsQuery(int id, String name) {
    private static final int HEADER = 12;
    private static final int MAX_NAME = 256;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int ANSWER = 0x8000;
    private static final int CODE = 0xf;
    private static final List<String> CODES = List.of("", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED");

    /** Asks for {@code name}; of {@code id} the lower 16 bits count. */
    static DnsQuery of(int id, String name) {
        return new DnsQuery(id & 0xffff, name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
    }

    /** Returns the message. */
    ByteBuffer bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + MAX_NAME + 4);
        bytes.putShort((short) id)
                .putShort((short) RECURSION_DESIRED)
                .putShort((short) 1)
                .putShort((short) 0);
        bytes.putShort((short) 0).putShort((short) 0);
        for (String label : name.split("\\.", -1)) {
            bytes.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.put((byte) 0).putShort((short) 1).putShort((short) 1).flip();
    }

    /**
     * Tells whether a message answers it; one of another query does not.
     *
     * @throws IOException with a message for people when the answer is an error
     */
    boolean isAnsweredBy(ByteBuffer message) throws IOException {
        if (message.remaining() < HEADER || (message.getShort(0) & 0xffff) != id) {
            return false;
        }
        int flags = message.getShort(2);
        if ((flags & ANSWER) == 0) {
            return false;
        }
        int code = flags & CODE;
        if (code != 0) {
            throw new IOException("it has answered with code " + code
                    + (code < CODES.size() ? " (" + CODES.get(code) + ")" : "") + "; 0 is expected");
        }
        return true;
    }
}
