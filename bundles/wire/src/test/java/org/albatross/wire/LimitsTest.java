package org.albatross.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicLong;
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
    void tellsWhatMemoryAMessageTakesAndTakesNoMoreThanThereIs() throws IOException, ProtocolException {
        byte[] bytes = WireEncoder.message(CONSOLES).toBytes();
        int takes = 108 * MemoryMeter.ELEMENT + 1 + 100 * ":hello".length();
        Limits limits = new Limits(1000, 1, 1000, 1000);
        AtomicLong taken = new AtomicLong();

        WireDecoder counting = new WireDecoder(limits, BlobSink.REFUSING, taken::addAndGet);
        assertThat(counting.message(new ByteArrayInputStream(bytes), bytes.length))
                .isEqualTo(CONSOLES);
        assertThat(taken.get()).isBetween((long) takes - MemoryMeter.STEP, (long) takes);

        WireDecoder none = new WireDecoder(limits, BlobSink.REFUSING, more -> {
            throw new ProtocolException("no memory");
        });
        assertThatThrownBy(() -> none.message(new ByteArrayInputStream(bytes), bytes.length))
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.header()).contains(Header.UNKNOWN))
                .hasMessage("no memory");
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
