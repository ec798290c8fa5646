package org.albatross.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.albatross.model.Blob;
import org.albatross.model.BlockCommand;
import org.albatross.model.Bytes;
import org.albatross.model.Command;
import org.albatross.model.Name;
import org.albatross.model.Payload;
import org.albatross.model.Reply;
import org.albatross.model.Sha256;
import org.junit.jupiter.api.Test;

/** What is too large for memory, on its way through a decoder and an encoder. */
class BlobTest {
    private static final int MIB = 1024 * 1024;
    private static final Header HEADER = new Header(7, Name.parse("a:b"));

    private final Spool spool = new Spool();
    private final WireDecoder decoder = new WireDecoder(Limits.LOCAL, spool);

    @Test
    void holdsOnlyASmallImageInMemory() throws IOException, ProtocolException {
        Blob image = Blob.of(Bytes.of(new byte[16 << 10]));

        assertThat(image(decode(encoded(image)))).isEqualTo(image);
        assertThat(spool.begun).isZero();
        assertThat(image(decode(encoded(Blob.of(Bytes.of(new byte[(16 << 10) + 1]))))))
                .isInstanceOf(Blob.Spooled.class);
    }

    @Test
    void handsALargerOneToTheSinkInBoundedChunks() throws IOException, ProtocolException, NoSuchAlgorithmException {
        byte[] content = content(3 * MIB + 1);

        Blob image = image(decode(encoded(Blob.of(Bytes.of(content)))));

        assertThat(image)
                .isEqualTo(new Blob.Spooled(
                        content.length,
                        new Sha256(Bytes.of(MessageDigest.getInstance("SHA-256").digest(content))),
                        "blob-1"));
        assertThat(spool.kept).containsEntry("blob-1", Bytes.of(content));
        assertThat(spool.largestChunk).isLessThanOrEqualTo(64 * 1024);
        assertThat(spool.closed).isEqualTo(1);
    }

    @Test
    void writesASpooledBlobAsAnInlineOne() throws IOException, ProtocolException {
        byte[] inline = encoded(Blob.of(Bytes.of(content(2 * MIB))));
        Message message = decode(inline);

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WireEncoder.message(message).writeTo(out, spool);

        assertThat(WireEncoder.message(message).length()).isEqualTo(inline.length);
        assertThat(Arrays.equals(out.toByteArray(), inline)).isTrue();
    }

    @Test
    void spoolsWhatMemoryHasNoRoomFor() throws IOException, ProtocolException {
        WireDecoder small = new WireDecoder(new Limits(1000, 100, 150, 100), spool);
        byte[] bytes = Der.explicit(
                        6,
                        Der.sequence(
                                Der.sequence(StateFileTest.unikernel(":a", 90), StateFileTest.unikernel(":b", 90)),
                                Der.sequence()))
                .toBytes();

        State state = small.state(new ByteArrayInputStream(bytes), bytes.length);

        assertThat(state.unikernels().get(0).value().image()).isInstanceOf(Blob.Inline.class);
        assertThat(state.unikernels().get(1).value().image()).isInstanceOf(Blob.Spooled.class);
    }

    @Test
    void discardsTheBlobOfAMessageThatTurnsOutMalformed() {
        Der trailing = Der.sequence(Der.bool(true), Der.octets(Bytes.of(new byte[2 * MIB])), Der.integer(1));
        byte[] bytes = Decoding.wire(Der.explicit(0, Der.explicit(5, Der.explicit(4, trailing))))
                .toBytes();

        assertThatThrownBy(() -> decode(bytes)).isInstanceOf(ProtocolException.class);
        assertThat(spool.begun).isEqualTo(1);
        assertThat(spool.closed).isEqualTo(1);
        assertThat(spool.kept).isEmpty();
    }

