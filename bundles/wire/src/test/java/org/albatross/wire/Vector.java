package org.albatross.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.albatross.json.Json;
import org.albatross.json.ModelJson;
import org.albatross.model.Bytes;

/** One row of {@code vectors/index.jsonl}, and the bytes that it is about. */
record Vector(String id, Kind kind, Optional<JsonNode> expected, Optional<String> upstream, Bytes der, String row) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** How a row is read and written. */
    enum Kind {
        WIRE,
        EXTENSION,
        STATE,
        WIRE_OLD,
        WIRE_MALFORMED
    }

    /** The value of a row. */
    record Value(Json json, Encoding encoding) {}

    static List<Vector> all() throws IOException {
        return new String(resource("index.jsonl"), StandardCharsets.UTF_8)
                .lines()
                .map(Vector::parse)
                .toList();
    }

    /** Every vector's bytes. */
    static List<Bytes> bytes() throws IOException {
        return all().stream().map(Vector::der).toList();
    }

    static Vector named(String id) throws IOException {
        return all().stream().filter(vector -> vector.id.equals(id)).findFirst().orElseThrow();
    }

    /** Whether the original only reads this row, so that ours need not write the same bytes. */
    boolean decodeOnly() {
        return kind == Kind.WIRE_OLD || kind == Kind.WIRE_MALFORMED || id.startsWith("state-old-");
    }

    Value decode() throws IOException, ProtocolException {
        InputStream in = new ByteArrayInputStream(der.toArray());
        WireDecoder decoder = new WireDecoder(Limits.FILE, BlobSink.REFUSING);
        switch (kind) {
            case EXTENSION -> {
                var command = decoder.extension(in, der.length());
                return new Value(ModelJson.command(command), WireEncoder.extension(command));
            }
            case STATE -> {
                var state = decoder.state(in, der.length());
                return new Value(json(state), WireEncoder.state(state));
            }
            default -> {
                var message = decoder.message(in, der.length());
                return new Value(json(message), WireEncoder.message(message));
            }
        }
    }

    static JsonNode parseJson(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    static Json json(Message message) {
        Header header = message.header();
        return ModelJson.message(Header.VERSION, header.sequence(), header.name(), message.payload());
    }

    static Json json(State state) {
        return ModelJson.state(state.unikernels(), state.policies());
    }

    static String text(Json json) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        json.writeTo(text);
        return text.toString(StandardCharsets.US_ASCII);
    }

    private static Vector parse(String line) {
        JsonNode row = parseJson(line);
        String id = row.get("id").textValue();
        return new Vector(
                id,
                Kind.valueOf(row.get("kind").textValue().replace('-', '_').toUpperCase(Locale.ROOT)),
                Stream.of("decodesTo", "value").filter(row::has).findFirst().map(row::get),
                Optional.ofNullable(row.get("upstream")).map(JsonNode::textValue),
                Bytes.of(resource(id + ".der")),
                line);
    }

    private static byte[] resource(String name) {
        try (InputStream in = Vector.class.getResourceAsStream("/vectors/" + name)) {
            assertThat(in).as("vector %s", name).isNotNull();
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
