/** The ELF file behind a Solo5 image. */
@NullMarked
package org.albatross.solo5.internal;

import org.jspecify.annotations.NullMarked;
