package org.albatross.bench;

/**
 * One line of the table.
 *
 * @param label what was measured
 * @param unit of every value
 * @param samples the values
 * @param note what the reader should know or compare, possibly nothing
 */
record Figure(String label, Unit unit, Samples samples, String note) {}
