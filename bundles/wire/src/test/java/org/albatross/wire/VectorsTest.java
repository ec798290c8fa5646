package org.albatross.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.albatross.model.Bytes;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the running original wrote, row by row. */
class VectorsTest {
    private static final int ROWS = 193;

    @Test
    void hasEveryVector() throws IOException, URISyntaxException {
        Path folder = Path.of(
                Objects.requireNonNull(getClass().getResource("/vectors")).toURI());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> file.toString().endsWith(".der"))).hasSize(ROWS);
        }
        assertThat(Vector.all().stream().map(Vector::id).distinct()).hasSize(ROWS);
    }

    @TestFactory
    Stream<DynamicTest> readsAsTheOriginal() throws IOException {
        return Vector.all().stream()
                .filter(vector -> vector.upstream().isEmpty())
                .map(vector -> DynamicTest.dynamicTest(vector.id(), () -> {
                    JsonNode expected = vector.expected().orElseThrow();

                    assertThat(json(vector)).isEqualTo(expected.toString());
                    assertThat(vector.row())
                            .contains(Vector.text(vector.decode().json()));
                }));
    }

    @TestFactory
    Stream<DynamicTest> writesAsTheOriginal() throws IOException {
        List<Vector> rows = Vector.all().stream()
                .filter(vector -> vector.upstream().isEmpty() && !vector.decodeOnly())
                .toList();
        assertThat(rows).hasSize(150);
        return rows.stream()
                .map(vector -> DynamicTest.dynamicTest(
                        vector.id(), () -> assertThat(written(vector)).isEqualTo(vector.der())));
    }

    @TestFactory
    Stream<DynamicTest> readsAgainWhatItWritesForOldForms() throws IOException {
        return Vector.all().stream()
                .filter(vector -> vector.upstream().isEmpty() && vector.decodeOnly())
                .map(vector -> DynamicTest.dynamicTest(vector.id(), () -> {
                    Bytes written = written(vector);
                    Vector again = new Vector(
                            vector.id(), vector.kind(), vector.expected(), vector.upstream(), written, vector.row());

                    assertThat(written(again)).isEqualTo(written);
                }));
    }

    @TestFactory
    Stream<DynamicTest> refusesWhatTheOriginalRefuses() throws IOException {
        return Vector.all().stream()
                .filter(vector -> vector.upstream()
                        .filter(upstream -> !upstream.startsWith("OK "))
                        .isPresent())
                .map(vector -> DynamicTest.dynamicTest(
                        vector.id(), () -> assertThatThrownBy(vector::decode).isInstanceOf(ProtocolException.class)));
    }

    @TestFactory
    Stream<DynamicTest> takesWhatTheOriginalTakes() throws IOException {
        return Vector.all().stream()
                .filter(vector -> vector.upstream()
                        .filter(upstream -> upstream.startsWith("OK "))
                        .isPresent())
                .map(vector -> DynamicTest.dynamicTest(vector.id(), () -> {
                    String upstream = vector.upstream().orElseThrow().substring("OK ".length());
                    JsonNode expected = Vector.parseJson(upstream);

                    assertThat(json(vector)).isEqualTo(half(vector, expected.toString()));
                }));
    }

    /** ".5Z" is half a second; the original reads 5 ms. */
    private static String half(Vector vector, String upstream) {
        return vector.id().equals("neg-time-01") ? upstream.replace("15.005", "15.500") : upstream;
    }

    private static String json(Vector vector) throws IOException, ProtocolException {
        return Vector.parseJson(Vector.text(vector.decode().json())).toString();
    }

    private static Bytes written(Vector vector) throws IOException, ProtocolException {
        return Bytes.of(vector.decode().encoding().toBytes());
    }
}
