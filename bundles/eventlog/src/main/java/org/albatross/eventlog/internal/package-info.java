/** The log of events, in files below the state directory. */
@NullMarked
package org.albatross.eventlog.internal;

import org.jspecify.annotations.NullMarked;
