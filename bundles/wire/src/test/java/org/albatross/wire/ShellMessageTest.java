package org.albatross.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.albatross.model.Bytes;
import org.albatross.wire.ShellMessage.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellMessageTest {
    @Test
    void isAByteTheLengthAndTheContent() {
        assertThat(Bytes.of(ShellMessage.of(Kind.EXECUTE, "80\nlb").encoded().array())
                        .hex())
                .isEqualTo("78" + "00000005" + "38300a6c62");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void isReadAsItWasSent(Kind kind) throws Exception {
        ShellMessage sent = ShellMessage.of(kind, "grüß");
        assertThat(ShellMessage.read(new ByteArrayInputStream(sent.encoded().array())))
                .contains(sent);
        assertThat(ShellMessage.take(sent.encoded())).contains(sent);
        assertThat(sent.text()).isEqualTo("grüß");
    }

    @Test
    void isTakenOnceAllOfItHasCome() throws Exception {
        byte[] two = new byte[12];
        ByteBuffer.wrap(two)
                .put(ShellMessage.of(Kind.OUTPUT, "ab").encoded())
                .put(ShellMessage.of(Kind.DONE, "").encoded());
        for (int length = 0; length < 7; length++) {
            ByteBuffer part = ByteBuffer.wrap(two, 0, length);
            assertThat(ShellMessage.take(part)).as("%d bytes", length).isEmpty();
            assertThat(part.position()).isZero();
        }
        ByteBuffer all = ByteBuffer.wrap(two);
        assertThat(ShellMessage.take(all)).contains(ShellMessage.of(Kind.OUTPUT, "ab"));
        assertThat(ShellMessage.take(all)).contains(ShellMessage.of(Kind.DONE, ""));
        assertThat(ShellMessage.take(all)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "47455420", "ff00000001"})
    void isOfAKindThatIsKnown(String bytes) {
        byte[] rubbish = Bytes.ofHex(bytes).toArray();
        assertThatThrownBy(() -> ShellMessage.take(ByteBuffer.wrap(rubbish)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("begins with the byte " + (rubbish[0] & 0xff));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7800010001", "78ffffffff", "787fffffff"})
    void isNotLongerThanItMayBe(String header) {
        byte[] tooLong = Bytes.ofHex(header).toArray();
        assertThatThrownBy(() -> ShellMessage.take(ByteBuffer.wrap(tooLong)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("at most 65536 are allowed");
        assertThatThrownBy(() -> ShellMessage.read(new ByteArrayInputStream(tooLong)))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("at most 65536 are allowed");
    }

    @Test
    void doesNotEndWithinAMessage() throws Exception {
        byte[] whole = ShellMessage.of(Kind.EXECUTE, "lb").encoded().array();
        assertThat(ShellMessage.read(new ByteArrayInputStream(new byte[0]))).isEmpty();
        for (int length = 1; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> ShellMessage.read(new ByteArrayInputStream(part)))
                    .as("%d bytes", length)
                    .hasMessageContaining("ended within a message");
        }
    }

    @Test
    void leavesOutWhatDoesNotFit() {
        assertThat(ShellMessage.of(Kind.FAILED, "x".repeat(70_000)).content().length())
                .isEqualTo(65_536);
    }
}
