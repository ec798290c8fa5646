/** The one place where threads and executors are made, so that nothing escapes one unnoticed. */
@Export
@NullMarked
@Version("0.1.0")
package org.albatross.threads;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
