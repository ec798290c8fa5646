/**
 * Virtual machines of bhyve, FreeBSD's hypervisor: whether a configuration of that kind can be run, the command lines that prepare,
 * run and remove it. Plain Java, without processes.
 */
@Export
@NullMarked
@Version("0.1.0")
package org.albatross.bhyve;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
