/**
 * Connections of this host: selectors that hold them, threads for their commands, and what each may take.
 */
@NullMarked
package org.albatross.local.internal;

import org.jspecify.annotations.NullMarked;
