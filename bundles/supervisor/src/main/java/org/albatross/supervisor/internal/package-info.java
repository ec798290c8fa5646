/** The thread that holds the state, the performers of its effects, and the door that commands come through. */
@NullMarked
package org.albatross.supervisor.internal;

import org.jspecify.annotations.NullMarked;
