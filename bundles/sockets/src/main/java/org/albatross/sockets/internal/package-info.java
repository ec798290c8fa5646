/** Listening sockets, offered as services. */
@NullMarked
package org.albatross.sockets.internal;

import org.jspecify.annotations.NullMarked;
