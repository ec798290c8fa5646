/**
 * The steps by which files are changed that have to survive a crash of the machine, and files that are replaced as a whole by them: so that
 * a test can let each step fail, and say what a disk may hold after a power cut.
 */
@Export
@NullMarked
@Version("0.1.0")
package org.albatross.disk;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
