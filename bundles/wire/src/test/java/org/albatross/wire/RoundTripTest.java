package org.albatross.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import org.albatross.model.Bytes;
import org.albatross.model.Command;
import org.junit.jupiter.api.Test;

/** Whatever is written is read again as the same value, and written again as the same bytes. */
class RoundTripTest {
    private static final int VALUES = 20_000;
    private static final WireDecoder DECODER = new WireDecoder(Limits.LOCAL, BlobSink.REFUSING);

    private final RandomMessages messages = new RandomMessages(new SplittableRandom(5));

    @Test
    void readsEveryMessageThatItWrites() throws IOException, ProtocolException {
        for (int i = 0; i < VALUES; i++) {
            Message message = messages.message();
            byte[] bytes = WireEncoder.message(message).toBytes();

            Message read = DECODER.message(new ByteArrayInputStream(bytes), bytes.length);

            assertThat(read).isEqualTo(message);
            assertThat(Bytes.of(WireEncoder.message(read).toBytes())).isEqualTo(Bytes.of(bytes));
        }
    }

    @Test
    void readsEveryExtensionThatItWrites() throws IOException, ProtocolException {
        for (int i = 0; i < VALUES; i++) {
            Command command = messages.command();
            byte[] bytes = WireEncoder.extension(command).toBytes();

            assertThat(DECODER.extension(new ByteArrayInputStream(bytes), bytes.length))
                    .isEqualTo(command);
        }
    }

    @Test
    void readsEveryStateThatItWrites() throws IOException, ProtocolException {
        for (int i = 0; i < VALUES / 4; i++) {
            State state = messages.state();
            byte[] bytes = WireEncoder.state(state).toBytes();

            assertThat(DECODER.state(new ByteArrayInputStream(bytes), bytes.length))
                    .isEqualTo(state);
        }
    }

    @Test
    void announcesTheLengthThatItWrites() {
        for (int i = 0; i < VALUES; i++) {
            Encoding frame = WireEncoder.frame(messages.message());

            byte[] bytes = frame.toBytes();

            assertThat(bytes.length).isEqualTo((int) frame.length());
            assertThat(Bytes.of(bytes, 0, Frame.HEADER_LENGTH))
                    .isEqualTo(Bytes.of(Frame.header(bytes.length - Frame.HEADER_LENGTH)));
        }
    }
}
