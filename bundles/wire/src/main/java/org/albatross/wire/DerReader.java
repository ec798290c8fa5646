package org.albatross.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.albatross.model.Blob;
import org.albatross.model.Bytes;
import org.albatross.model.CpuId;
import org.albatross.model.Integer63;
import org.albatross.model.Megabytes;
import org.albatross.model.Name;
import org.albatross.model.Named;
import org.albatross.model.Sha256;
import org.albatross.model.Text;

/**
 * A pull parser for DER (X.690): each method takes the next element of the constructed value that it is in,
 * which must be what the method is called after. Depth is that of the grammar, since nothing recursive is
 * in it; memory is bounded by {@link Limits}. Used by one thread, for one value.
 */
final class DerReader {
    /** Reads the elements of a constructed value, all of them. */
    @FunctionalInterface
    interface Body<T> {
        T read() throws IOException, ProtocolException;
    }

    /** Reads the one alternative of a CHOICE. */
    @FunctionalInterface
    interface Alternative<T> {
        T read(int number) throws IOException, ProtocolException;
    }

    private final DerCursor cursor;
    private final Limits limits;
    private final BlobSink sink;
    private final MemoryMeter memory;
    private final List<Blob.Spooled> spooled = new ArrayList<>();
    private int held;
    private long taken;

    DerReader(InputStream in, long total, Limits limits, BlobSink sink, MemoryMeter memory) {
        this.cursor = new DerCursor(in, total, limits.elements());
        this.limits = limits;
        this.sink = sink;
        this.memory = memory;
    }

    /** The blobs that the sink has taken so far. */
    List<Blob.Spooled> spooled() {
        return spooled;
    }

    /** Reads the only value that there is, up to the last byte. */
    <T> T whole(Body<T> body) throws IOException, ProtocolException {
        T value = body.read();
        cursor.end();
        return value;
    }

    /** Tells whether the next element is there and has this tag. */
    boolean at(int tag) throws IOException, ProtocolException {
        return cursor.more() && cursor.peek() == tag;
    }

    <T> T sequence(Body<T> body) throws IOException, ProtocolException {
        return constructed(Tag.SEQUENCE, body);
    }

    /**
     * SEQUENCE { name Name, value .. }. One that cannot be read is passed over, to its end as its header says, and
     * its blobs are discarded.
     *
     * @throws ProtocolException when there is no such end, or the sink refuses to go on
     */
    <T> Optional<Named<T>> namedOrRefused(Body<T> value, RefusedEntry.Kind kind, RefusedEntry.Sink refused)
            throws IOException, ProtocolException {
        cursor.expect(Tag.SEQUENCE);
        long outer = cursor.enter();
        long end = cursor.contents().offset() + cursor.left();
        int blobs = spooled.size();
        Text written = Text.of(Bytes.EMPTY);
        String reason;
        try {
            written = text();
            Named<T> named = new Named<>(named(written), value.read());
            cursor.leave(Tag.describe(Tag.SEQUENCE), outer);
            return Optional.of(named);
        } catch (ProtocolException e) {
            reason = String.valueOf(e.getMessage());
        }
        cursor.passTo(end, outer);
        for (Blob.Spooled blob : List.copyOf(spooled.subList(blobs, spooled.size()))) {
            sink.discard(blob);
            spooled.remove(blob);
        }
        refused.refused(new RefusedEntry(kind, written, reason));
        return Optional.empty();
    }

    <T> T explicit(int number, Body<T> body) throws IOException, ProtocolException {
        return constructed(Tag.context(number), body);
    }

    <T> Optional<T> optional(int number, Body<T> body) throws IOException, ProtocolException {
        return at(Tag.context(number)) ? Optional.of(explicit(number, body)) : Optional.empty();
    }

    <T> List<T> sequenceOf(Body<T> element) throws IOException, ProtocolException {
        return constructed(Tag.SEQUENCE, () -> all(element));
    }

    /** SET OF, in the order in which the elements came, which need not be DER's. */
    <T> List<T> setOf(Body<T> element) throws IOException, ProtocolException {
        return constructed(Tag.SET, () -> all(element));
    }

    SortedSet<Long> setOfIntegers() throws IOException, ProtocolException {
        return new TreeSet<>(setOf(this::integer));
    }

    /** A CHOICE, each alternative of which is tagged explicitly; {@code what} is its name in a message. */
    <T> T choice(String what, Alternative<T> alternative) throws IOException, ProtocolException {
        if (!cursor.more()) {
            throw malformed("expected a " + what + ", found nothing");
        }
        int next = cursor.peek();
        if (!Tag.isContext(next)) {
            throw malformed("expected a " + what + ", found " + Tag.describe(next));
        }
        int number = Tag.number(next);
        return explicit(number, () -> alternative.read(number));
    }

    /** The exception for an alternative that a {@link #choice} does not have. */
    ProtocolException unknown(String what, int number) {
        return malformed("unknown " + what + " [" + number + "]");
    }

    /** INTEGER, of 63 bits as the original has it. */
    long integer() throws IOException, ProtocolException {
        long octets = primitive(Tag.INTEGER);
        if (octets == 0) {
            throw malformed("an INTEGER of no bytes");
        }
        if (octets > Long.BYTES) {
            throw malformed("an INTEGER of " + octets + " bytes does not fit 63 bits");
        }
        long value = (byte) cursor.contents().next();
        for (int i = 1; i < octets; i++) {
            byte octet = (byte) cursor.contents().next();
            if (i == 1 && ((value == 0 && octet >= 0) || (value == -1 && octet < 0))) {
                throw malformed("an INTEGER of more bytes than it needs");
            }
            value = (value << Byte.SIZE) | Byte.toUnsignedLong(octet);
        }
        if (!Integer63.holds(value)) {
            throw malformed("the INTEGER " + value + " does not fit 63 bits");
        }
        return value;
    }

