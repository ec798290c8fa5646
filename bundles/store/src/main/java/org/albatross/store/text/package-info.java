/**
 * The small text files in the state and the run directory: values to bytes and back. Where the files are, and how they
 * become durable, is not known here.
 */
@Export
@NullMarked
@Version("0.1.0")
package org.albatross.store.text;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
