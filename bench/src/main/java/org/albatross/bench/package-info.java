/**
 * Measures a platform from outside: starts one through {@code bin/albatrossd}, speaks the wire protocol to its
 * sockets, reads {@code /proc}, and prints a table. docs/benchmarks.md says what each figure means.
 */
@NullMarked
package org.albatross.bench;

import org.jspecify.annotations.NullMarked;
