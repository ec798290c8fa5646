/**
 * What is desired, as the small text files in the state directory hold it: values to bytes and back. Where the
 * files are, and how they become durable, is not known here.
 */
@Export
@NullMarked
@Version("0.1.0")
package org.albatross.core.sheet;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
