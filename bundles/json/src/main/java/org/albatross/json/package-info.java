/**
 * The model's values as JSON for people and scripts: one line, in the form that {@code docs/protocol.md}
 * describes. It is written, never read.
 */
@Export
@NullMarked
@Version("0.1.0")
package org.albatross.json;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
