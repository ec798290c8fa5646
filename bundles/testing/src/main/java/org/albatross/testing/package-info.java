/** What tests of several bundles share. */
@NullMarked
package org.albatross.testing;

import org.jspecify.annotations.NullMarked;
