/** The program {@code albatross}, plain Java: its entry point. */
@NullMarked
package org.albatross.cli;

import org.jspecify.annotations.NullMarked;
