package org.albatross.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;
import org.albatross.model.Blob;
import org.albatross.model.Command;

/**
 * Reads values of the wire from a stream. Bytes are pulled in chunks of at most 64 KiB and never beyond the
 * announced length; large OCTET STRINGs go to the sink while they arrive. What is malformed, too long, or
 * ends too early is a {@link ProtocolException}; a blob that the sink had finished by then is discarded. A
 * decoder holds nothing between calls and may be shared by threads when its sink and its meter may.
 *
 * <p>An {@link IOException} is one of the stream or the sink.
 */
public final class WireDecoder {
    private final Limits limits;
    private final BlobSink sink;
    private final MemoryMeter memory;

    /** A decoder that hands large OCTET STRINGs to {@code sink}. */
    public WireDecoder(Limits limits, BlobSink sink) {
        this(limits, sink, MemoryMeter.NONE);
    }

    /** As above, and tells {@code memory} what it takes. */
    public WireDecoder(Limits limits, BlobSink sink, MemoryMeter memory) {
        this.limits = limits;
        this.sink = sink;
        this.memory = memory;
    }

    /** The limits that this decoder was made with. */
    public Limits limits() {
        return limits;
    }

    /**
     * Reads the message of {@code length} bytes behind a frame's header.
     *
     * @throws ProtocolException with the header of the message when only its payload is malformed
     * @throws UnreadPayloadException when stream or sink fail behind the header
     */
    public Message message(InputStream in, long length) throws IOException, ProtocolException {
        return message(in, length, header -> {});
    }

    /**
     * As above, and tells the header before anything of the payload is read: a sink can know then what its blobs are about.
     */
    public Message message(InputStream in, long length, Consumer<Header> headers)
            throws IOException, ProtocolException {
        return decode(in, length, reader -> MessageCodec.read(reader, headers));
    }

    /** Reads the value of a certificate's extension. */
    public Command extension(InputStream in, long length) throws IOException, ProtocolException {
        return decode(in, length, MessageCodec::readExtension);
    }

    /** Reads a state file, in any of its seven forms; an entry that cannot be read refuses the whole. */
    public State state(InputStream in, long length) throws IOException, ProtocolException {
        return state(in, length, entry -> {
            throw new ProtocolException(entry.reason());
        });
    }

    /**
     * Reads a state file, in any of its seven forms, without the entries that cannot be read. One that is cut off is
     * refused.
     *
     * @param refused takes those entries, in the order of the file
     */
    public State state(InputStream in, long length, RefusedEntry.Sink refused) throws IOException, ProtocolException {
        return decode(in, length, reader -> StateCodec.read(reader, refused));
    }

    @FunctionalInterface
    private interface Codec<T> {
        T read(DerReader reader) throws IOException, ProtocolException;
    }

    private <T> T decode(InputStream in, long length, Codec<T> codec) throws IOException, ProtocolException {
        limits.checkFrame(length);
        DerReader reader = new DerReader(in, length, limits, sink, memory);
        try {
            return reader.whole(() -> codec.read(reader));
        } catch (IOException | ProtocolException | RuntimeException e) {
            discard(reader.spooled(), e);
            throw e;
        }
    }

    private void discard(List<Blob.Spooled> blobs, Exception reason) {
        for (Blob.Spooled blob : blobs) {
            try {
                sink.discard(blob);
            } catch (IOException e) {
                reason.addSuppressed(e);
            }
        }
    }
}
