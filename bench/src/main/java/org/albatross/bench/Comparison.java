package org.albatross.bench;

/** Two series of measurements, one beside the other. */
final class Comparison {
    private Comparison() {}

    /** How many times the median of {@code quiet} that of {@code loaded} is, as a note. */
    static String of(Samples loaded, Samples quiet) {
        return Table.number(loaded.median() / quiet.median()) + " times the median without";
    }
}
