/** From the words of a command line to a command that runs. */
@NullMarked
package org.albatross.cli.internal;

import org.jspecify.annotations.NullMarked;
