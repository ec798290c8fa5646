/** Rings in mapped files, the runs that fill them, and the subscribers that read them. */
@NullMarked
package org.albatross.console.internal;

import org.jspecify.annotations.NullMarked;