    @Test
    void saysWhatIsMalformedEvenWhenTheBlobCannotBeDiscarded() {
        byte[] bytes = encoded(Blob.of(Bytes.of(new byte[2 * MIB])));
        byte[] trailing = Arrays.copyOf(bytes, bytes.length + 1);
        BlobSink stuck = new BlobSink() {
            @Override
            public Writer begin(long length) {
                return spool.begin(length);
            }

            @Override
            public void discard(Blob.Spooled blob) throws IOException {
                throw new IOException("read-only file system");
            }
        };

        assertThatThrownBy(() -> new WireDecoder(Limits.LOCAL, stuck)
                        .message(new ByteArrayInputStream(trailing), trailing.length))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("1 trailing bytes")
                .hasSuppressedException(new IOException("read-only file system"));
    }

    @Test
    void closesTheWriterOfABlobThatIsCutOff() {
        byte[] bytes = encoded(Blob.of(Bytes.of(new byte[2 * MIB])));
        InputStream half = new ByteArrayInputStream(bytes, 0, bytes.length / 2);

        ProtocolException refusal =
                catchThrowableOfType(ProtocolException.class, () -> decoder.message(half, bytes.length));

        assertThat(refusal).hasMessage("the message ended after 1048602 of 2097205 bytes");
        assertThat(refusal.header()).contains(HEADER);
        assertThat(spool.closed).isEqualTo(1);
        assertThat(spool.kept).isEmpty();
    }

    @Test
    void tellsAFailureOfTheSinkFromOneOfThePeer() {
        byte[] bytes = encoded(Blob.of(Bytes.of(new byte[2 * MIB])));
        BlobSink full = new BlobSink() {
            @Override
            public Writer begin(long length) throws IOException {
                throw new IOException("no space left for " + length + " bytes");
            }

            @Override
            public void discard(Blob.Spooled blob) {}
        };

        UnreadPayloadException failure =
                catchThrowableOfType(UnreadPayloadException.class, () -> new WireDecoder(Limits.LOCAL, full)
                        .message(new ByteArrayInputStream(bytes), bytes.length));

        assertThat(failure).hasMessage("no space left for 2097152 bytes");
        assertThat(failure.header()).isEqualTo(HEADER);
    }

    @Test
    void saysThatAnImageIsTooLargeWhereNoneIsTaken() {
        byte[] bytes = encoded(Blob.of(Bytes.of(new byte[2 * MIB])));

        ProtocolException refusal =
                catchThrowableOfType(ProtocolException.class, () -> new WireDecoder(Limits.LOCAL, BlobSink.REFUSING)
                        .message(new ByteArrayInputStream(bytes), bytes.length));

        assertThat(refusal).hasMessageContaining("2097152 bytes");
        assertThat(refusal.header()).contains(HEADER);
    }

    @Test
    void doesNotWriteABlobThatEndsTooEarly() {
        Blob blob = new Blob.Spooled(2 * MIB, Sha256.ofHex("00".repeat(32)), "gone");
        Message message = Message.answer(HEADER, new Reply.UnikernelImage(false, blob));

        assertThatThrownBy(() -> WireEncoder.message(message)
                        .writeTo(OutputStream.nullOutputStream(), spooled -> new ByteArrayInputStream(new byte[MIB])))
                .isInstanceOf(IOException.class)
                .hasMessage("the blob gone ended 1048576 bytes before its 2097152 bytes");
        assertThatThrownBy(() -> WireEncoder.message(message).toBytes()).isInstanceOf(IllegalStateException.class);
    }

    private static byte[] encoded(Blob blob) {
        return WireEncoder.message(Message.ask(HEADER, new BlockCommand.SetOld(true, blob)))
                .toBytes();
    }

    private Message decode(byte[] bytes) throws IOException, ProtocolException {
        return decoder.message(new ByteArrayInputStream(bytes), bytes.length);
    }

    private static Blob image(Message message) {
        Command command = ((Payload.Ask) message.payload()).command();
        return ((BlockCommand.SetOld) command).data();
    }

    private static byte[] content(int length) {
        byte[] content = new byte[length];
        for (int i = 0; i < length; i++) {
            content[i] = (byte) (i % 251);
        }
        return content;
    }
}
