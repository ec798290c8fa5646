/** The program {@code albatross-tender}: Albatross' evaluation tender for Solo5 hvt unikernels. */
@NullMarked
package org.albatross.tender;

import org.jspecify.annotations.NullMarked;
