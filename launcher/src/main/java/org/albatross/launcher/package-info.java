/**
 * Starts the platform: reads the feature file of a release, makes an OSGi framework with what it
 * lists, and waits for its end. Plain Java; the only code of ours that runs outside the framework.
 */
@NullMarked
package org.albatross.launcher;

import org.jspecify.annotations.NullMarked;
