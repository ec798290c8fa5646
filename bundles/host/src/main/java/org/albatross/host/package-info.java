/**
 * The machine as the supervisor and the console see it: taps, bridges, CPUs, memory, disk, processes and
 * fifos. One implementation per operating system behind these interfaces; nothing here knows a unikernel
 * or a policy.
 */
@Export
@NullMarked
@Version("0.1.0")
package org.albatross.host;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
