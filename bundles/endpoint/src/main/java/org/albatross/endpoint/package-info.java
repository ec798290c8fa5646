/**
 * Who is at the other end of a front end on the network: the endpoint's own certificates and whom they trust, from files that may change,
 * users with passwords, and people with a role certificate. Plain Java.
 */
@Export
@NullMarked
@Version("0.1.0")
package org.albatross.endpoint;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
