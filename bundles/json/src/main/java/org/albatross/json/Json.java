package org.albatross.json;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.model.Text;

/**
 * A JSON value (RFC 8259) that is about to be written, on one line, with a space behind each comma and colon,
 * in printable ASCII: whatever a guest or a peer said, nothing reaches a terminal but text. A spooled
 * blob's bytes pass through without being held. Immutable.
 */
public sealed interface Json {
    /** A string. */
    static Json of(String text) {
        return new Characters(text);
    }

    /** A number, exactly: readers that know doubles only may round it. */
    static Json of(long number) {
        return new Whole(number);
    }

    /** A truth value. */
    static Json of(boolean value) {
        return new Truth(value);
    }

    /** A string where the text is UTF-8, and otherwise its bytes as {@link #hex(Bytes)}, so that none is lost. */
    static Json of(Text text) {
        return text.isValid() ? of(text.decoded()) : hex(text.bytes());
    }

    /** Bytes: {@code {"hex": "00ff"}}. */
    static Json hex(Bytes bytes) {
        return hex(Blob.of(bytes));
    }

    /** The bytes of a blob, in the same form. */
    static Json hex(Blob blob) {
        return object().put("hex", new Digits(blob)).build();
    }

    /** What is absent: {@code null}. */
    static Json absent() {
        return new Absent();
    }

    /** The value in its form, or {@link #absent}. */
    static <T> Json optional(Optional<T> value, Function<? super T, Json> form) {
        return value.map(form).orElseGet(Json::absent);
    }

    /** The values in their form, in their order. */
    static <T> Json array(Collection<T> values, Function<? super T, Json> form) {
        return new Array(values.stream().map(form).toList());
    }

    /** Begins an object. */
    static Members object() {
        return new Members();
    }

    /** Writes a value without spooled blobs; {@code out} is neither flushed nor closed. */
    default void writeTo(OutputStream out) throws IOException {
        writeTo(out, blob -> {
            throw new IOException("there is no source for the blob " + blob.handle());
        });
    }

    /** Returns a value without spooled blobs as its line of text. */
    default String toLine() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.US_ASCII);
    }

    /**
     * Writes the value; {@code out} is neither flushed nor closed.
     *
     * @param blobs where the spooled blobs in it are
     */
    default void writeTo(OutputStream out, Blobs blobs) throws IOException {
        try (JsonGenerator generator = OneLine.generator(out)) {
            writeTo(generator, blobs);
        }
    }

    /** Writes the value where the generator stands. */
    void writeTo(JsonGenerator out, Blobs blobs) throws IOException;

    /** Where the bytes of spooled blobs are. */
    @FunctionalInterface
    interface Blobs {
        /** Opens a blob; the caller reads to the end and closes the stream. */
        InputStream open(Blob.Spooled blob) throws IOException;
    }

    /** The members of an object as they are collected, in the order in which they are written. */
    final class Members {
        private final Map<String, Json> members = new LinkedHashMap<>();

        private Members() {}

        /** Adds a member, or replaces the one of this name where it stands. */
        public Members put(String name, Json value) {
            members.put(name, value);
            return this;
        }

        /** Returns the object. */
        public Json build() {
            return new Composed(new LinkedHashMap<>(members));
        }
    }

    /** What is absent. */
    record Absent() implements Json {
        @Override
        public void writeTo(JsonGenerator out, Blobs blobs) throws IOException {
            out.writeNull();
        }
    }

    /** A truth value. */
    record Truth(boolean value) implements Json {
        @Override
        public void writeTo(JsonGenerator out, Blobs blobs) throws IOException {
            out.writeBoolean(value);
        }
    }

    /** A whole number. */
    record Whole(long number) implements Json {
        @Override
        public void writeTo(JsonGenerator out, Blobs blobs) throws IOException {
            out.writeNumber(number);
        }
    }

    /** A string. */
    record Characters(String text) implements Json {
        @Override
        public void writeTo(JsonGenerator out, Blobs blobs) throws IOException {
            out.writeString(text);
        }
    }

    /** The bytes of a blob as a string of hexadecimal digits. */
    record Digits(Blob blob) implements Json {
        private static final int CHUNK = 16 * 1024;

        @Override
        public void writeTo(JsonGenerator out, Blobs blobs) throws IOException {
            if (blob instanceof Blob.Spooled spooled) {
                out.writeRawValue("\"");
                try (InputStream in = blobs.open(spooled)) {
                    byte[] buffer = new byte[CHUNK];
                    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                        out.writeRaw(HexFormat.of().formatHex(buffer, 0, read));
                    }
                }
                out.writeRaw('"');
            } else {
                out.writeString(((Blob.Inline) blob).bytes().hex());
            }
        }
    }

    /** An array. */
    record Array(List<Json> elements) implements Json {
        @Override
        public void writeTo(JsonGenerator out, Blobs blobs) throws IOException {
            out.writeStartArray();
            for (Json element : elements) {
                element.writeTo(out, blobs);
            }
            out.writeEndArray();
        }
    }

    /** An object. */
    record Composed(Map<String, Json> members) implements Json {
        @Override
        public void writeTo(JsonGenerator out, Blobs blobs) throws IOException {
            out.writeStartObject();
            for (Map.Entry<String, Json> member : members.entrySet()) {
                out.writeFieldName(member.getKey());
                member.getValue().writeTo(out, blobs);
            }
            out.writeEndObject();
        }
    }
}