    /** INTEGER, the number of a CPU. */
    CpuId cpuid() throws IOException, ProtocolException {
        return new CpuId(integer());
    }

    /** INTEGER, a size in MB. */
    Megabytes megabytes() throws IOException, ProtocolException {
        return new Megabytes(integer());
    }

    Optional<Long> optionalInteger() throws IOException, ProtocolException {
        return at(Tag.INTEGER) ? Optional.of(integer()) : Optional.empty();
    }

    boolean bool() throws IOException, ProtocolException {
        exactly(Tag.BOOLEAN, 1);
        int octet = cursor.contents().next();
        if (octet != 0 && octet != 0xff) {
            throw malformed("a BOOLEAN of 0x" + Integer.toHexString(octet));
        }
        return octet != 0;
    }

    /** Takes a NULL and returns what it stands for. */
    <T> T nul(T value) throws IOException, ProtocolException {
        exactly(Tag.NULL, 0);
        return value;
    }

    /** Int64 ::= OCTET STRING (SIZE (8)), two's complement, big endian. */
    long int64() throws IOException, ProtocolException {
        exactly(Tag.OCTET_STRING, Long.BYTES);
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = (value << Byte.SIZE) | cursor.contents().next();
        }
        return value;
    }

    /** An OCTET STRING that is held in memory whatever its length. */
    Bytes octets() throws IOException, ProtocolException {
        return held(Tag.OCTET_STRING);
    }

    Text text() throws IOException, ProtocolException {
        return Text.of(held(Tag.UTF8_STRING));
    }

    Optional<Text> optionalText() throws IOException, ProtocolException {
        return at(Tag.UTF8_STRING) ? Optional.of(text()) : Optional.empty();
    }

    /** Name ::= UTF8String, wire-protocol section 3. */
    Name name() throws IOException, ProtocolException {
        return named(text());
    }

    private Name named(Text text) throws ProtocolException {
        try {
            return Name.parse(new String(text.bytes().toArray(), StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw cursor.malformed(String.valueOf(e.getMessage()), e);
        }
    }

    Instant time() throws IOException, ProtocolException {
        long octets = primitive(Tag.GENERALIZED_TIME);
        if (octets > GeneralizedTime.MAX_LENGTH) {
            throw malformed("a GeneralizedTime of " + octets + " bytes, at most " + GeneralizedTime.MAX_LENGTH
                    + " are allowed");
        }
        Text text = Text.of(Bytes.of(cursor.contents().take((int) octets)));
        try {
            return GeneralizedTime.parse(text.toString());
        } catch (DateTimeException e) {
            throw cursor.malformed("invalid GeneralizedTime '" + text + "': " + e.getMessage(), e);
        }
    }

    /** An OCTET STRING that goes to the sink when it is too large for memory. */
    Blob blob() throws IOException, ProtocolException {
        cursor.expect(Tag.OCTET_STRING);
        long octets = cursor.peekedLength();
        return octets <= limits.inline() && octets <= limits.held() - held ? Blob.of(octets()) : spool();
    }

    /** Passes over the fields that a newer peer may have added to one of our own types. */
    void skipUnknownFields() throws IOException, ProtocolException {
        while (cursor.more()) {
            cursor.peek();
            cursor.contents().pass(cursor.take(), (bytes, offset, length) -> {});
        }
    }

    ProtocolException malformed(String what) {
        return cursor.malformed(what);
    }

    private <T> List<T> all(Body<T> element) throws IOException, ProtocolException {
        List<T> list = new ArrayList<>();
        while (cursor.more()) {
            list.add(element.read());
            takeMemory();
        }
        return list;
    }

    private <T> T constructed(int tag, Body<T> body) throws IOException, ProtocolException {
        cursor.expect(tag);
        long outer = cursor.enter();
        T value = body.read();
        cursor.leave(Tag.describe(tag), outer);
        return value;
    }

    private Blob.Spooled spool() throws IOException, ProtocolException {
        long octets = cursor.take();
        MessageDigest sha256 = sha256();
        try (BlobSink.Writer writer = sink.begin(octets)) {
            cursor.contents().pass(octets, (bytes, offset, length) -> {
                sha256.update(bytes, offset, length);
                writer.write(bytes, offset, length);
            });
            Blob.Spooled blob = new Blob.Spooled(octets, new Sha256(Bytes.of(sha256.digest())), writer.finish());
            spooled.add(blob);
            return blob;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private Bytes held(int tag) throws IOException, ProtocolException {
        long octets = primitive(tag);
        if (octets > limits.held() - held) {
            throw malformed("a " + Tag.describe(tag) + " of " + octets + " bytes behind others of " + held
                    + ", at most " + limits.held() + " are allowed together");
        }
        held += (int) octets;
        takeMemory();
        return Bytes.of(cursor.contents().take((int) octets));
    }

    private void takeMemory() throws ProtocolException {
        long more = held + (long) MemoryMeter.ELEMENT * cursor.elements() - taken;
        if (more >= MemoryMeter.STEP) {
            memory.take(more);
            taken += more;
        }
    }

    private void exactly(int tag, int octets) throws IOException, ProtocolException {
        long found = primitive(tag);
        if (found != octets) {
            throw malformed("expected a " + Tag.describe(tag) + " of " + octets + " bytes, found one of " + found);
        }
    }

    private long primitive(int tag) throws IOException, ProtocolException {
        cursor.expect(tag);
        return cursor.take();
    }
}
