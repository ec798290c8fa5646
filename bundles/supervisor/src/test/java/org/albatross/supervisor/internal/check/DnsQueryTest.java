package org.albatross.supervisor.internal.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnsQueryTest {
    private final DnsQuery query = DnsQuery.of(0x12345678, "www.example.org.");

    private static ByteBuffer hex(String digits) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(digits.replace(" ", "")));
    }

    @Test
    void asksForTheAddressesOfAName() {
        assertThat(query.bytes())
                .isEqualTo(
                        hex("5678 0100 0001 0000 0000 0000" + " 03 777777 07 6578616d706c65 03 6f7267 00 0001 0001"));
    }

    @ParameterizedTest
    @CsvSource({
        "5678 8180 0001 0000 0000 0000, true",
        "5678 8000 0001 0000 0000 0000, true",
        "5679 8180 0001 0000 0000 0000, false",
        "5678 0180 0001 0000 0000 0000, false",
        "5678 8180 0001 0000 0000 00, false"
    })
    void isAnsweredByAMessageOfItsNumber(String message, boolean answered) throws Exception {
        assertThat(query.isAnsweredBy(hex(message))).isEqualTo(answered);
    }

    @ParameterizedTest
    @CsvSource({
        "5678 8182 0001 0000 0000 0000, it has answered with code 2 (SERVFAIL); 0 is expected",
        "5678 818b 0001 0000 0000 0000, it has answered with code 11; 0 is expected"
    })
    void isNotAnsweredByAnError(String message, String why) {
        assertThatThrownBy(() -> query.isAnsweredBy(hex(message)))
                .isInstanceOf(IOException.class)
                .hasMessage(why);
    }
}
