/** Who may do what, and which service carries it out. */
@NullMarked
package org.albatross.dispatch.internal;

import org.jspecify.annotations.NullMarked;
