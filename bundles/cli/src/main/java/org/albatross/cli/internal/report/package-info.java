/** How answers are shown: the original's lines, tables for people, JSON for scripts. */
@NullMarked
package org.albatross.cli.internal.report;

import org.jspecify.annotations.NullMarked;
