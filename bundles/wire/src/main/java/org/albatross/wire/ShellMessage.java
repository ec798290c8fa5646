package org.albatross.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.albatross.model.Bytes;

/**
 * A message on the shell's socket (docs/protocol.md section 9): a byte that tells its kind, the length of its content in
 * four bytes, big endian, and the content, which is text in UTF-8 but for {@link Kind#OUTPUT}.
 */
public record ShellMessage(Kind kind, Bytes content) {
    /** The most bytes of a message's content. */
    public static final int MAX_CONTENT = 65_536;

    /** The bytes before the content. */
    public static final int HEADER_LENGTH = 5;

    /** What a message is. */
    public enum Kind {
        /** The client: let me in. Its first message. */
        OPEN('h'),
        /** The client: carry out a line; before it stand the terminal's columns and the end of a line. */
        EXECUTE('x'),
        /** The client: what may stand at a place of a line; before it stand the place, in characters, and the end of a line. */
        COMPLETE('c'),
        /** The client: break off what is being carried out. */
        INTERRUPT('i'),
        /** The platform: it lets the client in; the content is the platform's version. */
        GREETING('g'),
        /** The platform: bytes that a command has printed. */
        OUTPUT('o'),
        /** The platform: a line was carried out. */
        DONE('d'),
        /** The platform: a line could not be carried out; the content says why. */
        FAILED('f'),
        /** The platform: where the word to be completed begins, in characters, and what may stand there, each in a line. */
        CANDIDATES('k'),
        /** The platform: it does not go on with this client; the content says why. Its last message. */
        REFUSED('r');

        private final char code;

        Kind(char code) {
            this.code = code;
        }

        private static Kind of(byte code) throws ProtocolException {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new ProtocolException("a message of the shell begins with the byte " + Byte.toUnsignedInt(code)
                    + ", which is not a kind of message");
        }
    }

    /** Throws {@link IllegalArgumentException} when the content is longer than {@link #MAX_CONTENT}. */
    public ShellMessage {
        if (content.length() > MAX_CONTENT) {
            throw new IllegalArgumentException(tooLong(content.length()));
        }
    }

    /** Returns a message of text; what is beyond {@link #MAX_CONTENT} bytes is left out. */
    public static ShellMessage of(Kind kind, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return new ShellMessage(kind, Bytes.of(utf8, 0, Math.min(utf8.length, MAX_CONTENT)));
    }

    private static String tooLong(long length) {
        return "a message of the shell has " + length + " bytes, at most " + MAX_CONTENT + " are allowed";
    }

    /** Returns the content as text. */
    public String text() {
        return new String(content.toArray(), StandardCharsets.UTF_8);
    }

    /** Returns the message as it is sent. */
    public ByteBuffer encoded() {
        return ByteBuffer.allocate(HEADER_LENGTH + content.length())
                .put((byte) kind.code)
                .putInt(content.length())
                .put(content.buffer())
                .flip();
    }

    /**
     * Takes a message from bytes that have come, if all of it has.
     *
     * @throws ProtocolException as soon as its kind or its length is known to be none
     */
    public static Optional<ShellMessage> take(ByteBuffer in) throws ProtocolException {
        if (in.remaining() > 0) {
            Kind.of(in.get(in.position()));
        }
        if (in.remaining() < HEADER_LENGTH) {
            return Optional.empty();
        }
        int length = checked(in.getInt(in.position() + 1));
        if (in.remaining() < HEADER_LENGTH + length) {
            return Optional.empty();
        }
        Kind kind = Kind.of(in.get());
        byte[] content = new byte[in.getInt()];
        in.get(content);
        return Optional.of(new ShellMessage(kind, Bytes.of(content)));
    }

    /**
     * Reads a message, blocking; nothing when the stream ends before its first byte.
     *
     * @throws ProtocolException when the stream ends within it, or its kind or its length is none
     */
    public static Optional<ShellMessage> read(InputStream in) throws IOException, ProtocolException {
        byte[] header = in.readNBytes(HEADER_LENGTH);
        if (header.length == 0) {
            return Optional.empty();
        }
        Kind kind = Kind.of(header[0]);
        int length = header.length < HEADER_LENGTH
                ? 0
                : checked(ByteBuffer.wrap(header).getInt(1));
        byte[] content = in.readNBytes(length);
        if (header.length < HEADER_LENGTH || content.length < length) {
            throw new ProtocolException("the stream ended within a message of the shell");
        }
        return Optional.of(new ShellMessage(kind, Bytes.of(content)));
    }

    private static int checked(int length) throws ProtocolException {
        if (length < 0 || length > MAX_CONTENT) {
            throw new ProtocolException(tooLong(Integer.toUnsignedLong(length)));
        }
        return length;
    }
}
