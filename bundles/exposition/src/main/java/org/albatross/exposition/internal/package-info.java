/** What is measured as text. */
@NullMarked
package org.albatross.exposition.internal;

import org.jspecify.annotations.NullMarked;
