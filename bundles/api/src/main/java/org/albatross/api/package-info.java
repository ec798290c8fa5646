/**
 * The service interfaces by which bundles meet. A front end decodes a command and hands it to
 * {@link org.albatross.api.CommandService}; what comes back goes through its
 * {@link org.albatross.api.Sink}. Plain Java; implementations live elsewhere.
 */
@Export
@NullMarked
@Version("0.1.0")
package org.albatross.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
