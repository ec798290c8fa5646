package org.albatross.bench;

/** What a figure is counted in. */
enum Unit {
    /** Milliseconds. */
    MILLISECONDS("ms"),
    /** Megabytes of 2^20 bytes. */
    MEGABYTES("MB"),
    /** Megabytes of 2^20 bytes in a second. */
    MEGABYTES_PER_SECOND("MB/s"),
    /** How often in a second. */
    PER_SECOND("/s"),
    /** Hundredths of one processor. */
    PERCENT("% CPU");

    private final String symbol;

    Unit(String symbol) {
        this.symbol = symbol;
    }

    @Override
    public String toString() {
        return symbol;
    }
}
