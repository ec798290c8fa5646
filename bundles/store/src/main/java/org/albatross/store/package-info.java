/**
 * What is kept on disk: the layout of the state and the run directory, the entries, images, block devices, identities,
 * run records and locks in them, and how a change becomes durable.
 */
@Export
@NullMarked
@Version("0.1.0")
package org.albatross.store;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
