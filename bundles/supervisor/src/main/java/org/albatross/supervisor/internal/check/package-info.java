/** Asks services of unikernels whether they answer. */
@NullMarked
package org.albatross.supervisor.internal.check;

import org.jspecify.annotations.NullMarked;
