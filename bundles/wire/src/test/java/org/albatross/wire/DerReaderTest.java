package org.albatross.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.albatross.model.Bytes;
import org.albatross.model.Text;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule of DER that a reader relies on, with the bytes that break it. */
class DerReaderTest {
    @ParameterizedTest
    @CsvSource({
        "02 01 00, 0",
        "02 01 7f, 127",
        "02 02 00 80, 128",
        "02 01 80, -128",
        "02 02 ff 7f, -129",
        "02 08 3f ff ff ff ff ff ff ff, 4611686018427387903",
        "02 08 c0 00 00 00 00 00 00 00, -4611686018427387904"
    })
    void readsAndWritesIntegers(String hex, long value) throws IOException, ProtocolException {
        assertThat(whole(hex, DerReader::integer)).isEqualTo(value);
        assertThat(hex(Der.integer(value))).isEqualTo(hex.replace(" ", ""));
    }

    @Test
    void refusesIntegersBeyond63Bits() {
        refuses("02 08 40 00 00 00 00 00 00 00", DerReader::integer, "4611686018427387904 does not fit 63 bits");
        refuses("02 08 bf ff ff ff ff ff ff ff", DerReader::integer, "-4611686018427387905 does not fit 63 bits");
        refuses("02 09 01 00 00 00 00 00 00 00 00", DerReader::integer, "an INTEGER of 9 bytes");
        assertThatThrownBy(() -> Der.integer(Long.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("9223372036854775807");
    }

    @Test
    void refusesIntegersOfNoBytes() {
        refuses("02 00", DerReader::integer, "an INTEGER of no bytes");
    }

    @Test
    void refusesIntegersOfMoreBytesThanNeeded() {
        refuses("02 02 00 7f", DerReader::integer, "more bytes than it needs");
        refuses("02 02 ff 80", DerReader::integer, "more bytes than it needs");
    }

    @Test
    void refusesBooleansThatAreNeitherTrueNorFalse() {
        refuses("01 01 01", DerReader::bool, "a BOOLEAN of 0x1");
        refuses("01 00", DerReader::bool, "BOOLEAN of 1 bytes, found one of 0");
        refuses("01 02 ff ff", DerReader::bool, "BOOLEAN of 1 bytes, found one of 2");
    }

    @Test
    void refusesNullWithContents() {
        refuses("05 01 00", reader -> reader.nul(""), "NULL of 0 bytes, found one of 1");
    }

    @Test
    void refusesInt64OfOtherThan8Bytes() {
        refuses("04 07 00 00 00 00 00 00 01", DerReader::int64, "OCTET STRING of 8 bytes, found one of 7");
        refuses("04 09 00 00 00 00 00 00 00 00 01", DerReader::int64, "OCTET STRING of 8 bytes, found one of 9");
    }

    @Test
    void readsInt64AsTwosComplement() throws IOException, ProtocolException {
        assertThat(whole("04 08 80 00 00 00 00 00 00 00", DerReader::int64)).isEqualTo(Long.MIN_VALUE);
        assertThat(whole("04 08 ff ff ff ff ff ff ff ff", DerReader::int64)).isEqualTo(-1);
    }

    @Test
    void keepsTextThatIsNotUtf8() throws IOException, ProtocolException {
        assertThat(whole("0c 03 ff 00 80", DerReader::text)).isEqualTo(Text.of(Bytes.ofHex("ff0080")));
    }

    @Test
    void refusesConstructedStrings() {
        refuses("2c 03 0c 01 61", DerReader::text, "expected UTF8String, found 0x20 [12]");
        refuses("24 03 04 01 61", DerReader::octets, "expected OCTET STRING");
    }

    @Test
    void refusesIndefiniteLengths() {
        refuses("30 80 02 01 05 00 00", DerReaderTest::integers, "indefinite length");
        refuses("04 80 00 00", DerReader::octets, "indefinite length");
    }

    @Test
    void refusesLengthsInALongerFormThanNeeded() {
        refuses("04 81 01 00", DerReader::octets, "the length 1 in its long form");
        refuses("04 82 00 80", DerReader::octets, "begins with zeros");
    }

    @Test
    void refusesLengthsOfTooManyBytes() {
        refuses("04 88 01 00 00 00 00 00 00 00", DerReader::octets, "a length of 8 bytes, at most 7");
        refuses("04 ff", DerReader::octets, "a length of 127 bytes, at most 7");
    }

    @Test
    void refusesAnElementThatIsLongerThanWhatIsAroundIt() {
        refuses("04 02 00", DerReader::octets, "an element of 2 bytes where 1 are left");
        refuses("30 03 02 02 00 80", DerReaderTest::integers, "an element of 2 bytes where 1 are left");
        refuses("04 87 7f ff ff ff ff ff ff", DerReader::octets, "36028797018963967 bytes where 0 are left");
    }

    @Test
    void refusesAHeaderThatIsCutOff() {
        refuses("04", DerReader::octets, "ends within the header");
        refuses("04 82 01", DerReader::octets, "ends within the header");
        refuses("bf", reader -> reader.choice("x", number -> number), "ends within the header");
        refuses("30 01 02 01 05", DerReaderTest::integers, "ends within the header");
        refuses("", DerReader::octets, "expected OCTET STRING, found nothing");
    }

    @Test
    void refusesTrailingBytes() {
        refuses("02 01 05 00", DerReader::integer, "1 trailing bytes");
    }

    @Test
    void refusesMoreElementsThanAStructureHas() {
        refuses("30 06 02 01 05 02 01 05", reader -> reader.sequence(reader::integer), "more in SEQUENCE");
        refuses("a1 06 02 01 05 02 01 05", reader -> reader.explicit(1, reader::integer), "more in [1]");
    }

    @Test
    void refusesAnotherTag() {
        refuses("31 00", DerReaderTest::integers, "expected SEQUENCE, found SET");
        refuses("04 00", DerReader::text, "expected UTF8String, found OCTET STRING");
        refuses("a2 00", reader -> reader.explicit(1, reader::integer), "expected [1], found [2]");
        refuses("82 01 05", reader -> reader.choice("thing", number -> number), "expected a thing, found 0x80 [2]");
    }

    @Test
    void refusesTagsThatDerDoesNotHave() {
        refuses("00 00", DerReader::octets, "an element of tag 0");
        refuses("bf 80 64 00", reader -> reader.choice("x", number -> number), "a tag that begins with zeros");
        refuses("bf 1e 00", reader -> reader.choice("x", number -> number), "the tag 30 in its long form");
        refuses("bf ff ff ff ff 7f 00", reader -> reader.choice("x", number -> number), "a tag beyond 16777215");
    }

    @Test
    void readsAndWritesTagsInTheLongForm() throws IOException, ProtocolException {
        assertThat(hex(Der.choice(104))).isEqualTo("bf68020500");
        assertThat(hex(Der.choice(31))).isEqualTo("bf1f020500");
        assertThat(hex(Der.choice(30))).isEqualTo("be020500");
        assertThat(hex(Der.choice(1000))).isEqualTo("bf8768020500");
        int number = whole("bf 87 68 02 05 00", reader -> reader.choice("x", reader::nul));
        assertThat(number).isEqualTo(1000);
    }

    @Test
    void writesLengthsInTheirShortestForm() {
        assertThat(hex(Der.octets(Bytes.of(new byte[127])))).startsWith("047f");
        assertThat(hex(Der.octets(Bytes.of(new byte[128])))).startsWith("048180");
        assertThat(hex(Der.octets(Bytes.of(new byte[256])))).startsWith("04820100");
    }

    @Test
    void takesSetsInAnyOrderAndWritesThemInOne() throws IOException, ProtocolException {
        List<Long> set = whole("31 09 02 01 07 02 01 00 02 01 07", reader -> reader.setOf(reader::integer));
        assertThat(set).containsExactly(7L, 0L, 7L);
        assertThat(hex(Der.setOf(List.of(300L, -1L, 0L), Der::integer))).isEqualTo("310a02010002" + "01ff0202012c");
    }

    @Test
    void saysWhere() {
        refuses("30 06 02 01 05 04 01 00", DerReaderTest::integers, ", at byte 7");
    }

    private interface Read<T> {
        T from(DerReader reader) throws IOException, ProtocolException;
    }

    private static List<Long> integers(DerReader reader) throws IOException, ProtocolException {
        return reader.sequenceOf(reader::integer);
    }

    private static <T> T whole(String hex, Read<T> read) throws IOException, ProtocolException {
        DerReader reader = Decoding.reader(hex);
        return reader.whole(() -> read.from(reader));
    }

    private static void refuses(String hex, Read<?> read, String message) {
        ThrowingCallable call = () -> whole(hex, read);
        assertThatThrownBy(call).as(hex).isInstanceOf(ProtocolException.class).hasMessageContaining(message);
    }

    private static String hex(Der value) {
        return Bytes.of(value.toBytes()).hex();
    }
}
