package org.albatross.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.model.Sha256;
import org.albatross.model.Text;
import org.junit.jupiter.api.Test;

class JsonTest {
    private static final Blob.Spooled SPOOLED =
            new Blob.Spooled(40_000, new Sha256(Bytes.ofHex("00".repeat(Sha256.LENGTH))), "blob-1");

    @Test
    void putsASpaceBehindCommasAndColonsAndNowhereElse() throws IOException {
        Json value = Json.object()
                .put("a", Json.array(List.of(1L, -2L), Json::of))
                .put(
                        "b",
                        Json.object()
                                .put("c", Json.absent())
                                .put("d", Json.of(true))
                                .build())
                .put("e", Json.array(List.<String>of(), Json::of))
                .put("f", Json.object().build())
                .put("g", Json.optional(Optional.<String>empty(), Json::of))
                .build();

        assertThat(text(value))
                .isEqualTo("{\"a\": [1, -2], \"b\": {\"c\": null, \"d\": true}, \"e\": [], \"f\": {}, \"g\": null}");
    }

    @Test
    void writesEveryNumberExactly() throws IOException {
        assertThat(text(Json.array(List.of(Long.MIN_VALUE, 0L, Long.MAX_VALUE), Json::of)))
                .isEqualTo("[-9223372036854775808, 0, 9223372036854775807]");
    }

    @Test
    void escapesTheSmallestAndTheShortestWay() throws IOException {
        assertThat(text(Json.of("/ \"\\ \b\f\n\r\t \0\u001b ~\u007f\u0080 \u00e9\u2028 \ud83d\ude00")))
                .isEqualTo(
                        "\"/ \\\"\\\\ \\b\\f\\n\\r\\t \\u0000\\u001b ~\\u007f\\u0080 \\u00e9\\u2028 \\ud83d\\ude00\"");
    }

    @Test
    void writesPrintableAsciiOnlyAndLosesNothing() throws IOException {
        ObjectMapper reader = new ObjectMapper();
        for (int unit = 0; unit <= Character.MAX_VALUE; unit++) {
            String text = "a" + (char) unit + "b";

            String written = text(Json.object().put(text, Json.of(text)).build());

            assertThat(written).as("U+%04x", unit).matches("[ -~]*");
            assertThat(reader.readTree(written).get(text).textValue()).isEqualTo(text);
        }
    }

    @Test
    void writesLongStringsWhole() throws IOException {
        String text = "\u0007 and \u00e9 ".repeat(10_000);

        assertThat(new ObjectMapper().readTree(text(Json.of(text))).textValue()).isEqualTo(text);
    }

    @Test
    void writesTextThatIsNotUtf8AsItsBytes() throws IOException {
        assertThat(text(Json.of(Text.of("a")))).isEqualTo("\"a\"");
        assertThat(text(Json.of(Text.of(Bytes.ofHex("ff00"))))).isEqualTo("{\"hex\": \"ff00\"}");
        assertThat(text(Json.hex(Bytes.EMPTY))).isEqualTo("{\"hex\": \"\"}");
    }

    @Test
    void replacesAMemberWhereItStands() throws IOException {
        Json value = Json.object()
                .put("a", Json.of(1))
                .put("b", Json.of(2))
                .put("a", Json.of(3))
                .build();

        assertThat(text(value)).isEqualTo("{\"a\": 3, \"b\": 2}");
    }

    @Test
    void passesASpooledBlobThroughAndClosesIt() throws IOException {
        byte[] content = new byte[40_000];
        new Random(1).nextBytes(content);
        AtomicBoolean closed = new AtomicBoolean();
        InputStream in = new ByteArrayInputStream(content) {
            @Override
            public void close() {
                closed.set(true);
            }
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        Json.array(List.of(SPOOLED), Json::hex).writeTo(out, blob -> in);

        assertThat(out.toString(StandardCharsets.US_ASCII))
                .isEqualTo("[{\"hex\": \"" + HexFormat.of().formatHex(content) + "\"}]");
        assertThat(closed).isTrue();
    }

    @Test
    void completesNothingThatBrokeOff() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThatIOException()
                .isThrownBy(() -> Json.hex(SPOOLED).writeTo(out))
                .withMessage("there is no source for the blob blob-1");
        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("{\"hex\": \"");
    }

    @Test
    void neitherFlushesNorClosesWhereItWrites() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void flush() {
                throw new AssertionError("flushed");
            }

            @Override
            public void close() {
                throw new AssertionError("closed");
            }
        };

        Json.of(1).writeTo(out);

        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("1");
    }

    private static String text(Json json) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        json.writeTo(text);
        return text.toString(StandardCharsets.US_ASCII);
    }
}
