/** Events as lines of the platform's log. */
@NullMarked
package org.albatross.eventlog.internal;

import org.jspecify.annotations.NullMarked;
