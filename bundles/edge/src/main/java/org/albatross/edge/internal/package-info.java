/**
 * The host's end of {@code edge.sock}: what the edge says of a connection, whether its chain is to be trusted, and what the
 * edge may take.
 */
@NullMarked
package org.albatross.edge.internal;

import org.jspecify.annotations.NullMarked;
