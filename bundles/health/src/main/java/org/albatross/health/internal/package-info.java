/** Checks whether the platform is well. */
@NullMarked
package org.albatross.health.internal;

import org.jspecify.annotations.NullMarked;
