/**
 * The wire protocol: messages, certificate extensions and state files as DER (wire-protocol section 2),
 * and the framing of messages on a stream. Plain Java: bytes come from a stream and go to one, and what is
 * too large for memory goes through a {@link org.albatross.wire.BlobSink} of the caller.
 */
@Export
@NullMarked
@Version("0.1.0")
package org.albatross.wire;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
