package org.albatross.wire;

/**
 * DER tags (X.690 section 8.1.2) as one number: the class and the constructed bit of the leading octet in
 * the upper 8 bits, the tag number in the lower 24.
 */
final class Tag {
    private static final int NUMBER_BITS = 24;
    private static final int CONSTRUCTED = 0x20 << NUMBER_BITS;
    private static final int CONTEXT = 0x80 << NUMBER_BITS;
    private static final int CLASS_AND_FORM = 0xe0;

    static final int MAX_NUMBER = (1 << NUMBER_BITS) - 1;

    /** From this number on, a tag needs the long form. */
    static final int LONG_FORM = 0x1f;

    static final int BOOLEAN = 1;
    static final int INTEGER = 2;
    static final int OCTET_STRING = 4;
    static final int NULL = 5;
    static final int UTF8_STRING = 12;
    static final int SEQUENCE = CONSTRUCTED | 16;
    static final int SET = CONSTRUCTED | 17;
    static final int GENERALIZED_TIME = 24;

    private Tag() {}

    /** The tag {@code [number]} of something constructed: every explicit tag, and an implicit one of a SEQUENCE. */
    static int context(int number) {
        return CONTEXT | CONSTRUCTED | number;
    }

    static boolean isContext(int tag) {
        return (tag & ~MAX_NUMBER) == (CONTEXT | CONSTRUCTED);
    }

    static int of(int leadingOctet, int number) {
        return ((leadingOctet & CLASS_AND_FORM) << NUMBER_BITS) | number;
    }

    /** The leading octet without a number. */
    static int classAndForm(int tag) {
        return tag >>> NUMBER_BITS;
    }

    static int number(int tag) {
        return tag & MAX_NUMBER;
    }

    /** Returns the tag as an error message names it. */
    static String describe(int tag) {
        return switch (tag) {
            case BOOLEAN -> "BOOLEAN";
            case INTEGER -> "INTEGER";
            case OCTET_STRING -> "OCTET STRING";
            case NULL -> "NULL";
            case UTF8_STRING -> "UTF8String";
            case SEQUENCE -> "SEQUENCE";
            case SET -> "SET";
            case GENERALIZED_TIME -> "GeneralizedTime";
            default ->
                (isContext(tag) ? "" : "0x" + Integer.toHexString(classAndForm(tag)) + " ") + "[" + number(tag) + "]";
        };
    }
}
