/** The shell as a person uses it on a terminal: history and completion. */
@NullMarked
package org.albatross.cli.internal.shell;

import org.jspecify.annotations.NullMarked;
