package org.albatross.console.internal;

/**
 * A place between two lines of a ring.
 *
 * @param position where the next line begins, counted in bytes since the ring's first
 * @param number the number of the next line, counted from 1
 */
record Cursor(long position, long number) {}
