package org.albatross.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.model.CpuId;
import org.albatross.model.Integer63;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Text;

/**
 * A DER value that is about to be written (X.690 section 10). Its length is known when it is made, so that
 * what contains it can be written front to back, and a spooled blob's bytes pass through without being held.
 */
final class Der {
    private static final int COPY_BYTES = 64 * 1024;
    private static final byte[] NO_BYTES = {};

    private final byte[] header;

    /** Between the header and the end stand these bytes, or these elements, or the bytes of this blob. */
    private final byte[] bytes;

    private final List<Der> elements;
    private final Optional<Blob.Spooled> blob;
    private final long contents;

    private Der(int tag, byte[] bytes, List<Der> elements, Optional<Blob.Spooled> blob, long contents) {
        this.header = header(tag, contents);
        this.bytes = bytes;
        this.elements = elements;
        this.blob = blob;
        this.contents = contents;
    }

    static Der bool(boolean value) {
        return primitive(Tag.BOOLEAN, new byte[] {(byte) (value ? 0xff : 0)});
    }

    static Der nul() {
        return primitive(Tag.NULL, NO_BYTES);
    }

    /** Throws {@link IllegalArgumentException} for a value that is not an {@link Integer63}. */
    static Der integer(long value) {
        Integer63.of(value);
        long magnitude = value < 0 ? ~value : value;
        int bytes = (Long.SIZE - Long.numberOfLeadingZeros(magnitude)) / Byte.SIZE + 1;
        byte[] all = bigEndian(value);
        return primitive(Tag.INTEGER, Arrays.copyOfRange(all, all.length - bytes, all.length));
    }

    static Der cpuid(CpuId cpu) {
        return integer(cpu.number());
    }

    static Der megabytes(Megabytes size) {
        return integer(size.count());
    }

    /** Int64 ::= OCTET STRING (SIZE (8)). */
    static Der int64(long value) {
        return primitive(Tag.OCTET_STRING, bigEndian(value));
    }

    static Der octets(Bytes value) {
        return primitive(Tag.OCTET_STRING, value.toArray());
    }

    static Der blob(Blob blob) {
        if (blob instanceof Blob.Inline inline) {
            return octets(inline.bytes());
        }
        return new Der(Tag.OCTET_STRING, NO_BYTES, List.of(), Optional.of((Blob.Spooled) blob), blob.length());
    }

    static Der text(Text value) {
        return primitive(Tag.UTF8_STRING, value.bytes().toArray());
    }

    /** Name ::= UTF8String. */
    static Der name(Name value) {
        return primitive(Tag.UTF8_STRING, value.toString().getBytes(StandardCharsets.US_ASCII));
    }

    static Der time(Instant value) {
        return primitive(Tag.GENERALIZED_TIME, GeneralizedTime.format(value).getBytes(StandardCharsets.US_ASCII));
    }

    static Der sequence(Der... elements) {
        return constructed(Tag.SEQUENCE, List.of(elements));
    }

    static <T> Der sequenceOf(Collection<T> values, Function<? super T, Der> encode) {
        List<Der> elements = new ArrayList<>(values.size());
        for (T value : values) {
            elements.add(encode.apply(value));
        }
        return constructed(Tag.SEQUENCE, elements);
    }

    /** In the order of X.690 section 11.6: by the encodings of the elements, which hold no spooled blob. */
    static <T> Der setOf(Collection<T> values, Function<? super T, Der> encode) {
        byte[][] elements = new byte[values.size()][];
        int next = 0;
        int length = 0;
        for (T value : values) {
            elements[next] = encode.apply(value).toBytes();
            length += elements[next++].length;
        }
        Arrays.sort(elements, Arrays::compareUnsigned);
        ByteBuffer contents = ByteBuffer.allocate(length);
        for (byte[] element : elements) {
            contents.put(element);
        }
        return primitive(Tag.SET, contents.array());
    }

    static Der explicit(int number, Der value) {
        return constructed(Tag.context(number), List.of(value));
    }

    /** An alternative of a CHOICE that says nothing but itself. */
    static Der choice(int number) {
        return explicit(number, nul());
    }

