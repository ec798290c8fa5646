/**
 * The language of Albatross as immutable values: names, policies, unikernel configurations, commands,
 * replies and events. Plain Java; every value checks its own rules when it is made.
 */
@Export
@NullMarked
@Version("0.1.0")
package org.albatross.model;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
