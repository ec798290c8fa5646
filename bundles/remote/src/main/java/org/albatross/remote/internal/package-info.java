/** Connections of remote clients on their way to the process that decides about them: whom they are for, and both streams. */
@NullMarked
package org.albatross.remote.internal;

import org.jspecify.annotations.NullMarked;
