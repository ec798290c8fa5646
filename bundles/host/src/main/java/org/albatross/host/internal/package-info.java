/** The host as a service: configuration and the choice of the operating system. */
@NullMarked
package org.albatross.host.internal;

import org.jspecify.annotations.NullMarked;
