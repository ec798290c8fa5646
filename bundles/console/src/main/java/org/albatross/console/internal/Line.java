package org.albatross.console.internal;

import java.time.Instant;
import org.albatross.model.Text;

/**
 * A line of a ring.
 *
 * @param time when it was read, in milliseconds
 * @param next where the reader goes on behind this line
 */
record Line(Instant time, Text text, Cursor next) {}
