/** The program {@code albatross-influx}. */
@NullMarked
package org.albatross.influx;

import org.jspecify.annotations.NullMarked;
