package org.albatross.wire;

import java.io.IOException;
import java.io.InputStream;

/**
 * Where a {@link DerReader} stands: the headers of elements, and the ends of the constructed values that it
 * is in. A header is refused here when DER does not allow it (X.690 sections 8.1.2, 8.1.3 and 10.1), when its
 * contents do not fit in what is around it, or when it is one too many.
 */
final class DerCursor {
    private static final int NONE = 0;
    private static final int MORE = 0x80;
    private static final int MAX_LENGTH_OCTETS = 7;

    private final ByteFeed feed;
    private final int maxElements;
    private int elements;

    /** Bytes of the innermost constructed value behind what was taken. */
    private long remaining;

    /** The header that was looked at and whose contents are not taken yet. */
    private int tag = NONE;

    private long length;

    DerCursor(InputStream in, long total, int maxElements) {
        this.feed = new ByteFeed(in, total);
        this.maxElements = maxElements;
        this.remaining = total;
    }

    /** The contents of the element whose header was {@link #take taken}; exactly these bytes are to be taken. */
    ByteFeed contents() {
        return feed;
    }

    /** How many elements were looked at. */
    int elements() {
        return elements;
    }

    /** Tells whether the innermost constructed value has another element. */
    boolean more() {
        return tag != NONE || remaining > 0;
    }

    /** Looks at the next element, which must be there, and returns its tag. */
    int peek() throws IOException, ProtocolException {
        if (tag == NONE) {
            if (elements == maxElements) {
                throw malformed("a message of more than " + maxElements + " elements");
            }
            elements++;
            int read = readTag();
            length = readLength();
            if (length > remaining) {
                throw malformed("an element of " + length + " bytes where " + remaining + " are left");
            }
            tag = read;
        }
        return tag;
    }

    /** The length of the contents of the element that was looked at. */
    long peekedLength() {
        return length;
    }

    /** Throws unless the next element has this tag. */
    void expect(int expected) throws IOException, ProtocolException {
        if (!more()) {
            throw malformed("expected " + Tag.describe(expected) + ", found nothing");
        }
        int found = peek();
        if (found != expected) {
            throw malformed("expected " + Tag.describe(expected) + ", found " + Tag.describe(found));
        }
    }

    /** Takes the header of the element that was looked at, and returns the length of its contents. */
    long take() {
        tag = NONE;
        remaining -= length;
        return length;
    }

    /** Takes the header of a constructed element and goes into it; returns what {@link #leave} needs. */
    long enter() {
        long contents = take();
        long outer = remaining;
        remaining = contents;
        return outer;
    }

    /** Goes back to where {@link #enter} was called; everything must have been taken. */
    void leave(String what, long outer) throws ProtocolException {
        if (more()) {
            throw malformed("more in " + what + " than expected");
        }
        remaining = outer;
    }

    /** Bytes of the innermost constructed value behind what was taken. */
    long left() {
        return remaining;
    }

    /** Gives up what was entered since, as far as it was read, and goes on behind {@code end}. */
    void passTo(long end, long outer) throws IOException, ProtocolException {
        feed.pass(end - feed.offset(), (bytes, offset, length) -> {});
        tag = NONE;
        remaining = outer;
    }

    /** Throws unless everything was taken. */
    void end() throws ProtocolException {
        if (more()) {
            throw malformed(remaining + " trailing bytes");
        }
    }

    ProtocolException malformed(String what) {
        return new ProtocolException(what + ", at byte " + feed.offset());
    }

    ProtocolException malformed(String what, Exception cause) {
        return new ProtocolException(what + ", at byte " + feed.offset(), cause);
    }

    private int octet() throws IOException, ProtocolException {
        if (remaining == 0) {
            throw malformed("the value ends within the header of an element");
        }
        remaining--;
        return feed.next();
    }

    private int readTag() throws IOException, ProtocolException {
        int leading = octet();
        int number = leading & Tag.LONG_FORM;
        if (leading == NONE) {
            throw malformed("an element of tag 0");
        }
        return Tag.of(leading, number < Tag.LONG_FORM ? number : readTagNumber());
    }

    private int readTagNumber() throws IOException, ProtocolException {
        int group = octet();
        int number = group & ~MORE;
        if (number == 0) {
            throw malformed("a tag that begins with zeros");
        }
        while (group >= MORE) {
            group = octet();
            number = (number << 7) | (group & ~MORE);
            if (number > Tag.MAX_NUMBER) {
                throw malformed("a tag beyond " + Tag.MAX_NUMBER);
            }
        }
        if (number < Tag.LONG_FORM) {
            throw malformed("the tag " + number + " in its long form");
        }
        return number;
    }

    private long readLength() throws IOException, ProtocolException {
        int first = octet();
        if (first < MORE) {
            return first;
        }
        int octets = first & ~MORE;
        if (octets == 0) {
            throw malformed("indefinite length");
        }
        if (octets > MAX_LENGTH_OCTETS) {
            throw malformed("a length of " + octets + " bytes, at most " + MAX_LENGTH_OCTETS + " are allowed");
        }
        long value = octet();
        if (value == 0) {
            throw malformed("a length that begins with zeros");
        }
        for (int i = 1; i < octets; i++) {
            value = (value << Byte.SIZE) | octet();
        }
        if (value < MORE) {
            throw malformed("the length " + value + " in its long form");
        }
        return value;
    }
}
