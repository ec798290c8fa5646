package org.albatross.session;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** What belongs together in a stream of bytes, and where it ends. */
interface Framing {
    /** Returns how many bytes may be read at most, so that none behind the end is; 0 at the end. */
    long limit();

    /** Takes all bytes, and hands on what is content. */
    void accept(ByteBuffer bytes, Consumer<ByteBuffer> content);

    /** The rest of one message. */
    final class Message implements Framing {
        private long remaining;

        /** A message of which {@code length} bytes are still to come. */
        Message(long length) {
            this.remaining = length;
        }

        @Override
        public long limit() {
            return remaining;
        }

        @Override
        public void accept(ByteBuffer bytes, Consumer<ByteBuffer> content) {
            remaining -= bytes.remaining();
            content.accept(bytes);
        }
    }

    /** Raw frames, each with its length in front, ended by one of length 0 (wire-protocol section 4). */
    final class Frames implements Framing {
        private static final int HEADER = 4;

        private final ByteBuffer header = ByteBuffer.allocate(HEADER);
        private long remaining;
        private boolean ended;

        @Override
        public long limit() {
            return ended ? 0 : remaining + header.remaining();
        }

        @Override
        public void accept(ByteBuffer bytes, Consumer<ByteBuffer> content) {
            while (bytes.hasRemaining()) {
                if (remaining > 0) {
                    int length = (int) Math.min(remaining, bytes.remaining());
                    content.accept(bytes.slice(bytes.position(), length));
                    bytes.position(bytes.position() + length);
                    remaining -= length;
                } else {
                    header.put(bytes.get());
                    if (!header.hasRemaining()) {
                        remaining = Integer.toUnsignedLong(header.getInt(0));
                        ended = remaining == 0;
                        header.clear();
                    }
                }
            }
        }
    }
}
