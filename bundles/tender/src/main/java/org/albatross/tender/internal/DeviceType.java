package org.albatross.tender.internal;

/** The types of manifest entries that can be attached. */
enum DeviceType {
    BLOCK_BASIC(1),
    NET_BASIC(2);

    private final int number;

    DeviceType(int number) {
        this.number = number;
    }

    /** The value of the entry's {@code type}. */
    int number() {
        return number;
    }
}
