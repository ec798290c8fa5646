/**
 * The files in {@code etc/}: which there may be, what they may hold, and what is wrong with them. Used by the launcher
 * before anything starts, and by the bundle while the platform runs.
 */
@NullMarked
@Export
@Version("0.1.0")
package org.albatross.configuration;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
