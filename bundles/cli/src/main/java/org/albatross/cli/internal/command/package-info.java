/** The sub-commands, a class each. */
@NullMarked
package org.albatross.cli.internal.command;

import org.jspecify.annotations.NullMarked;
