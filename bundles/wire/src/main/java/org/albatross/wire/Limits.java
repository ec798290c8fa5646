package org.albatross.wire;

/**
 * What a decoder allows a peer to make it hold. Decoding a message of N bytes keeps at most
 * {@code held} bytes of contents and {@code elements} small objects in memory, whatever the bytes are.
 *
 * @param frame bytes that a message may have
 * @param inline bytes of the largest OCTET STRING that becomes a {@code Blob.Inline}; a larger one, or one
 *     that {@code held} has no room for, goes to the {@link BlobSink}
 * @param held bytes that all texts and OCTET STRINGs in memory of one message may have together
 * @param elements DER elements that a message may have
 */
public record Limits(long frame, int inline, int held, int elements) {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    /**
     * Commands on a Unix domain socket: a create is one frame with the whole image. Hundreds of them may wait, and so only an image that
     * is not larger than other commands stays in memory.
     */
    public static final Limits LOCAL = new Limits(512L * MIB, 16 * KIB, 2 * MIB, 16 * KIB);

    /** Commands over TLS. */
    public static final Limits REMOTE = LOCAL.withFrame(16L * MIB);

    /** Answers, as a client reads them: any length that the original writes. */
    public static final Limits ANSWERS = new Limits(Integer.MAX_VALUE, MIB, 64 * MIB, MIB);

    /** State files, of which there is one and which an administrator chose. */
    public static final Limits FILE = ANSWERS.withFrame(Long.MAX_VALUE);

    /** Throws {@link IllegalArgumentException} for a limit below 1. */
    public Limits {
        if (frame < 1 || inline < 1 || held < 1 || elements < 1) {
            throw new IllegalArgumentException("a limit must be at least 1: frame " + frame + ", inline " + inline
                    + ", held " + held + ", elements " + elements);
        }
    }

    /** Returns these limits with another one for the length of a message, in bytes. */
    public Limits withFrame(long bytes) {
        return new Limits(bytes, inline, held, elements);
    }

    /** Throws unless a message of {@code length} bytes is allowed. */
    void checkFrame(long length) throws ProtocolException {
        if (length > frame) {
            throw new ProtocolException("a message of " + length + " bytes, at most " + frame + " are allowed");
        }
    }
}
