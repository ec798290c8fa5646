/**
 * The model's values as JSON for people and scripts: one line, in the form that {@code docs/protocol.md}
 * describes. What is read is an entry of the event log, and what a front end is told in strings.
 */
@Export
@NullMarked
@Version("0.1.0")
package org.albatross.json;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
