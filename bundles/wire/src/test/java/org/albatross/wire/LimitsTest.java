package org.albatross.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import org.albatross.model.Name;
import org.albatross.model.Reply;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final Message CONSOLES =
            Message.answer(Header.UNKNOWN, new Reply.Consoles(Collections.nCopies(100, Name.parse("hello"))));

    @Test
    void refusesAMessageBeyondTheLimitWithoutReadingIt() {
        ByteArrayInputStream in = new ByteArrayInputStream(new byte[200]);

        assertThatThrownBy(() -> decoder(new Limits(100, 1, 1, 1)).message(in, 101))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("a message of 101 bytes, at most 100 are allowed");
        assertThat(in.available()).isEqualTo(200);
    }

    @Test
    void refusesOneElementMoreThanTheLimit() throws IOException, ProtocolException {
        byte[] bytes = WireEncoder.message(CONSOLES).toBytes();
        int elements = 108;

        assertThat(decoder(new Limits(1000, 1, 1000, elements)).message(new ByteArrayInputStream(bytes), bytes.length))
                .isEqualTo(CONSOLES);
        assertThatThrownBy(() -> decoder(new Limits(1000, 1, 1000, elements - 1))
                        .message(new ByteArrayInputStream(bytes), bytes.length))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("a message of more than 107 elements");
    }

    @Test
    void refusesMoreTextThanTheLimit() throws IOException, ProtocolException {
        byte[] bytes = WireEncoder.message(CONSOLES).toBytes();
        int held = 1 + 100 * ":hello".length();

        assertThat(decoder(new Limits(1000, 1, held, 1000)).message(new ByteArrayInputStream(bytes), bytes.length))
                .isEqualTo(CONSOLES);
        assertThatThrownBy(() -> decoder(new Limits(1000, 1, held - 1, 1000))
                        .message(new ByteArrayInputStream(bytes), bytes.length))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("a UTF8String of 6 bytes behind others of 595, at most 600 are allowed together");
    }

    @Test
    void hasNoLimitOfZero() {
        assertThatThrownBy(() -> new Limits(0, 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("frame 0");
    }

    private static WireDecoder decoder(Limits limits) {
        return new WireDecoder(limits, BlobSink.REFUSING);
    }
}
