/**
 * A connection's conversation over any transport: frames into commands, their blobs to where they are kept, answers and
 * streams back, with deadlines, flow control and a share for each account. A front end brings sockets and says who is
 * behind them; {@link org.albatross.session.Sessions} does the rest. Knows no kind of socket, and no OSGi.
 */
@Export
@NullMarked
@Version("0.1.0")
package org.albatross.session;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
