package org.albatross.wire;

/**
 * Is told, while a value is decoded, how much memory what was read of it takes: contents, and {@link #ELEMENT} bytes for each
 * element, which is what its objects take. Blobs that go to a {@link BlobSink} take none.
 */
@FunctionalInterface
public interface MemoryMeter {
    /** Nobody asks. */
    MemoryMeter NONE = bytes -> {};

    /** The bytes that an element takes beside its contents. */
    int ELEMENT = 112;

    /** How many bytes are told at once, at least; fewer at the end of a value are not told. */
    int STEP = 4096;

    /**
     * Takes more, before it is used.
     *
     * @throws ProtocolException when there is not so much, with the reason: the value is not decoded
     */
    void take(long bytes) throws ProtocolException;
}
