package org.albatross.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class BytesTest {
    private final Bytes bytes = Bytes.ofHex("00ff10");

    @Test
    void doesNotChangeWithTheArrayItWasMadeOf() {
        byte[] array = {1, 2};
        Bytes copy = Bytes.of(array);
        array[0] = 9;

        assertThat(copy).isEqualTo(Bytes.ofHex("0102"));
    }

    @Test
    void showsItsContentInABufferThatCannotChangeIt() {
        ByteBuffer buffer = bytes.buffer();

        assertThat(buffer).isEqualTo(ByteBuffer.wrap(new byte[] {0, (byte) 0xff, 0x10}));
        assertThat(buffer.hasArray()).isFalse();
        assertThatThrownBy(() -> buffer.put(0, (byte) 1)).isInstanceOf(ReadOnlyBufferException.class);
    }

    @Test
    void hasABufferOfItsOwnForEachCaller() {
        bytes.buffer().get();

        assertThat(bytes.buffer().remaining()).isEqualTo(3);
    }

    @Test
    void ordersBytesWithoutSign() {
        assertThat(Bytes.ofHex("7f")).isLessThan(Bytes.ofHex("80"));
        assertThat(Bytes.ofHex("01")).isLessThan(Bytes.ofHex("0100"));
    }
}
