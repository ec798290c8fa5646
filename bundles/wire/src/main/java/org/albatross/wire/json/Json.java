package org.albatross.wire.json;

import java.io.IOException;
import java.io.InputStream;
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
import org.albatross.wire.BlobSource;

/**
 * A JSON value (RFC 8259) that is about to be written, on one line, with a space behind each comma and colon,
 * in printable ASCII: whatever a guest or a peer said, nothing reaches a terminal but text. A spooled
 * blob's bytes pass through without being held. Immutable.
 */
public sealed interface Json {
    /** What is absent. */
    Json NULL = new Literal("null");

    /** A string. */
    static Json of(String text) {
        return new Characters(text);
    }

    /** A number, exactly: readers that know doubles only may round it. */
    static Json of(long number) {
        return new Literal(Long.toString(number));
    }

    /** A truth value. */
    static Json of(boolean value) {
        return new Literal(Boolean.toString(value));
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

    /** The value in its form, or {@link #NULL}. */
    static <T> Json optional(Optional<T> value, Function<? super T, Json> form) {
        return value.map(form).orElse(NULL);
    }

    /** The values in their form, in their order. */
    static <T> Json array(Collection<T> values, Function<? super T, Json> form) {
        return new Array(values.stream().map(form).toList());
    }

    /** Begins an object. */
    static Members object() {
        return new Members();
    }

    /**
     * Writes the value.
     *
     * @param blobs where the spooled blobs in it are
     */
    void writeTo(Appendable out, BlobSource blobs) throws IOException;

    /** The members of an object as they are collected, in the order in which they are written. */
    final class Members {
        private final Map<String, Json> members = new LinkedHashMap<>();

        private Members() {}

        /** Adds a member. */
        public Members put(String name, Json value) {
            members.put(name, value);
            return this;
        }

        /** Returns the object. */
        public Json build() {
            return new Composed(new LinkedHashMap<>(members));
        }
    }

    /** A value that is written as it stands. */
    record Literal(String token) implements Json {
        @Override
        public void writeTo(Appendable out, BlobSource blobs) throws IOException {
            out.append(token);
        }
    }

    /** A string. */
    record Characters(String text) implements Json {
        @Override
        public void writeTo(Appendable out, BlobSource blobs) throws IOException {
            out.append('"');
            for (int i = 0; i < text.length(); i++) {
                append(out, text.charAt(i));
            }
            out.append('"');
        }

        private static void append(Appendable out, char c) throws IOException {
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c >= ' ' && c <= '~') {
                        out.append(c);
                    } else {
                        out.append("\\u").append(HexFormat.of().toHexDigits(c));
                    }
                }
            }
        }
    }

    /** The bytes of a blob as a string of hexadecimal digits. */
    record Digits(Blob blob) implements Json {
        private static final int CHUNK = 16 * 1024;

        @Override
        public void writeTo(Appendable out, BlobSource blobs) throws IOException {
            out.append('"');
            if (blob instanceof Blob.Spooled spooled) {
                try (InputStream in = blobs.open(spooled)) {
                    byte[] buffer = new byte[CHUNK];
                    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                        HexFormat.of().formatHex(out, buffer, 0, read);
                    }
                }
            } else {
                out.append(((Blob.Inline) blob).bytes().hex());
            }
            out.append('"');
        }
    }

    /** An array. */
    record Array(List<Json> elements) implements Json {
        @Override
        public void writeTo(Appendable out, BlobSource blobs) throws IOException {
            String separator = "[";
            for (Json element : elements) {
                element.writeTo(out.append(separator), blobs);
                separator = ", ";
            }
            out.append(elements.isEmpty() ? "[]" : "]");
        }
    }

    /** An object. */
    record Composed(Map<String, Json> members) implements Json {
        @Override
        public void writeTo(Appendable out, BlobSource blobs) throws IOException {
            String separator = "{";
            for (Map.Entry<String, Json> member : members.entrySet()) {
                of(member.getKey()).writeTo(out.append(separator), blobs);
                member.getValue().writeTo(out.append(": "), blobs);
                separator = ", ";
            }
            out.append(members.isEmpty() ? "{}" : "}");
        }
    }
}
