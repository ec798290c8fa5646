/** What unikernels, domains and the platform use. */
@NullMarked
package org.albatross.stats.internal;

import org.jspecify.annotations.NullMarked;
