package org.albatross.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.albatross.model.Bytes;
import org.albatross.model.Data;
import org.albatross.model.Name;
import org.albatross.model.Reply;
import org.junit.jupiter.api.Test;

class FrameTest {
    private static final Message MESSAGE =
            Message.answer(new Header(3, Name.parse("foo:bar")), new Reply.Done("created unikernel"));

    @Test
    void readsALengthAsUnsignedBigEndian() throws IOException, ProtocolException {
        assertThat(Frame.length(header("00 00 01 02"), Limits.LOCAL)).isEqualTo(258);
        assertThat(Frame.length(header("00 00 00 00"), Limits.LOCAL)).isZero();
        assertThat(Frame.length(header("ff ff ff ff"), Limits.FILE)).isEqualTo(4_294_967_295L);
        assertThat(Frame.readLength(stream("00 00 01 02 99"), Limits.LOCAL)).hasValue(258);
    }

    @Test
    void refusesALengthBeyondTheLimitWithBothNumbers() {
        assertThatThrownBy(() -> Frame.length(header("80 00 00 00"), Limits.LOCAL))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("a message of 2147483648 bytes, at most 536870912 are allowed");
        assertThatThrownBy(() -> Frame.readLength(stream("01 00 00 01"), Limits.REMOTE))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("a message of 16777217 bytes, at most 16777216 are allowed");
    }

    @Test
    void carriesTheLargestPieceOfABlockDeviceThatIsSentInWhatTheOriginalReadsAtOnce() {
        String label = "x".repeat(Name.MAX_LABEL_LENGTH);
        Name longest =
                Name.parse(label + ":" + label + ":" + label + ":" + label.substring(0, Name.MAX_LENGTH - 3 * 64));
        Data.Block largest = new Data.Block(Optional.of(Bytes.of(new byte[Data.Block.MAX_SENT_BYTES])));

        byte[] frame = WireEncoder.frame(Message.stream(new Header(Long.MAX_VALUE, longest), largest))
                .toBytes();

        assertThat(ByteBuffer.wrap(frame).getInt()).isLessThanOrEqualTo(65_536).isEqualTo(frame.length - 4);
    }

    @Test
    void tellsTheEndOfTheStreamFromAHalfHeader() throws IOException, ProtocolException {
        assertThat(Frame.readLength(stream(""), Limits.LOCAL)).isEmpty();
        assertThatThrownBy(() -> Frame.readLength(stream("00 00"), Limits.LOCAL))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("the stream ended after 2 of the 4 bytes of a length");
    }

    @Test
    void refusesAMessageOfNoBytes() {
        assertThatThrownBy(() -> reader(new byte[4], 1).next())
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("expected SEQUENCE, found nothing");
    }

    @Test
    void doesNotWriteALengthBeyond32Bits() {
        assertThat(Bytes.of(Frame.header(0xffff_ffffL)).hex()).isEqualTo("ffffffff");
        assertThatThrownBy(() -> Frame.header(0x1_0000_0000L))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4294967296")
                .hasMessageContaining("4294967295");
    }

    @Test
    void readsMessagesThatArriveInPieces() throws IOException, ProtocolException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MessageWriter writer = new MessageWriter(out, BlobSource.NONE);
        writer.write(MESSAGE);
        writer.write(MESSAGE);
        for (int piece : new int[] {1, 3, 1000}) {
            MessageReader reader = reader(out.toByteArray(), piece);

            assertThat(reader.next()).contains(MESSAGE);
            assertThat(reader.next()).contains(MESSAGE);
            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    void refusesAMessageThatEndsAnywhereBeforeItsEnd() throws IOException, ProtocolException {
        byte[] frame = WireEncoder.frame(MESSAGE).toBytes();
        for (int end = 1; end < frame.length; end++) {
            MessageReader reader = reader(Arrays.copyOf(frame, end), 7);

            assertThatThrownBy(reader::next).as("%d bytes", end).isInstanceOf(ProtocolException.class);
        }
        assertThat(reader(frame, 7).next()).contains(MESSAGE);
    }

    private static MessageReader reader(byte[] bytes, int piece) {
        return new MessageReader(new Pieces(bytes, piece), new WireDecoder(Limits.ANSWERS, BlobSink.REFUSING));
    }

    private static ByteBuffer header(String hex) {
        return ByteBuffer.wrap(Bytes.ofHex(hex.replace(" ", "")).toArray());
    }

    private static InputStream stream(String hex) {
        return new ByteArrayInputStream(Bytes.ofHex(hex.replace(" ", "")).toArray());
    }

    /** A stream that gives at most so many bytes at once, as a socket does. */
    private static final class Pieces extends ByteArrayInputStream {
        private final int piece;

        Pieces(byte[] bytes, int piece) {
            super(bytes);
            this.piece = piece;
        }

        @Override
        public synchronized int read(byte[] bytes, int offset, int length) {
            return super.read(bytes, offset, Math.min(length, piece));
        }
    }
}
