/** What one run of the program is given, and what it ends with: streams, environment, terminal, exit codes. */
@NullMarked
package org.albatross.cli.internal.run;

import org.jspecify.annotations.NullMarked;
