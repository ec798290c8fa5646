package org.albatross.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import org.albatross.model.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeneralizedTimeTest {
    @ParameterizedTest
    @CsvSource({
        "20230312234215Z, 2023-03-12T23:42:15Z",
        "20230312234215.5Z, 2023-03-12T23:42:15.500Z",
        "20230312234215.05Z, 2023-03-12T23:42:15.050Z",
        "20230312234215.500Z, 2023-03-12T23:42:15.500Z",
        "20230312234215.001Z, 2023-03-12T23:42:15.001Z",
        "202303122342Z, 2023-03-12T23:42:00Z",
        "2023031223Z, 2023-03-12T23:00:00Z",
        "20230312234215, 2023-03-12T23:42:15Z",
        "20230312234215+0200, 2023-03-12T21:42:15Z",
        "20230312234215-0230, 2023-03-13T02:12:15Z",
        "20230312234260Z, 2023-03-12T23:43:00Z",
        "00000101000000Z, 0000-01-01T00:00:00Z",
        "99991231235959.999Z, 9999-12-31T23:59:59.999Z"
    })
    void readsWhatTheOriginalReads(String text, Instant time) {
        assertThat(GeneralizedTime.parse(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "20230312Z",
                "2023031223421Z",
                "20230312234215.Z",
                "20230312234215,5Z",
                "20230312234215.1234Z",
                "20230312234215.123456789Z",
                "202303122342.5Z",
                "20231312234215Z",
                "20230230234215Z",
                "20230312244215Z",
                "20230312236015Z",
                "20230312234261Z",
                "20230312234215+9900",
                "20230312234215+02",
                "20230312234215z",
                "2023031223421\u0665Z",
                " 20230312234215Z",
                "00000101000000+0100",
                "99991231235959-0100"
            })
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> GeneralizedTime.parse(text)).isInstanceOf(DateTimeException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2023-03-12T23:42:15Z, 20230312234215Z",
        "2023-03-12T23:42:15.5Z, 20230312234215.500Z",
        "2023-03-12T23:42:15.123999999Z, 20230312234215.123Z",
        "2023-03-12T23:42:15.000000001Z, 20230312234215.000Z",
        "0007-03-12T03:02:05Z, 00070312030205Z"
    })
    void writesNoFractionOrThreeDigits(Instant time, String text) {
        assertThat(GeneralizedTime.format(time)).isEqualTo(text);
    }

    @Test
    void writesAFractionOfZeroAgain() {
        assertThat(GeneralizedTime.format(GeneralizedTime.parse("20230312234215.000Z")))
                .isEqualTo("20230312234215.000Z");
    }

    @Test
    void doesNotWriteYearsOfFiveDigits() {
        assertThatThrownBy(() -> GeneralizedTime.format(Instant.MAX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1000000000");
        assertThatThrownBy(() -> GeneralizedTime.format(Instant.parse("-0001-01-01T00:00:00Z")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesALongTextWithoutReadingIt() {
        assertThatThrownBy(() -> Decoding.reader("18 20 " + "30".repeat(32)).time())
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("a GeneralizedTime of 32 bytes, at most 24");
    }

    @Test
    void escapesWhatAPeerSentInItsMessage() {
        String hex = "18 04 " + Bytes.of(new byte[] {0x1b, '[', '2', 'J'}).hex();

        assertThatThrownBy(() -> Decoding.reader(hex).time())
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("invalid GeneralizedTime '\\027[2J'");
    }

    @Test
    void isWrittenAsTheVectorsHaveIt() throws IOException, ProtocolException {
        assertThat(Decoding.reader("18 13 3230323330333132323334323135 2e3530305a")
                        .time())
                .isEqualTo(Instant.parse("2023-03-12T23:42:15.500Z"));
    }
}
