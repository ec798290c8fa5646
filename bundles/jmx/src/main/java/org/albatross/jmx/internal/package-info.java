/** The platform as MBeans. */
@NullMarked
package org.albatross.jmx.internal;

import org.jspecify.annotations.NullMarked;
