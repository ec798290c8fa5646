/** The conversation with a platform over its Unix domain sockets. */
@NullMarked
package org.albatross.cli.internal.peer;

import org.jspecify.annotations.NullMarked;
