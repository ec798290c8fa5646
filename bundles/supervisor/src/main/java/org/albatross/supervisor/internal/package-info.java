/** The thread that holds the state, what performs its effects, and the queue through which commands come. */
@NullMarked
package org.albatross.supervisor.internal;

import org.jspecify.annotations.NullMarked;
