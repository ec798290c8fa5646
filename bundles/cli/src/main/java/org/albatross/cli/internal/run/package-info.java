/** What surrounds one run of the program: streams, environment, terminal, exit codes. */
@NullMarked
package org.albatross.cli.internal.run;

import org.jspecify.annotations.NullMarked;
