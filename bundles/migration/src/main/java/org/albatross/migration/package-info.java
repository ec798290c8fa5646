/**
 * Moving in from an original Albatross and out to one: the program behind {@code albatross state}. It runs
 * without a framework, on a state directory that no platform holds.
 */
@NullMarked
package org.albatross.migration;

import org.jspecify.annotations.NullMarked;
