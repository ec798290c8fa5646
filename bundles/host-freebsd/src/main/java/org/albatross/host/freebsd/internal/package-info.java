/** The host on FreeBSD: programs of the base system, and system calls through JNA where no program does it. */
@NullMarked
package org.albatross.host.freebsd.internal;

import org.jspecify.annotations.NullMarked;
