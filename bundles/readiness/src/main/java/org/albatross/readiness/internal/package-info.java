/** Whether the platform can serve. */
@NullMarked
package org.albatross.readiness.internal;

import org.jspecify.annotations.NullMarked;
