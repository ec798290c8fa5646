/** What a report of a fault needs: gathered, cleaned of secrets, and put into one archive. */
@NullMarked
package org.albatross.cli.internal.support;

import org.jspecify.annotations.NullMarked;
