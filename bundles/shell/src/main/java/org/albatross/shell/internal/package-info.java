/** A Gogo shell for administrators, over a Unix domain socket. */
@NullMarked
package org.albatross.shell.internal;

import org.jspecify.annotations.NullMarked;
