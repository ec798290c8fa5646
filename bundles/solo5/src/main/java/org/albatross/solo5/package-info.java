/**
 * Solo5 images and tenders: the ABI and the devices that an image names in its ELF notes, the tender that
 * runs it, and that tender's command line. Plain Java, without processes.
 */
@Export
@NullMarked
@Version("0.1.0")
package org.albatross.solo5;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
