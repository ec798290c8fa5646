/**
 * Every decision of Albatross as a function: {@link org.albatross.core.Core#apply} takes a state and an input
 * and gives the next state and the effects to perform, as data. No process, file, clock or thread here:
 * time and randomness are arguments, and what the machine did comes back as an input.
 */
@Export
@NullMarked
@Version("0.1.0")
package org.albatross.core;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