    /** Begins a SEQUENCE with optional elements. */
    static Fields fields() {
        return new Fields();
    }

    /** The elements of a SEQUENCE as they are collected. */
    static final class Fields {
        private final List<Der> elements = new ArrayList<>();

        Fields add(Der element) {
            elements.add(element);
            return this;
        }

        <T> Fields add(Optional<T> value, Function<? super T, Der> encode) {
            value.map(encode).ifPresent(elements::add);
            return this;
        }

        /** Adds an OPTIONAL list, which is left out when it is empty. */
        <T> Fields addUnlessEmpty(int number, Collection<T> values, Function<? super T, Der> encode) {
            return values.isEmpty() ? this : add(explicit(number, setOf(values, encode)));
        }

        Der sequence() {
            return constructed(Tag.SEQUENCE, elements);
        }

        /** The elements under an IMPLICIT tag in the place of SEQUENCE's. */
        Der implicit(int number) {
            return constructed(Tag.context(number), elements);
        }
    }

    /** The bytes of the whole value. */
    long length() {
        return header.length + contents;
    }

    /** Returns the value; {@link IllegalStateException} when it holds a spooled blob. */
    byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.toIntExact(length()));
        try {
            writeTo(out, BlobSource.NONE, NO_BYTES);
        } catch (IOException e) {
            throw new IllegalStateException("a value with a spooled blob is too large for an array", e);
        }
        return out.toByteArray();
    }

    /** Writes the value, and no byte more than {@link #length} says. */
    void writeTo(OutputStream out, BlobSource blobs) throws IOException {
        writeTo(out, blobs, NO_BYTES);
    }

    private byte[] writeTo(OutputStream out, BlobSource blobs, byte[] buffer) throws IOException {
        out.write(header);
        out.write(bytes);
        byte[] reused = buffer;
        for (Der element : elements) {
            reused = element.writeTo(out, blobs, reused);
        }
        if (blob.isPresent()) {
            reused = reused.length == 0 ? new byte[COPY_BYTES] : reused;
            copy(blob.get(), out, blobs, reused);
        }
        return reused;
    }

    private static void copy(Blob.Spooled blob, OutputStream out, BlobSource blobs, byte[] buffer) throws IOException {
        try (InputStream in = blobs.open(blob)) {
            long left = blob.length();
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new IOException("the blob " + blob.handle() + " ended " + left + " bytes before its "
                            + blob.length() + " bytes");
                }
                out.write(buffer, 0, read);
                left -= read;
            }
        }
    }

    private static Der primitive(int tag, byte[] bytes) {
        return new Der(tag, bytes, List.of(), Optional.empty(), bytes.length);
    }

    private static Der constructed(int tag, List<Der> elements) {
        long length = 0;
        for (Der element : elements) {
            length += element.length();
        }
        return new Der(tag, NO_BYTES, elements, Optional.empty(), length);
    }

    private static byte[] bigEndian(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static byte[] header(int tag, long length) {
        int number = Tag.number(tag);
        int tagGroups = number < Tag.LONG_FORM ? 0 : (Integer.SIZE - Integer.numberOfLeadingZeros(number) + 6) / 7;
        int lengthBytes = length < 0x80 ? 0 : (Long.SIZE - Long.numberOfLeadingZeros(length) + 7) / Byte.SIZE;
        byte[] header = new byte[2 + tagGroups + lengthBytes];
        header[0] = (byte) (Tag.classAndForm(tag) | (tagGroups == 0 ? number : Tag.LONG_FORM));
        int next = 1;
        for (int group = tagGroups - 1; group >= 0; group--) {
            header[next++] = (byte) (((number >>> (7 * group)) & 0x7f) | (group > 0 ? 0x80 : 0));
        }
        header[next++] = (byte) (lengthBytes == 0 ? length : 0x80 | lengthBytes);
        for (int i = lengthBytes - 1; i >= 0; i--) {
            header[next++] = (byte) (length >>> (Byte.SIZE * i));
        }
        return header;
    }
}
