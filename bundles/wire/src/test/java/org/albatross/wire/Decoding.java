package org.albatross.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.albatross.model.Bytes;
import org.albatross.model.Text;

/** Short ways for tests to decode bytes that they hold. */
final class Decoding {
    private static final WireDecoder DECODER = new WireDecoder(Limits.LOCAL, BlobSink.REFUSING);

    private Decoding() {}

    static DerReader reader(String hex) {
        byte[] bytes = Bytes.ofHex(hex.replace(" ", "")).toArray();
        return new DerReader(
                new ByteArrayInputStream(bytes), bytes.length, Limits.LOCAL, BlobSink.REFUSING, MemoryMeter.NONE);
    }

    static Message message(Bytes bytes) throws IOException, ProtocolException {
        return DECODER.message(new ByteArrayInputStream(bytes.toArray()), bytes.length());
    }

    static Message message(Der value) throws IOException, ProtocolException {
        return message(Bytes.of(value.toBytes()));
    }

    static State state(Der value) throws IOException, ProtocolException {
        byte[] bytes = value.toBytes();
        return DECODER.state(new ByteArrayInputStream(bytes), bytes.length);
    }

    static State state(Der value, RefusedEntry.Sink refused) throws IOException, ProtocolException {
        byte[] bytes = value.toBytes();
        return DECODER.state(new ByteArrayInputStream(bytes), bytes.length, refused);
    }

    /** A message about {@code foo:bar} with sequence 1 and this payload. */
    static Der wire(Der payload) {
        return Der.sequence(header(), payload);
    }

    static Der header() {
        return Der.sequence(Der.integer(5), Der.int64(1), text("foo:bar"));
    }

    static Der text(String text) {
        return Der.text(Text.of(text));
    }
}
